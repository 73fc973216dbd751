import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { chargeCreate } from '../../src/operations/charge-create.ts'
import { createScheduler, settleDecided } from '../../src/workers/scheduler.ts'
import { givenSchedule } from '../support/schedule.ts'
import { control, givenActiveAgreement, key, mustSucceed, usd } from '../support/story.ts'
import { createWorld, type World } from '../support/world.ts'

const NOWHERE = 'http://127.0.0.1:9'
const DAY_MS = 86_400_000

let world: World
let now = new Date('2027-03-01T00:00:00Z')
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => now } })
})
// Nothing but what is counted shall ask the database: no notification comes in between.
beforeEach(async () => {
  await control(world, 'reset', {})
})
afterAll(() => world.close())

/** What is sent to the database meanwhile, in order; writes by what they write. */
async function statements(work: () => Promise<unknown>): Promise<string[]> {
  const names: string[] = []
  const stop = world.database.onStatement(name => names.push(name.replace(/^write:.*/, 'write').trim()))
  await work()
  stop()
  return names
}

async function runOnce(): Promise<void> {
  const scheduler = createScheduler(world.deps)
  await scheduler.take()
  await scheduler.idle()
}

/** A schedule whose first period is due now. */
async function givenDue() {
  const agreement = await givenActiveAgreement(world)
  await world.quiet()
  world.sandbox.setWebhookUrl('PPRO', NOWHERE)
  now = new Date(now.getTime() + DAY_MS)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  now = new Date(`${now.toISOString().slice(0, 10)}T13:00:00Z`)
  return { agreement, schedule }
}

const recorded = ['BEGIN', 'agreement-lock', 'schedule-lock', 'write', 'COMMIT']
const applied = ['BEGIN', 'charge-lock', 'charge-operations-with-attempts', 'write', 'COMMIT']
const settled = ['BEGIN', 'schedule-lock', 'charge-of-occurrence', 'write', 'COMMIT']

test('a scheduled charge is three transactions: recorded, applied, settled; a charge of a caller is the first two', async () => {
  const { agreement } = await givenDue()
  expect(await statements(runOnce)).toEqual(['occurrences-claim', ...recorded, ...applied, ...settled])
  const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n) }
  const single = await statements(async () => mustSucceed(await chargeCreate(world.deps, world.caller, input)))
  expect(single).toEqual(['BEGIN', 'idempotency-key-find', 'agreement-lock', 'write', 'COMMIT', ...applied])
})
