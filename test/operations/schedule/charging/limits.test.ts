import { afterAll, beforeAll, expect, test } from 'vitest'
import { spentRetryBudget } from '../../../../src/operations/charge/checks.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { loadAgreement } from '../../../../src/store/agreement/repository.ts'
import { aggregateLock } from '../../../../src/store/sql/aggregate-lock.ts'
import type { AgreementRow } from '../../../../src/store/tables.ts'
import { aed, givenActiveCard } from '../../../support/world/card.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf, stepsOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

const BEGIN = '2027-01-01T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
})
afterAll(() => world.close())

const daily = { interval: 'DAY', timeOfDay: '13:00' } as const
const noRetry = { retryAfterDays: [], onExhausted: 'CONTINUE' } as const
/** The amounts that the simulators decline: without a reason, and for insufficient funds. */
const [declined, declinedToo] = [300_001n, 300_002n]

const spentOn = ({ id }: AgreementRow) =>
  world.database.transaction(
    async sql => {
      const loaded = await loadAgreement(sql, world.caller.tenant, id)
      return loaded && spentRetryBudget(sql, loaded, world.now())
    },
    { locks: [aggregateLock('agreement', id)] },
  )

test('a Visa card, two schedules of different amounts: 16 attempts due in 30 days, 15 made (scenario 21)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveCard(world)
  const schedules = [
    await givenSchedule(world, agreement.id, { ...daily, amount: aed(declined), retryPolicy: noRetry }),
    await givenSchedule(world, agreement.id, { ...daily, amount: aed(declinedToo), retryPolicy: noRetry }),
  ]
  await world.goTo('2027-01-07T20:00:00Z')
  expect(await atProvider(world, agreement)).toHaveLength(14)
  expect(await spentOn(agreement)).toBeUndefined()
  await world.goTo('2027-01-30T20:00:00Z')
  const made = await atProvider(world, agreement)
  expect(made).toHaveLength(15)
  expect(new Set(made.map(({ amount }) => amount))).toEqual(new Set([300_001, 300_002]))
  expect(await spentOn(agreement)).toMatchObject({
    rule: 'VISA_15_IN_30_DAYS',
    used: 15,
    freeAt: new Date('2027-01-31T13:00:00Z'),
  })
  const eighth = await Promise.all(schedules.map(async ({ id }) => (await occurrencesOf(world, id))[7]))
  expect(eighth.filter(occurrence => occurrence === '7 FAILED RETRY_BUDGET_USED')).toHaveLength(1)
  for (const { id } of schedules)
    expect((await occurrencesOf(world, id)).slice(8, -1)).toEqual(
      Array.from({ length: 22 }, (_, index) => `${index + 8} FAILED RETRY_BUDGET_USED`),
    )
  // The two of the first day leave the window after exactly 30 days.
  await world.goTo('2027-01-31T20:00:00Z')
  expect(await atProvider(world, agreement)).toHaveLength(17)
})

test('a retry schedule that reaches the limit: the day is used up without a charge, and the next day is tried (scenario 21)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveCard(world)
  const retryAfterDays = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 20, 31]
  const schedule = await givenSchedule(world, agreement.id, {
    ...{ interval: 'YEAR', timeOfDay: '13:00', amount: aed(1_000n) },
    retryPolicy: { retryAfterDays, onExhausted: 'PAUSE' },
  })
  await itsNextCharges(world, agreement, Array(15).fill('INSUFFICIENT_FUNDS'))
  await world.goTo('2027-01-20T20:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-01-21T13:00:00.000Z')
  await world.goTo('2027-01-21T20:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING RETRY_BUDGET_USED 2027-02-01T13:00:00.000Z')
  expect((await stepsOf(world, schedule.id)).at(-1)).toBe(
    '2027-01-21T13:00:00.000Z occurrence_retrying 0 RETRY_BUDGET_USED',
  )
  expect(await atProvider(world, agreement)).toHaveLength(15)
  await world.goTo('2027-02-01T20:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect((await chargesOf(world, schedule.id)).at(-1)).toBe('0.16 again after 15 SCHEDULED_RETRY CAPTURED 1000')
})

test('a manual retry has the same limit as an automatic one: InvalidState says from when on, and nothing is created (scenario 21)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveCard(world)
  const schedule = await givenSchedule(world, agreement.id, { ...daily, amount: aed(declined), retryPolicy: noRetry })
  await world.goTo('2027-01-15T20:00:00Z')
  expect(await atProvider(world, agreement)).toHaveLength(15)
  const before = await chargesOf(world, schedule.id)
  const input = { idempotencyKey: key(), occurrenceId: await occurrenceId(world, schedule.id, 3) }
  const refused = await occurrenceRetry(world.deps, world.caller, input)
  expect(refused).toMatchObject({ ok: false, error: { code: 'INVALID_STATE' } })
  expect(!refused.ok && refused.error.message).toContain('2027-01-31T13:00:00.000Z')
  expect(await chargesOf(world, schedule.id)).toEqual(before)
  expect(await atProvider(world, agreement)).toHaveLength(15)
  // The refusal did not bind the key.
  world.setClock('2027-01-31T13:00:00Z')
  await itsNextCharges(world, agreement, ['approve'])
  expect(mustSucceed(await occurrenceRetry(world.deps, world.caller, input))).toMatchObject({
    replayed: false,
    charge: { status: 'CAPTURED' },
    occurrence: { status: 'PAID' },
  })
})

test('a wallet whose network states no limit: all 20 are made (scenario 21)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { ...daily, amount: usd(declined), retryPolicy: noRetry })
  await world.goTo('2027-01-20T20:00:00Z')
  expect(await atProvider(world, agreement)).toHaveLength(20)
  expect(await spentOn(agreement)).toBeUndefined()
  expect((await occurrencesOf(world, schedule.id)).slice(0, 20)).toEqual(
    Array.from({ length: 20 }, (_, index) => `${index} FAILED GENERIC_DECLINE`),
  )
})
