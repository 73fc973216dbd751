import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { chargeCreate } from '../../src/operations/charge/create.ts'
import { until } from '../support/until.ts'
import { createScheduler, settleDue } from '../support/world/jobs.ts'
import { givenSchedule } from '../support/world/schedule.ts'
import { control, givenActiveAgreement, key, mustSucceed, usd } from '../support/world/story.ts'
import { createWorld, type World } from '../support/world/world.ts'

const DAY_MS = 86_400_000

let world: World
let now = new Date('2027-03-01T00:00:00Z')
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => now } })
})
beforeEach(async () => {
  await control(world, 'reset', {})
})
afterAll(() => world.close())

/** What is sent to the database meanwhile, in order: each a round trip, with the statements that go out together. */
async function roundTrips(work: () => Promise<unknown>): Promise<string[]> {
  const trips: string[] = []
  const stop = world.database.onStatement((name, pipelined) => {
    const statement = name.replace(/^write:.*/, 'write')
    trips.push(pipelined ? `${trips.pop()}, ${statement}` : statement)
  })
  await work()
  stop()
  return trips
}

async function runOnce(): Promise<void> {
  const scheduler = createScheduler(world.deps)
  await scheduler.take()
  await scheduler.idle()
}

async function webhooksAbout(reference: string | null) {
  const answer = await fetch(`${world.sandbox.url}/control/ledger`)
  const { webhooks } = (await answer.json()) as { webhooks: readonly { subject: string; delivered: boolean }[] }
  return webhooks.filter(({ subject }) => subject === reference)
}

/** A schedule whose first occurrence is due now. */
async function givenDue() {
  const agreement = await givenActiveAgreement(world)
  // Only the measured work may query the database: no more notifications come.
  await until('all notifications to arrive', async () =>
    (await webhooksAbout(agreement.providerReference)).every(({ delivered }) => delivered),
  )
  await world.quiet()
  await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
  now = new Date(now.getTime() + DAY_MS)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  now = new Date(`${now.toISOString().slice(0, 10)}T13:00:00Z`)
  return { agreement, schedule }
}

const claimed = ['occurrences-claim']
const recorded = ['BEGIN, agreement-load, schedule-load', 'write, COMMIT']
const applied = ['BEGIN, charge-load', 'write, COMMIT']
const settled = ['BEGIN, schedule-load, charge-of-occurrence', 'write, COMMIT']

test('a scheduled charge is six round trips: recorded, applied, settled; a charge of a caller is four', async () => {
  const { agreement } = await givenDue()
  expect(await roundTrips(runOnce)).toEqual([...claimed, ...recorded, ...applied, ...settled])
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n) }
  const single = await roundTrips(async () => mustSucceed(await chargeCreate(world.deps, world.caller, input)))
  expect(single).toEqual(['BEGIN, idempotency-key-find, agreement-load', 'write, COMMIT', ...applied])
})

test('a decline reads the failures so far and its last send time; the next try reads the last charge and whether any try is open', async () => {
  await givenDue()
  await control(world, 'outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] })
  const [loaded, ...rest] = settled
  const planned = [loaded, 'failures-of-occurrence', 'occurrence-last-sent', ...rest]
  expect(await roundTrips(runOnce)).toEqual([...claimed, ...recorded, ...applied, ...planned])
  now = new Date(now.getTime() + 2 * DAY_MS)
  const [both, ...written] = recorded
  const again = [both, 'charge-of-occurrence', 'open-charge', ...written]
  expect(await roundTrips(runOnce)).toEqual([...claimed, ...again, ...applied, ...settled])
})

test('several that are due are claimed by one statement, and each costs the same', async () => {
  const first = await givenDue()
  for (let more = 0; more < 2; more++)
    await givenSchedule(world, first.agreement.id, { timeOfDay: '13:00', amount: usd(700n) })
  const sent = await roundTrips(runOnce)
  expect(sent.toSorted()).toEqual(
    [...claimed, ...[1, 2, 3].flatMap(() => [...recorded, ...applied, ...settled])].toSorted(),
  )
})

test('with nothing due a look is one statement', async () => {
  expect(await roundTrips(runOnce)).toEqual(claimed)
})

test('an occurrence that another process has settled meanwhile does not count as work', async () => {
  const { schedule } = await givenDue()
  await runOnce()
  // The state between the end of a charge and that of its occurrence.
  await world.database.pool.query(
    `UPDATE occurrences SET status = 'PROCESSING' WHERE schedule_id = $1 AND status = 'PAID'`,
    [schedule.id],
  )
  const both = await Promise.all([settleDue(world.deps), settleDue(world.deps)])
  expect(both.toSorted()).toEqual([0, 1])
  expect(await settleDue(world.deps)).toBe(0)
})
