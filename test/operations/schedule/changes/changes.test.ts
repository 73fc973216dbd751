import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ScheduleCreateInput, ScheduleUpdateInput } from '../../../../src/operations/command/inputs.ts'
import { scheduleCancel } from '../../../../src/operations/schedule/cancel.ts'
import { occurrenceSkip } from '../../../../src/operations/schedule/occurrence-skip.ts'
import { schedulePause } from '../../../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../../../src/operations/schedule/resume.ts'
import { scheduleUpdate } from '../../../../src/operations/schedule/update.ts'
import type { AgreementRow, ScheduleRow } from '../../../../src/store/tables.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, mustSucceed, statuses, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf, scheduleOf, stepsOf, takenFrom } from '../support/state.ts'
import { itsNextCharges } from '../support/ways.ts'

let world: ScheduledWorld
let agreement: AgreementRow
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-10T09:00:00Z')
})
beforeEach(async () => {
  world.setClock('2027-01-10T09:00:00Z')
  agreement = await givenActiveAgreement(world)
})
afterAll(async () => {
  expect(world.complaints).toEqual([])
  await world.close()
})

/** Monthly from the tenth of January at 13:00 UTC; a decline is retried after one day and after three. */
const given = (input: Partial<ScheduleCreateInput> = {}) =>
  givenSchedule(world, agreement.id, {
    ...{ timeOfDay: '13:00', retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'PAUSE' } },
    ...input,
  })
const update = async (scheduleId: string, change: Partial<ScheduleUpdateInput>) =>
  mustSucceed(await scheduleUpdate(world.deps, world.caller, { scheduleId, ...change })).schedule
const pause = async ({ id }: ScheduleRow) =>
  mustSucceed(await schedulePause(world.deps, world.caller, { scheduleId: id, reason: 'on holiday' }))
const resume = async ({ id }: ScheduleRow) =>
  mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId: id }))
const skip = async (scheduleId: string, index: number) =>
  mustSucceed(
    await occurrenceSkip(world.deps, world.caller, { occurrenceId: await occurrenceId(world, scheduleId, index) }),
  )

/** Its first occurrence was declined, and will be retried on the eleventh. */
async function givenRetrying(declines = 1): Promise<ScheduleRow> {
  const schedule = await given()
  await itsNextCharges(world, agreement, Array(declines).fill('INSUFFICIENT_FUNDS'))
  await world.goTo('2027-01-10T20:00:00Z')
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-01-11T13:00:00.000Z')
  return schedule
}

describe('a new amount', () => {
  test('applies to the next occurrence; a retry keeps its own amount', async () => {
    const schedule = await givenRetrying()
    expect((await update(schedule.id, { amount: usd(2_500n) })).amount).toBe(2_500n)
    await world.goTo('2027-03-09T00:00:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual([
      '0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000',
      '0.2 again after 1 SCHEDULED_RETRY CAPTURED 1000',
      '1.1 SCHEDULED CAPTURED 2500',
    ])
    expect(await takenFrom(world, agreement)).toEqual([1_000, 2_500])
  })

  test('given once more is no change', async () => {
    const schedule = await given()
    const changed = await update(schedule.id, { amount: usd(2_500n), endDate: '2027-12-31' })
    expect((await update(schedule.id, { amount: usd(2_500n), endDate: '2027-12-31' })).version).toBe(changed.version)
    expect(await stepsOf(world, schedule.id)).toHaveLength(2)
  })
})

describe('a pause', () => {
  test('over two occurrences: they are SKIPPED as they pass, and it continues with the next one', async () => {
    const schedule = await given()
    await world.goTo('2027-01-20T00:00:00Z')
    await pause(schedule)
    await world.goTo('2027-03-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual([
      '0 PAID',
      '1 SKIPPED SCHEDULE_PAUSED',
      '2 SKIPPED SCHEDULE_PAUSED',
      '3 UPCOMING 2027-04-10T13:00:00.000Z',
    ])
    expect(await scheduleOf(world, schedule.id)).toBe('PAUSED on holiday')
    await resume(schedule)
    await world.goTo('2027-04-20T00:00:00Z')
    expect((await occurrencesOf(world, schedule.id)).slice(3)).toEqual([
      '3 PAID',
      '4 UPCOMING 2027-05-10T13:00:00.000Z',
    ])
    expect(await takenFrom(world, agreement)).toEqual([1_000, 1_000])
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAUSED', 'ACTIVE'])
  })

  test('over two occurrences with the scheduler down: when resumed, it skips them at once', async () => {
    const schedule = await given()
    await pause(schedule)
    world.setClock('2027-02-20T00:00:00Z')
    await resume(schedule)
    expect(await occurrencesOf(world, schedule.id)).toEqual([
      '0 SKIPPED SCHEDULE_PAUSED',
      '1 SKIPPED SCHEDULE_PAUSED',
      '2 UPCOMING 2027-03-10T13:00:00.000Z',
    ])
    await world.goTo('2027-03-09T00:00:00Z')
    expect(await atProvider(world, agreement)).toEqual([])
  })

  test('while an occurrence waits for its retry: it waits, and continues on the next day of its policy', async () => {
    const schedule = await givenRetrying()
    await pause(schedule)
    await world.goTo('2027-01-12T20:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS')
    expect(await atProvider(world, agreement)).toHaveLength(1)
    await resume(schedule)
    expect(await scheduleOf(world, schedule.id)).toBe('PAST_DUE')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-01-13T13:00:00.000Z')
    await world.goTo('2027-01-20T00:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAST_DUE', 'PAUSED', 'PAST_DUE', 'ACTIVE'])
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })

  test('after the last retry was declined: when resumed, the failed occurrence stays FAILED and the next occurrence is charged', async () => {
    const schedule = await givenRetrying(3)
    await world.goTo('2027-01-20T00:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('PAUSED INSUFFICIENT_FUNDS')
    await resume(schedule)
    await world.goTo('2027-02-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual([
      '0 FAILED INSUFFICIENT_FUNDS',
      '1 PAID',
      '2 UPCOMING 2027-03-10T13:00:00.000Z',
    ])
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
  })
})

describe('canceled', () => {
  test('nothing is charged any more: the next occurrence is skipped, the one that waited for its retry has failed', async () => {
    const schedule = await givenRetrying()
    mustSucceed(await scheduleCancel(world.deps, world.caller, { scheduleId: schedule.id, reason: 'moved away' }))
    await world.goTo('2027-03-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 FAILED moved away', '1 SKIPPED moved away'])
    expect(await scheduleOf(world, schedule.id)).toBe('CANCELED moved away')
    expect(await atProvider(world, agreement)).toHaveLength(1)
  })
})

describe('skipped', () => {
  test('the next occurrence, and one that waits for its retry: neither is charged', async () => {
    const schedule = await givenRetrying()
    await skip(schedule.id, 0)
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
    await skip(schedule.id, 1)
    await world.goTo('2027-03-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual([
      '0 SKIPPED SKIPPED_BY_MERCHANT',
      '1 SKIPPED SKIPPED_BY_MERCHANT',
      '2 PAID',
      '3 UPCOMING 2027-04-10T13:00:00.000Z',
    ])
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })
})

describe('the end', () => {
  test('an occurrence on the end date is the last', async () => {
    const schedule = await given({ endDate: '2027-02-10' })
    await world.goTo('2027-05-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 PAID', '1 PAID'])
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'COMPLETED'])
    expect(await takenFrom(world, agreement)).toEqual([1_000, 1_000])
  })

  test('three of four occurrences: one before it was created, one paid, one skipped, and the last declined permanently', async () => {
    const schedule = await given({ anchorDate: '2026-12-10', maxOccurrences: 4 })
    await world.goTo('2027-01-20T00:00:00Z')
    await skip(schedule.id, 2)
    await itsNextCharges(world, agreement, ['EXPIRED_CARD'])
    await world.goTo('2027-05-20T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual([
      '0 SKIPPED BEFORE_CREATION',
      '1 PAID',
      '2 SKIPPED SKIPPED_BY_MERCHANT',
      '3 FAILED EXPIRED_CARD',
    ])
    expect((await scheduleOf(world, schedule.id)).split(' ')[0]).toBe('COMPLETED')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })

  test('comes only after the last retry of the last occurrence', async () => {
    const schedule = await given({ maxOccurrences: 1 })
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-10T20:00:00Z')
    expect(await scheduleOf(world, schedule.id)).toBe('PAST_DUE')
    await world.goTo('2027-01-20T00:00:00Z')
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAST_DUE', 'ACTIVE', 'COMPLETED'])
  })

  test('is moved to a later date: it continues with the next future occurrence, and those that passed meanwhile are not charged', async () => {
    const schedule = await given({ interval: 'DAY', endDate: '2027-01-10' })
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-12T20:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 RETRYING INSUFFICIENT_FUNDS 2027-01-13T13:00:00.000Z'])
    await update(schedule.id, { endDate: '2027-01-14' })
    expect((await occurrencesOf(world, schedule.id)).slice(1)).toEqual([
      '1 SKIPPED PAST_THE_END',
      '2 SKIPPED PAST_THE_END',
      '3 UPCOMING 2027-01-13T13:00:00.000Z',
    ])
    await world.goTo('2027-01-20T00:00:00Z')
    expect((await occurrencesOf(world, schedule.id)).map(occurrence => occurrence.split(' ')[1])).toEqual([
      'PAID',
      'SKIPPED',
      'SKIPPED',
      'PAID',
      'PAID',
    ])
    expect(await scheduleOf(world, schedule.id)).toBe('COMPLETED')
    expect(await takenFrom(world, agreement)).toEqual([1_000, 1_000, 1_000])
  })

  test('is moved before the next occurrence: that is never charged', async () => {
    const schedule = await given()
    await world.goTo('2027-01-20T00:00:00Z')
    await update(schedule.id, { endDate: '2027-02-09' })
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 PAID', '1 SKIPPED PAST_THE_END'])
    expect(await scheduleOf(world, schedule.id)).toBe('COMPLETED')
    await world.goTo('2027-03-20T00:00:00Z')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })
})
