import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { findSchedule } from '../../../src/store/find-rows.ts'
import type { OccurrenceRow } from '../../../src/store/tables/occurrence.ts'
import { createScheduler, settleDecided } from '../../../src/workers/scheduler.ts'
import { givenSchedule } from '../../support/schedule.ts'
import { control, givenActiveAgreement, ledger, statuses } from '../../support/story.ts'
import { until } from '../../support/until.ts'
import { createWorld, type World } from '../../support/world.ts'

let world: World
let now = new Date('2027-01-15T12:00:00Z')
beforeAll(async () => {
  world = await createWorld({}, { clock: { now: () => now } })
})
afterEach(async () => {
  await control(world, 'reset', {})
})
afterAll(() => world.close())

async function runScheduler(): Promise<void> {
  const scheduler = createScheduler(world.deps)
  while ((await scheduler.take()) > 0) await scheduler.idle()
}

async function occurrencesOf(scheduleId: string) {
  const { rows } = await world.database.pool.query<
    OccurrenceRow & { next_at: Date | null; status_reason: string | null }
  >(
    'SELECT index, status, status_reason, due_at, next_at, tries FROM occurrences WHERE schedule_id = $1 ORDER BY index',
    [scheduleId],
  )
  return rows.map(({ index, status, status_reason, next_at }) => [
    index,
    status,
    status_reason,
    next_at?.toISOString() ?? null,
  ])
}

const settledAs = (scheduleId: string, index: number, status: string) =>
  until(`period ${index} to be ${status}`, async () => {
    await settleDecided(world.deps, 10)
    return (await occurrencesOf(scheduleId)).some(([of, is]) => of === index && is === status)
  })

const chargesUnder = async (reference: string | null) =>
  (await ledger(world)).charges.filter(({ agreementId }) => agreementId === reference)

test('a period is charged when it falls due, once, and the next one is upcoming', async () => {
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  expect(await occurrencesOf(schedule.id)).toEqual([[0, 'UPCOMING', null, '2027-01-15T13:00:00.000Z']])
  await runScheduler()
  expect(await chargesUnder(agreement.providerReference)).toEqual([])
  now = new Date('2027-01-15T13:00:00Z')
  await Promise.all([runScheduler(), runScheduler()])
  await settledAs(schedule.id, 0, 'PAID')
  expect(await occurrencesOf(schedule.id)).toEqual([
    [0, 'PAID', null, null],
    [1, 'UPCOMING', null, '2027-02-15T13:00:00.000Z'],
  ])
  expect(await chargesUnder(agreement.providerReference)).toMatchObject([{ amount: 1_000, captured: 1_000 }])
})

test('declined for want of money: tried again on the days of the policy, PAST_DUE meanwhile, then paused', async () => {
  const agreement = await givenActiveAgreement(world)
  now = new Date('2027-01-31T09:00:00Z')
  const schedule = await givenSchedule(world, agreement.id, {
    timeOfDay: '13:00',
    retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'PAUSE' },
  })
  await control(world, 'outcomes', {
    provider: 'PPRO',
    operation: 'charge',
    outcomes: Array(3).fill('INSUFFICIENT_FUNDS'),
  })
  for (const [at, index] of [
    ['2027-01-31T13:00:00Z', '2027-02-01T13:00:00.000Z'],
    ['2027-02-01T13:00:00Z', '2027-02-03T13:00:00.000Z'],
  ] as const) {
    now = new Date(at)
    await runScheduler()
    await settledAs(schedule.id, 0, 'RETRYING')
    expect((await occurrencesOf(schedule.id))[0]).toEqual([0, 'RETRYING', 'INSUFFICIENT_FUNDS', index])
    expect((await findSchedule(world.database, world.caller.tenant, schedule.id))?.status).toBe('PAST_DUE')
  }
  now = new Date('2027-02-03T13:00:00Z')
  await runScheduler()
  await settledAs(schedule.id, 0, 'FAILED')
  expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAST_DUE', 'PAUSED'])
  expect(await occurrencesOf(schedule.id)).toEqual([
    [0, 'FAILED', 'INSUFFICIENT_FUNDS', null],
    [1, 'UPCOMING', null, '2027-02-28T13:00:00.000Z'],
  ])
  expect(await chargesUnder(agreement.providerReference)).toHaveLength(3)
})
