import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemTime } from '../../../../src/base/time/real-time.ts'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import type { ProviderRegistry } from '../../../../src/providers/port/registry.ts'
import { createProviderRegistry } from '../../../../src/providers/registry.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { account, apsAccount } from '../../../support/world/simulators.ts'
import { statuses } from '../../../support/world/story.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrencesOf, takenFrom } from '../support/state.ts'
import { itsNextCharges, ways } from '../support/ways.ts'

const BEGIN = '2027-01-31T09:00:00Z'

let world: ScheduledWorld
const opened: { close(): Promise<void> }[] = []
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN, { resendWindowMs: 20 })
})
afterAll(async () => {
  for (const providers of opened) await providers.close()
  await world.close()
})

/** A gateway whose providers have an address where nothing listens. */
function cutOff(): Deps {
  const nowhere = 'http://127.0.0.1:9'
  const providers = createProviderRegistry(
    {
      ppro: { ...account, baseUrl: `${nowhere}/ppro`, simulated: true },
      aps: { ...apsAccount, apiUrl: `${nowhere}/aps`, pageUrl: `${nowhere}/aps`, simulated: true },
    },
    { log: world.deps.log },
  )
  opened.push(providers)
  return { ...world.deps, providers }
}

const given = { timeOfDay: '13:00', retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'PAUSE' } } as const

describe.each(ways)('at $provider', ({ given: givenAgreement, amount }) => {
  test('out of reach: retried hourly, which uses up no day of the policy', async () => {
    world.setClock(BEGIN)
    const agreement = await givenAgreement(world)
    const schedule = await givenSchedule(world, agreement.id, { ...given, amount: amount(1_000n) })
    // The provider's notifications about the agreement are processed before: otherwise they would be retried, and open
    // the circuit.
    await world.pass(60_000)
    await world.goTo('2027-01-31T15:30:00Z', cutOff())
    expect((await occurrencesOf(world, schedule.id))[0]).toBe(
      '0 RETRYING PROVIDER_UNREACHABLE 2027-01-31T16:00:00.000Z',
    )
    expect(await atProvider(world, agreement)).toEqual([])
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS', 'INSUFFICIENT_FUNDS'])
    await world.goTo('2027-02-27T00:00:00Z')
    expect(await chargesOf(world, schedule.id)).toEqual([
      '0.1 SCHEDULED FAILED PROVIDER_UNREACHABLE 1000',
      '0.2 again after 1 SCHEDULED_RETRY FAILED PROVIDER_UNREACHABLE 1000',
      '0.3 again after 2 SCHEDULED_RETRY FAILED PROVIDER_UNREACHABLE 1000',
      '0.4 again after 3 SCHEDULED_RETRY FAILED INSUFFICIENT_FUNDS 1000',
      '0.5 again after 4 SCHEDULED_RETRY FAILED INSUFFICIENT_FUNDS 1000',
      '0.6 again after 5 SCHEDULED_RETRY CAPTURED 1000',
    ])
    expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
    expect(await statuses(world, schedule.id)).toEqual(['ACTIVE', 'PAST_DUE', 'ACTIVE'])
    expect(await takenFrom(world, agreement)).toEqual([1_000])
  })
})

test('its circuit is open: nothing is recorded, and the next try is after real seconds, however far the clock was moved', async () => {
  world.setClock(BEGIN)
  const [{ given: givenAgreement }] = ways
  const agreement = await givenAgreement(world)
  const schedule = await givenSchedule(world, agreement.id, given)
  world.setClock('2027-01-31T13:00:00Z')
  const retryAfter = new Date(Date.now() + 60_000)
  const scheduler = createScheduler({
    ...world.deps,
    providers: withOpenCircuit(world.deps.providers, retryAfter),
    // In sandbox mode a real-time instant is shown on the sandbox clock.
    sandboxTime: { moveClock: nothing, keepClock: nothing, simulators: [], runDue: nothing },
  })
  expect(await scheduler.take()).toBe(1)
  await scheduler.idle()
  expect(await occurrencesOf(world, schedule.id)).toEqual(['0 UPCOMING 2027-01-31T13:00:00.000Z'])
  expect(await chargesOf(world, schedule.id)).toEqual([])
  const { rows } = await world.database.pool.query<{ until: Date }>(
    'SELECT lease_until AS until FROM occurrences WHERE schedule_id = $1',
    [schedule.id],
  )
  expect(Math.abs((rows[0]?.until.getTime() ?? 0) - retryAfter.getTime())).toBeLessThan(1_000)
  const aMinuteLater = { ...systemTime, nowMs: () => systemTime.nowMs() + 61_000 }
  await world.goTo('2027-01-31T13:00:00Z', { ...world.deps, realTime: aMinuteLater })
  expect((await occurrencesOf(world, schedule.id))[0]).toBe('0 PAID')
  expect(await takenFrom(world, agreement)).toEqual([1_000])
})

const nothing = () => Promise.reject(new Error('is not moved here'))

function withOpenCircuit(providers: ProviderRegistry, retryAfter: Date): ProviderRegistry {
  return {
    ...providers,
    find(code, account) {
      const provider = providers.find(code, account)
      return provider && { ...provider, health: () => ({ ...provider.health(), circuit: 'OPEN', retryAfter }) }
    },
  }
}
