import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { ResolvedOutcome } from '../../../../src/domain/charge/resolution.ts'
import { chargeResolve } from '../../../../src/operations/charge/resolve.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { key, mustSucceed, statuses } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrencesOf, scheduleOf, takenFrom } from '../support/state.ts'
import { itsNextCharges, ways } from '../support/ways.ts'
import { openWire, type Wire } from '../support/wire.ts'

const BEGIN = '2027-01-31T09:00:00Z'

let world: ScheduledWorld
let wire: Wire
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
  wire = await openWire(world)
})
afterEach(() => wire.clear())
afterAll(async () => {
  await wire.close()
  await world.close()
})

const given = { timeOfDay: '13:00', retryPolicy: { retryAfterDays: [1, 3, 7], onExhausted: 'PAUSE' } } as const

describe.each(ways)('at $provider', ({ given: givenAgreement, amount }) => {
  /**
   * An occurrence whose charge's response, and all status queries after it, could not be read for two and a half days.
   */
  async function givenUnknown(outcome: string, until = '2027-02-03T01:00:00Z') {
    world.setClock(BEGIN)
    const agreement = await givenAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, { ...given, amount: amount(1_000n) })
    await itsNextCharges(world, agreement, [outcome])
    // The provider's notifications about the agreement are processed before: otherwise they would be retried all the
    // time.
    await world.pass(60_000)
    await wire.garble()
    await world.goTo(until, wire.deps)
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED UNKNOWN 1000'])
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 PROCESSING', '1 UPCOMING 2027-02-28T13:00:00.000Z'])
    expect(await scheduleOf(world, schedule.id)).toBe('ACTIVE')
    expect(await atProvider(world, agreement)).toHaveLength(1)
    await wire.clear()
    return { agreement, schedule }
  }

  test('UNKNOWN is not retried on any day of the policy; paid in the end', async () => {
    const { agreement, schedule } = await givenUnknown('approve')
    await world.goTo('2027-02-27T00:00:00Z', wire.deps)
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED CAPTURED 1000'])
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE'])
    expect(await takenFrom(world, agreement)).toEqual([1_000])
    expect(await atProvider(world, agreement)).toHaveLength(1)
  })

  test('declined in the end: retried on the next future day, and no day is lost', async () => {
    const { agreement, schedule } = await givenUnknown('INSUFFICIENT_FUNDS')
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'INSUFFICIENT_FUNDS'])
    await world.goTo('2027-02-03T12:00:00Z', wire.deps)
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-03T13:00:00.000Z')
    await world.goTo('2027-02-03T13:00:00Z', wire.deps)
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-04T13:00:00.000Z')
    await world.goTo('2027-02-04T13:00:00Z', wire.deps)
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-07T13:00:00.000Z')
    await world.goTo('2027-02-07T13:00:00Z', wire.deps)
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await takenFrom(world, agreement)).toEqual([1_000])
    expect(await atProvider(world, agreement)).toHaveLength(4)
  })

  test.each([
    ['SUCCEEDED', '0 PAID'],
    ['FAILED', '0 RETRYING RESOLVED_AS_FAILED 2027-02-05T13:00:00.000Z'],
  ] as const)('given up after three days, and settled by an operator as %s: %s', async (outcome, becomes) => {
    const { agreement, schedule } = await givenUnknown('approve', '2027-02-04T20:00:00Z')
    mustSucceed(await resolve(schedule.id, outcome))
    await world.goTo('2027-02-04T21:00:00Z')
    expect((await occurrencesOf(world, schedule.id))[0]).toBe(becomes)
    expect(await atProvider(world, agreement)).toHaveLength(1)
  })

  async function resolve(scheduleId: string, outcome: ResolvedOutcome) {
    const { rows } = await world.database.pool.query<{ charge: string; operation: string }>(
      `SELECT c.id AS charge, o.id AS operation FROM charges c JOIN charge_operations o ON o.charge_id = c.id
       WHERE c.schedule_id = $1`,
      [scheduleId],
    )
    const [{ charge, operation } = { charge: '', operation: '' }] = rows
    const operator = { ...world.caller, scopes: ['operator'] as const }
    const input = {
      idempotencyKey: key(),
      chargeId: charge,
      operationId: operation,
      outcome,
      note: 'seen in their console',
    }
    return chargeResolve(world.deps, operator, input)
  }
})

test('UNKNOWN blocks only its own occurrence: the next ones are charged when they are due', async () => {
  world.setClock(BEGIN)
  const [{ given: givenAgreement }] = ways
  const agreement = await givenAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, { ...given, interval: 'DAY' })
  await wire.garble()
  await world.goTo('2027-01-31T20:00:00Z', wire.deps)
  const unknown = await chargesOf(world, schedule.id)
  // The one whose response was lost gets no more status queries; those after it are answered.
  await world.database.pool.query(
    `UPDATE provider_requests SET next_status_query_at = '2027-06-01' WHERE state <> 'SETTLED'`,
  )
  await wire.clear()
  await world.goTo('2027-02-02T20:00:00Z', wire.deps)
  expect(unknown).toEqual(['0.1 SCHEDULED UNKNOWN 1000'])
  expect(await occurrencesOf(world, schedule.id)).toEqual([
    '0 PROCESSING',
    '1 PAID',
    '2 PAID',
    '3 UPCOMING 2027-02-03T13:00:00.000Z',
  ])
  expect(await takenFrom(world, agreement)).toEqual([1_000, 1_000, 1_000])
})
