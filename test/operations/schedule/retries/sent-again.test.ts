import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { control } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrencesOf } from '../support/state.ts'
import { itsNextCharges, ways } from '../support/ways.ts'

const BEGIN = '2027-01-31T09:00:00Z'

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN, { absenceMs: 60_000, providerDeadlineMs: 1_000 })
})
afterEach(() => control(world, 'reset', {}))
afterAll(() => world.close())

test.each(ways)(
  'at $provider: a charge that was lost before midnight and declined after it is not retried on that day',
  async ({ given, amount }) => {
    world.setClock(BEGIN)
    const agreement = await given(world)
    const retryPolicy = { retryAfterDays: [1, 3], onExhausted: 'PAUSE' } as const
    const schedule = await givenSchedule(world, agreement.id, {
      amount: amount(1_000n),
      timeOfDay: '23:59',
      retryPolicy,
    })
    await world.goTo('2027-01-31T23:58:00Z')
    await control(world, 'faults', { seed: 1, rates: { dropBeforeEffect: 1, dropWebhook: 1 } })
    await world.goTo('2027-01-31T23:59:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED UNKNOWN 1000'])
    expect(await atProvider(world, agreement)).toEqual([])

    await control(world, 'faults', { seed: 1, rates: {} })
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-02-01T12:00:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000'])
    expect(await atProvider(world, agreement)).toHaveLength(1)
    // The policy's first day is 1 February, and on that day the provider was queried.
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-02T23:59:00.000Z')
  },
)

test.each(ways)(
  'at $provider: a charge whose response was lost before midnight, and which is known after it, may have been delayed until then',
  async ({ given, amount }) => {
    world.setClock(BEGIN)
    const agreement = await given(world)
    const retryPolicy = { retryAfterDays: [1, 3], onExhausted: 'PAUSE' } as const
    const terms = { amount: amount(1_000n), timeOfDay: '23:59', retryPolicy }
    const schedule = await givenSchedule(world, agreement.id, terms)
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-31T23:58:00Z')
    await control(world, 'faults', { seed: 1, rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    await world.goTo('2027-01-31T23:59:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED UNKNOWN 1000'])
    expect(await atProvider(world, agreement)).toHaveLength(1)

    await control(world, 'faults', { seed: 1, rates: {} })
    world.setClock('2027-02-01T00:00:30Z')
    await world.goTo('2027-02-01T12:00:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual(['0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000'])
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 RETRYING INSUFFICIENT_FUNDS 2027-02-02T23:59:00.000Z')
  },
)
