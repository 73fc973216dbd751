import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { statuses } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrencesOf, scheduleOf, stepsOf, takenFrom } from '../support/state.ts'
import { itsNextCharges, ways } from '../support/ways.ts'
import { openWire, type Wire } from '../support/wire.ts'

const BEGIN = '2027-01-31T09:00:00Z'
const policy = { retryAfterDays: [1, 3, 7], onExhausted: 'PAUSE' } as const

let world: ScheduledWorld
let wire: Wire
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
  wire = await openWire(world)
})
afterAll(async () => {
  await wire.close()
  await world.close()
})

/** In a time zone whose days begin at 15:00 UTC. */
const given = { anchorDate: '2027-01-31', timeOfDay: '22:00', timeZone: 'Asia/Tokyo', retryPolicy: policy }

describe.each(ways)('at $provider', ({ provider, given: givenAgreement, amount }) => {
  test('declined for insufficient funds three times, then paid: on the days of the policy, with the reason SCHEDULED_RETRY', async () => {
    world.setClock(BEGIN)
    const agreement = await givenAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, { ...given, amount: amount(1_000n) })
    await itsNextCharges(world, agreement, Array(3).fill('INSUFFICIENT_FUNDS'))
    const before = wire.charges.length
    await world.goTo('2027-02-27T00:00:00Z', wire.deps)
    expect(await stepsOf(world, schedule.id)).toEqual([
      '2027-01-31T09:00:00.000Z created → ACTIVE',
      '2027-01-31T13:00:00.000Z occurrence_processing 0',
      '2027-01-31T13:00:00.000Z occurrence_retrying 0 INSUFFICIENT_FUNDS → PAST_DUE',
      '2027-02-01T13:00:00.000Z occurrence_processing 0',
      '2027-02-01T13:00:00.000Z occurrence_retrying 0 INSUFFICIENT_FUNDS',
      '2027-02-03T13:00:00.000Z occurrence_processing 0',
      '2027-02-03T13:00:00.000Z occurrence_retrying 0 INSUFFICIENT_FUNDS',
      '2027-02-07T13:00:00.000Z occurrence_processing 0',
      '2027-02-07T13:00:00.000Z occurrence_paid 0 → ACTIVE',
    ])
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 PAID', '1 UPCOMING 2027-02-28T13:00:00.000Z'])
    expect(await chargesOf(world, schedule.id)).toEqual([
      '0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000',
      '0.2 again after 1 SCHEDULED_RETRY FAILED INSUFFICIENT_FUNDS 1000',
      '0.3 again after 2 SCHEDULED_RETRY FAILED INSUFFICIENT_FUNDS 1000',
      '0.4 again after 3 SCHEDULED_RETRY CAPTURED 1000',
    ])
    expect(await takenFrom(world, agreement)).toEqual([1_000])
    const sent = wire.charges.slice(before)
    if (provider === 'APS') expect(sent.map(({ eci }) => eci)).toEqual(Array(4).fill('RECURRING'))
    else
      expect(sent.map(({ scheduleType, initiator }) => [scheduleType, initiator])).toEqual([
        ['SCHEDULED', 'MERCHANT'],
        ...Array(3).fill(['SCHEDULED_RETRY', 'MERCHANT']),
      ])
  })

  test.each([
    ['PAUSE', 'PAUSED INSUFFICIENT_FUNDS', '1 UPCOMING 2027-02-28T13:00:00.000Z'],
    ['CANCEL', 'CANCELED INSUFFICIENT_FUNDS', '1 SKIPPED INSUFFICIENT_FUNDS'],
    ['CONTINUE', 'ACTIVE', '1 UPCOMING 2027-02-28T13:00:00.000Z'],
  ] as const)('used up, %s: the schedule is %s', async (onExhausted, becomes, next) => {
    world.setClock(BEGIN)
    const agreement = await givenAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, {
      ...given,
      amount: amount(1_000n),
      retryPolicy: { ...policy, onExhausted },
    })
    await itsNextCharges(world, agreement, Array(4).fill('INSUFFICIENT_FUNDS'))
    await world.goTo('2027-02-27T00:00:00Z')
    expect(await occurrencesOf(world, schedule.id)).toEqual(['0 FAILED INSUFFICIENT_FUNDS', next])
    expect(await scheduleOf(world, schedule.id)).toBe(becomes)
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAST_DUE', becomes.split(' ')[0]])
    expect(await atProvider(world, agreement)).toHaveLength(4)
    await world.goTo('2027-03-15T00:00:00Z')
    // The next occurrence: charged only if the schedule continues.
    expect(await takenFrom(world, agreement)).toEqual(onExhausted === 'CONTINUE' ? [1_000] : [])
  })

  test('an expired card: no retry, and the policy’s end applies at once', async () => {
    world.setClock(BEGIN)
    const agreement = await givenAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, { ...given, amount: amount(1_000n) })
    await itsNextCharges(world, agreement, ['EXPIRED_CARD'])
    await world.goTo('2027-02-27T00:00:00Z')
    expect(await stepsOf(world, schedule.id)).toEqual([
      '2027-01-31T09:00:00.000Z created → ACTIVE',
      '2027-01-31T13:00:00.000Z occurrence_processing 0',
      '2027-01-31T13:00:00.000Z occurrence_failed 0 EXPIRED_CARD',
      '2027-01-31T13:00:00.000Z paused → PAUSED',
    ])
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED FAILED EXPIRED_CARD 1000'])
    expect(await atProvider(world, agreement)).toHaveLength(1)
  })
})

test('a policy without days: used up after one decline', async () => {
  world.setClock(BEGIN)
  const [{ given: givenAgreement }] = ways
  const agreement = await givenAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, {
    ...given,
    retryPolicy: { retryAfterDays: [], onExhausted: 'CONTINUE' },
  })
  await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
  await world.goTo('2027-03-01T00:00:00Z')
  expect(await occurrencesOf(world, schedule.id)).toEqual([
    '0 FAILED INSUFFICIENT_FUNDS',
    '1 PAID',
    '2 UPCOMING 2027-03-31T13:00:00.000Z',
  ])
  expect(await statuses(world, schedule.id)).toEqual(['ACTIVE'])
})
