import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { openDatabase } from '../../../../src/store/sql/database.ts'
import type { AgreementRow } from '../../../../src/store/tables.ts'
import type { Worker } from '../../../../src/workers/worker.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf, stepsOf } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

const BEGIN = '2027-03-26T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
})
afterAll(async () => {
  expect(world.complaints).toEqual([])
  await world.close()
})

/** Daily at 02:30 in Berlin, whose clocks go from 02:00 to 03:00 on the 28th. */
const daily = { interval: 'DAY', timeOfDay: '02:30', timeZone: 'Europe/Berlin', anchorDate: '2027-03-27' } as const

const drain = async (...schedulers: readonly Worker[]) => {
  const all = async () => (await Promise.all(schedulers.map(scheduler => scheduler.take()))).reduce((a, b) => a + b)
  do await Promise.all(schedulers.map(scheduler => scheduler.idle()))
  while ((await all()) > 0)
}

test('the scheduler was down for three days: each occurrence is charged once, in order (scenario 19)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, daily)
  world.setClock('2027-03-30T09:00:00Z')
  await drain(createScheduler(world.deps))
  expect(await occurrencesOf(world, schedule.id)).toEqual([
    '0 PAID',
    '1 PAID',
    '2 PAID',
    '3 PAID',
    '4 UPCOMING 2027-03-31T00:30:00.000Z',
  ])
  const { rows } = await world.database.pool.query(
    'SELECT index, due_date, due_at FROM occurrences WHERE schedule_id = $1 ORDER BY index LIMIT 4',
    [schedule.id],
  )
  expect(rows.map(({ due_date, due_at }) => [due_date, due_at.toISOString()])).toEqual([
    ['2027-03-27', '2027-03-27T01:30:00.000Z'],
    ['2027-03-28', '2027-03-28T01:30:00.000Z'],
    ['2027-03-29', '2027-03-29T00:30:00.000Z'],
    ['2027-03-30', '2027-03-30T00:30:00.000Z'],
  ])
  await isChargedFourTimes(agreement, schedule.id)
})

test('down for three days in the middle of a retry schedule: the missed days are made up for, each on a date of its own (scenario 19)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, {
    ...{ interval: 'MONTH', timeOfDay: '13:00', anchorDate: '2027-03-26' },
    retryPolicy: { retryAfterDays: [1, 2, 3], onExhausted: 'PAUSE' },
  })
  await itsNextCharges(world, agreement, Array(3).fill('INSUFFICIENT_FUNDS'))
  await world.goTo('2027-03-26T20:00:00Z')
  world.setClock('2027-03-29T16:00:00Z')
  await world.goTo('2027-03-29T20:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-03-30T13:00:00.000Z')
  await world.goTo('2027-03-30T13:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-03-31T13:00:00.000Z')
  await world.goTo('2027-03-31T13:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect(await atProvider(world, agreement)).toHaveLength(4)
})

test('two schedulers over two pools, three days behind, ten schedules: each occurrence is charged once, in order (scenario 19)', async () => {
  world.setClock(BEGIN)
  const made = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      const agreement = await givenActiveAgreement(world)
      return {
        agreement,
        schedule: await givenSchedule(world, agreement.id, { ...daily, amount: usd(BigInt(500 + index)) }),
      }
    }),
  )
  world.setClock('2027-03-30T09:00:00Z')
  const database = openDatabase({ url: String(world.database.pool.options.connectionString) })
  const other: Deps = { ...world.deps, database }
  await drain(createScheduler(world.deps), createScheduler(other))
  await database.close()
  for (const { agreement, schedule } of made) await isChargedFourTimes(agreement, schedule.id)
})

test('the clock steps back after a charge: the occurrence is not charged again, and the next one is charged when it is due (scenario 19)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, daily)
  await world.goTo('2027-03-27T02:00:00Z')
  world.setClock('2027-03-26T12:00:00Z')
  await drain(createScheduler(world.deps))
  await world.goTo('2027-03-28T01:29:59Z')
  expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED CAPTURED 1000'])
  await world.goTo('2027-03-28T02:00:00Z')
  expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED CAPTURED 1000', '1.1 SCHEDULED CAPTURED 1000'])
  expect(await atProvider(world, agreement)).toHaveLength(2)
})

test('the clock steps back between two tries: the result of the second counts, though its charge is dated before the first (scenario 19)', async () => {
  world.setClock(BEGIN)
  const agreement = await givenActiveAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, daily)
  await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
  await world.goTo('2027-03-27T02:00:00Z')
  world.setClock('2027-03-26T12:00:00Z')
  const input = { idempotencyKey: key(), occurrenceId: await occurrenceId(world, schedule.id, 0) }
  mustSucceed(await occurrenceRetry(world.deps, world.caller, input))
  await world.goTo('2027-03-27T23:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect((await atProvider(world, agreement)).map(({ captured }) => captured)).toEqual([0, 1_000])
})

async function isChargedFourTimes(agreement: AgreementRow, scheduleId: string) {
  const begun = (await stepsOf(world, scheduleId)).filter(step => step.includes('occurrence_processing'))
  expect(begun.map(step => step.split(' ')[2])).toEqual(['0', '1', '2', '3'])
  expect((await occurrencesOf(world, scheduleId)).map(occurrence => occurrence.split(' ')[1])).toEqual([
    ...Array(4).fill('PAID'),
    'UPCOMING',
  ])
  expect(await chargesOf(world, scheduleId)).toHaveLength(4)
  expect((await atProvider(world, agreement)).filter(({ captured }) => captured > 0)).toHaveLength(4)
}
