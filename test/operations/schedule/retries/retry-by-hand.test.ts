import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ExhaustedAction } from '../../../../src/domain/enums.ts'
import { chargeCreate } from '../../../../src/operations/charge/create.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { schedulePause } from '../../../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../../../src/operations/schedule/resume.ts'
import type { AgreementRow } from '../../../../src/store/tables.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { givenActiveAgreement, key, mustSucceed, usd } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf, scheduleOf, takenFrom } from '../support/state.ts'
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

const given = (onExhausted: ExhaustedAction = 'CONTINUE', retryAfterDays = [1, 3]) =>
  givenSchedule(world, agreement.id, { timeOfDay: '13:00', retryPolicy: { retryAfterDays, onExhausted } })
const retry = async (scheduleId: string, index: number, idempotencyKey = key()) =>
  occurrenceRetry(world.deps, world.caller, {
    idempotencyKey,
    occurrenceId: await occurrenceId(world, scheduleId, index),
  })

async function isRefused(scheduleId: string, index: number, status: string): Promise<void> {
  const before = [await chargesOf(world, scheduleId), await atProvider(world, agreement)]
  expect(await retry(scheduleId, index)).toMatchObject({ ok: false, error: { code: 'INVALID_STATE', status } })
  expect([await chargesOf(world, scheduleId), await atProvider(world, agreement)]).toEqual(before)
}

describe('an occurrence that waits for its retry', () => {
  test('now, without waiting: the try takes a day of the policy, and the next is on the day after it', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, Array(2).fill('INSUFFICIENT_FUNDS'))
    await world.goTo('2027-01-10T20:00:00Z')
    expect(mustSucceed(await retry(schedule.id, 0)).occurrence.status).toBe('RETRYING')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-01-13T13:00:00.000Z')
    await world.goTo('2027-01-20T20:00:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual([
      '0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000',
      '0.2 again after 1 SCHEDULED_RETRY FAILED INSUFFICIENT_FUNDS 1000',
      '0.3 again after 2 SCHEDULED_RETRY CAPTURED 1000',
    ])
  })

  test('while the schedule is paused: its result counts, and after a decline it keeps waiting', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, Array(2).fill('INSUFFICIENT_FUNDS'))
    await world.goTo('2027-01-10T20:00:00Z')
    mustSucceed(await schedulePause(world.deps, world.caller, { scheduleId: schedule.id }))
    mustSucceed(await retry(schedule.id, 0))
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS')
    mustSucceed(await retry(schedule.id, 0))
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await scheduleOf(world, schedule.id)).toBe('PAUSED')
    mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId: schedule.id }))
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
  })

  test('resumed while the try is open: PAST_DUE until its result is known', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'pending'])
    await world.goTo('2027-01-10T20:00:00Z')
    mustSucceed(await schedulePause(world.deps, world.caller, { scheduleId: schedule.id }))
    mustSucceed(await retry(schedule.id, 0))
    mustSucceed(await scheduleResume(world.deps, world.caller, { scheduleId: schedule.id }))
    expect(await scheduleOf(world, schedule.id)).toBe('PAST_DUE')
    await world.passAtProviders(24 * 3_600_000)
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
  })
})

describe('an occurrence that has failed', () => {
  test('is paid in the end, even if the schedule is completed', async () => {
    const schedule = await givenSchedule(world, agreement.id, {
      ...{ timeOfDay: '13:00', maxOccurrences: 1 },
      retryPolicy: { retryAfterDays: [], onExhausted: 'CONTINUE' },
    })
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-20T20:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 FAILED INSUFFICIENT_FUNDS'])
    expect(await scheduleOf(world, schedule.id)).toBe('COMPLETED')
    expect(mustSucceed(await retry(schedule.id, 0))).toMatchObject({
      occurrence: { status: 'PAID' },
      charge: { status: 'CAPTURED', attemptNumber: 2, reason: 'SCHEDULED_RETRY' },
    })
    expect(await scheduleOf(world, schedule.id)).toBe('COMPLETED')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })

  test('the same key: one charge, in its current state; other arguments: a conflict', async () => {
    const schedule = await given('CONTINUE', [])
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'pending'])
    await world.goTo('2027-01-10T20:00:00Z')
    const idempotencyKey = key()
    const [one, ...others] = await Promise.all(Array.from({ length: 5 }, () => retry(schedule.id, 0, idempotencyKey)))
    const made = [one, ...others].map(result => result && mustSucceed(result))
    expect(made.map(result => result?.replayed).toSorted()).toEqual([false, true, true, true, true])
    expect(new Set(made.map(result => result?.charge.id)).size).toBe(1)
    await world.passAtProviders(24 * 3_600_000)
    expect(mustSucceed(await retry(schedule.id, 0, idempotencyKey))).toMatchObject({
      replayed: true,
      charge: { status: 'CAPTURED' },
      occurrence: { status: 'PAID' },
    })
    expect(await retry(schedule.id, 1, idempotencyKey)).toMatchObject({ error: { code: 'IDEMPOTENCY_CONFLICT' } })
    expect(await atProvider(world, agreement)).toHaveLength(2)
  })

  test('five keys at once: one charge, the others are refused', async () => {
    const schedule = await given('CONTINUE', [])
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'pending'])
    await world.goTo('2027-01-10T20:00:00Z')
    const results = await Promise.all(Array.from({ length: 5 }, () => retry(schedule.id, 0)))
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    for (const result of results)
      if (!result.ok) expect(result.error).toMatchObject({ code: 'INVALID_STATE', status: 'PROCESSING' })
    expect(await atProvider(world, agreement)).toHaveLength(2)
  })
})

describe('refused, and nothing is charged', () => {
  test('one that is upcoming, processing, or paid', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, ['pending'])
    await isRefused(schedule.id, 0, 'UPCOMING')
    await world.goTo('2027-01-10T20:00:00Z')
    await isRefused(schedule.id, 0, 'PROCESSING')
    await world.passAtProviders(24 * 3_600_000)
    await isRefused(schedule.id, 0, 'PAID')
  })

  test('one that was declined permanently, under the same agreement', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, ['EXPIRED_CARD'])
    await world.goTo('2027-01-10T20:00:00Z')
    await isRefused(schedule.id, 0, 'FAILED')
  })

  test('one of a canceled schedule', async () => {
    const schedule = await given('CANCEL', [])
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-10T20:00:00Z')
    await isRefused(schedule.id, 0, 'CANCELED')
    await isRefused(schedule.id, 1, 'CANCELED')
  })
})

describe('a merchant who charges a failed occurrence by a charge of their own', () => {
  const again = async (scheduleId: string) => {
    const { rows } = await world.database.pool.query<{ id: string }>(
      'SELECT id FROM charges WHERE schedule_id = $1 ORDER BY attempt_number DESC LIMIT 1',
      [scheduleId],
    )
    const input = { idempotencyKey: key(), agreementId: agreement.id, amount: usd(1_000n), retryOf: rows[0]?.id ?? '' }
    return mustSucceed(await chargeCreate(world.deps, world.caller, input)).charge
  }

  test('paid: the occurrence is not charged again, and its wait ends', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-10T20:00:00Z')
    expect((await again(schedule.id)).status).toBe('CAPTURED')
    await world.goTo('2027-01-20T20:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 SKIPPED PAID_OTHERWISE')
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })

  test('declined as well: the policy continues', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, Array(2).fill('INSUFFICIENT_FUNDS'))
    await world.goTo('2027-01-10T20:00:00Z')
    expect((await again(schedule.id)).status).toBe('FAILED')
    await world.goTo('2027-01-20T20:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })

  test('still open: checked again every day, and no try meanwhile', async () => {
    const schedule = await given()
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'pending-decline'])
    await world.goTo('2027-01-10T20:00:00Z')
    expect((await again(schedule.id)).status).toBe('AUTHORIZATION_PENDING')
    await world.goTo('2027-01-15T20:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING UNDECIDED 2027-01-16T13:00:00.000Z')
    expect(await scheduleOf(world, schedule.id)).toBe('PAST_DUE')
    expect(await atProvider(world, agreement)).toHaveLength(2)
    await world.passAtProviders(24 * 3_600_000)
    await world.goTo('2027-01-16T20:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })
})
