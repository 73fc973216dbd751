import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ScheduleCreateInput } from '../../../../src/operations/command/inputs.ts'
import { consumerUpdate } from '../../../../src/operations/consumer/update.ts'
import { scheduleCreate } from '../../../../src/operations/schedule/create.ts'
import { scheduleUpdate } from '../../../../src/operations/schedule/update.ts'
import { givenActiveCard } from '../../../support/world/card.ts'
import { cards } from '../../../support/world/consumer.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { takenFrom } from '../support/state.ts'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-10T09:00:00Z')
})
beforeEach(() => world.setClock('2027-01-10T09:00:00Z'))
afterAll(() => world.close())

const kwd = (value: bigint) => ({ value, currency: 'KWD' })
const create = (agreementId: string, amount: ScheduleCreateInput['amount']) =>
  scheduleCreate(world.deps, world.caller, {
    ...{ idempotencyKey: key(), agreementId, amount, interval: 'MONTH', anchorDate: '2027-01-10', timeOfDay: '13:00' },
  })

/** Everything that a schedule records. */
async function recorded() {
  const { rows } = await world.database.pool.query(
    `SELECT (SELECT count(*) FROM schedules)::int AS schedules, (SELECT count(*) FROM occurrences)::int AS occurrences,
       (SELECT max(version) FROM schedules) AS version, (SELECT count(*) FROM events)::int AS events,
       (SELECT count(*) FROM idempotency_keys)::int AS keys`,
  )
  return rows[0]
}

test.each(['MAX', 'EXACT'] as const)(
  'the agreed limit was %s 50.00: 60.00 is refused with what is available',
  async amountRule => {
    const agreement = await givenActiveAgreement(world, { agreedAmount: usd(5_000n), amountRule })
    const before = await recorded()
    expect(await create(agreement.id, usd(6_000n))).toMatchObject({
      ok: false,
      error: { code: 'AMOUNT_EXCEEDED', available: usd(5_000n) },
    })
    expect(await recorded()).toEqual(before)
    expect(await create(agreement.id, usd(5_000n))).toMatchObject({ ok: true })
  },
)

test('3.475 KWD on a Visa card: refused at once, with the nearest valid amount; 3.470 is charged to the fil', async () => {
  const agreement = await givenActiveCard(world, { initialCharge: { amount: kwd(1_000n) } })
  const before = await recorded()
  const refused = { ok: false, error: { code: 'AMOUNT_UNSUPPORTED', suggestion: kwd(3_480n) } }
  expect(await create(agreement.id, kwd(3_475n))).toMatchObject(refused)
  expect(await recorded()).toEqual(before)
  const schedule = await givenSchedule(world, agreement.id, { amount: kwd(3_470n), timeOfDay: '13:00' })
  const made = await recorded()
  const change = { scheduleId: schedule.id, amount: kwd(3_475n) }
  expect(await scheduleUpdate(world.deps, world.caller, change)).toMatchObject(refused)
  expect(await recorded()).toEqual(made)
  await world.goTo('2027-01-10T20:00:00Z')
  expect(await takenFrom(world, agreement)).toEqual([3_470])
})

test('3.475 KWD is accepted on a Mastercard, and such a schedule is not moved to a Visa', async () => {
  const mastercard = await givenActiveCard(
    world,
    { initialCharge: { amount: kwd(1_000n) } },
    { card: cards.mastercard },
  )
  const { consumerId } = mastercard
  const visa = await givenActiveCard(world, { consumerId, initialCharge: { amount: kwd(1_000n) } })
  const schedule = await givenSchedule(world, mastercard.id, { amount: kwd(3_475n), timeOfDay: '13:00' })
  const before = await recorded()
  const move = { scheduleId: schedule.id, agreementId: visa.id }
  expect(await scheduleUpdate(world.deps, world.caller, move)).toMatchObject({
    ok: false,
    error: { code: 'AMOUNT_UNSUPPORTED' },
  })
  expect(await recorded()).toEqual(before)
  await world.goTo('2027-01-10T20:00:00Z')
  expect(await takenFrom(world, mastercard)).toEqual([3_475])
  expect(await takenFrom(world, visa)).toEqual([])
})

test('a consumer’s name with a digit in it, given months after the card: the card is still charged', async () => {
  const agreement = await givenActiveCard(world)
  mustSucceed(
    await consumerUpdate(world.deps, world.caller, { consumerId: agreement.consumerId, name: 'Ada Lovelace 2nd' }),
  )
  await givenSchedule(world, agreement.id, { amount: { value: 900n, currency: 'AED' }, timeOfDay: '13:00' })
  await world.goTo('2027-01-10T20:00:00Z')
  expect(await takenFrom(world, agreement)).toEqual([900])
})
