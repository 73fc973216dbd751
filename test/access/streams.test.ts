import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEvents, type StreamedEvent } from '../http/support/event-stream.ts'
import { append, newEvent } from '../support/database/log-events.ts'
import { callsOf } from './support/calls.ts'
import { type Party, printed, type SweepWorld, startSweepWorld } from './support/sweep-world.ts'

// Subscriptions that name no object: each tenant receives its own events and no others.

let world: SweepWorld
beforeAll(async () => {
  world = await startSweepWorld()
}, 120_000)
afterAll(() => world?.gateway.close())

const subscriptions = callsOf(printed).filter(({ name, field }) => name === `subscription.${field}`)

/** A change of status of each object that has one. */
async function change({ tenant, story }: Party): Promise<void> {
  const { Charge, Agreement, Schedule, Consumer } = story.ids
  const of = { version: 2, consumerId: Consumer ?? '', agreementId: Agreement ?? '' }
  await append(world.gateway.database, [
    newEvent(tenant, { ...of, subjectId: Charge ?? '', previousStatus: 'AUTHORIZED', status: 'CAPTURED' }),
    newEvent(tenant, { ...of, subjectType: 'Agreement', subjectId: Agreement ?? '', status: 'ACTIVE' }),
    newEvent(tenant, { ...of, subjectType: 'Schedule', subjectId: Schedule ?? '', status: 'ACTIVE' }),
  ])
  world.gateway.tail.wake()
}

test('each stream starts with the first event of its own tenant', { timeout: 120_000 }, async () => {
  const { owner, stranger, ownerLive, gateway } = world
  const end = new AbortController()
  const open = async ({ key, story }: Party, name: string, query: string) => {
    const response = await fetch(gateway.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${key}` },
      body: JSON.stringify({ query }),
      signal: end.signal,
    })
    return { name, story, events: readEvents(response) }
  }
  const parties = [owner, stranger, ownerLive]
  const streams = await Promise.all(
    parties.flatMap(party =>
      subscriptions.map(call => open(party, call.name, call.request(party.story, party.story).query)),
    ),
  )
  expect(streams).toHaveLength(Object.keys(printed.getSubscriptionType()?.getFields() ?? {}).length * parties.length)
  for (const party of parties) await change(party)
  const first = await Promise.all(streams.map(async stream => ({ ...stream, event: await stream.events.next() })))
  end.abort()
  for (const { name, story, event } of first) {
    expect([name, idsIn(event).length > 0]).toEqual([name, true])
    expect([name, idsIn(event).filter(id => !Object.values(story.ids).includes(id))]).toEqual([name, []])
  }
})

/** The ids of objects in an event, without the event's own. */
function idsIn(event: StreamedEvent | undefined): string[] {
  return JSON.stringify(event?.data).match(/\b(con|agr|chg|sch)_[0-9a-z]{26}\b/g) ?? []
}
