import { afterAll, beforeAll, expect, test } from 'vitest'
import { connect, type TestSocket } from '../http/support/socket.ts'
import { append, newEvent, take } from '../support/log-events.ts'
import { until } from '../support/until.ts'
import { type Gateway, startGateway } from './support/gateway.ts'

const EVENTS = 10_000
const AT_A_TIME = 500
/** Of one event: all of them together are more than a system keeps for a socket that nobody reads. */
const TEXT = 'x'.repeat(2_000)
/** Of a subscription: what has been taken to be handed out, and as much again that has come since. */
const BUFFERED_MAX = 2 * 1_000

let gateway: Gateway
beforeAll(async () => {
  gateway = await startGateway()
})
afterAll(() => gateway.close())

interface Seen {
  readonly id: string
  readonly cursor: string
}

/** A subscription to the whole log on a socket of its own, read only when it is asked. */
async function subscribe(after: string): Promise<{ socket: TestSocket; events: AsyncIterator<Seen> }> {
  const socket = await connect(gateway.graphqlUrl.replace('http', 'ws'), gateway.apiKey)
  const query = 'subscription ($after: EventCursor) { events(after: $after) { id cursor data } }'
  socket.send({ type: 'subscribe', id: '1', payload: { query, variables: { after } } })
  const next = async (): Promise<IteratorResult<Seen>> => {
    const message = (await socket.next()) as { type: string; payload?: { data: { events: Seen } } }
    return message.type === 'next' && message.payload
      ? { done: false, value: message.payload.data.events }
      : { done: true, value: undefined }
  }
  return { socket, events: { next } }
}

async function logEnd(): Promise<string> {
  const answer = await fetch(gateway.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.apiKey}` },
    body: JSON.stringify({ query: '{ eventCursor }' }),
  })
  return ((await answer.json()) as { data: { eventCursor: string } }).data.eventCursor
}

test('a subscriber stalled 10,000 events behind holds up nobody, costs bounded memory, and resumes (scenario 18)', {
  timeout: 60_000,
}, async () => {
  const start = await logEnd()
  const [stalled, quick] = [await subscribe(start), await subscribe(start)]
  const written = Array.from({ length: EVENTS }, () => newEvent(gateway.caller.tenant, { data: { text: TEXT } }))
  const ids = written.map(({ id }) => id)
  await append(gateway.database, written.slice(0, 1))
  gateway.tail.hint()
  const [[first], [alsoFirst]] = [await take(stalled.events, 1), await take(quick.events, 1)]
  expect([first?.id, alsoFirst?.id]).toEqual([ids[0], ids[0]])

  stalled.socket.raw.pause()
  const seen: string[] = []
  let buffered = 0
  for (let from = 1; from < EVENTS; from += AT_A_TIME) {
    const some = written.slice(from, from + AT_A_TIME)
    await append(gateway.database, some)
    gateway.tail.hint()
    seen.push(...(await take(quick.events, some.length)).map(({ id }) => id))
    buffered = Math.max(buffered, gateway.tail.stats().bufferedEvents)
  }
  expect(seen).toEqual(ids.slice(1))
  expect(buffered).toBeLessThanOrEqual(2 * BUFFERED_MAX)
  // Behind by more than memory keeps for it: what it has not got is in the database alone.
  await until('it to be read for from the database', () => gateway.tail.stats().catchingUp === 1)

  stalled.socket.raw.resume()
  const some = await take(stalled.events, EVENTS / 2)
  expect(some.map(({ id }) => id)).toEqual(ids.slice(1, 1 + EVENTS / 2))
  // Cut in the middle: the rest by a new socket, from the last cursor on.
  stalled.socket.raw.terminate()
  const resumed = await subscribe(some.at(-1)?.cursor ?? '')
  const rest = await take(resumed.events, EVENTS - 1 - some.length)
  expect(rest.map(({ id }) => id)).toEqual(ids.slice(1 + EVENTS / 2))
  await Promise.all([quick.socket.close(), resumed.socket.close()])
})
