import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLog } from '../../../../src/base/log/log.ts'
import { systemTime } from '../../../../src/base/time/real-time.ts'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import { LEASE_MS } from '../../../../src/operations/provider-request/lease.ts'
import { occurrenceRetry } from '../../../../src/operations/schedule/occurrence-retry.ts'
import { fullPass } from '../../../support/database/integrity.ts'
import { full } from '../../../support/full.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { key } from '../../../support/world/story.ts'
import { dyingAt } from '../support/points.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { atProvider, chargesOf, occurrenceId, occurrencesOf } from '../support/state.ts'
import { itsNextCharges, ways } from '../support/ways.ts'

const BEGIN = '2027-01-10T09:00:00Z'

let world: ScheduledWorld
let survivor: Deps
let mortal: Deps
beforeAll(async () => {
  world = await createScheduledWorld(BEGIN)
  // The leases of dead processes have ended.
  survivor = { ...world.deps, realTime: { ...systemTime, nowMs: () => systemTime.nowMs() + LEASE_MS + 1_000 } }
  mortal = { ...world.deps, log: createLog({ level: 'silent', program: 'test' }) }
})
afterAll(async () => {
  await fullPass(world.deps)
  expect(world.complaints).toEqual([])
  await world.close()
})

/** Every point at which `work` can die, until one run passes them all. Returns their names. */
async function atEveryPoint(run: (point: number) => Promise<string | undefined>): Promise<string[]> {
  const points: string[] = []
  for (;;) {
    const reached = await run(points.length)
    if (reached === undefined) return points
    points.push(reached)
  }
}

const given = { timeOfDay: '13:00', retryPolicy: { retryAfterDays: [1, 3], onExhausted: 'PAUSE' } } as const

const fates = [
  { fate: 'paid', outcomes: [], charges: ['0.1 SCHEDULED CAPTURED 1000'] },
  {
    fate: 'declined, and paid the next day',
    outcomes: ['INSUFFICIENT_FUNDS'],
    charges: ['0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000', '0.2 again after 1 SCHEDULED_RETRY CAPTURED 1000'],
  },
]

describe.each(ways)('at $provider', ({ provider, given: givenAgreement, amount }) => {
  // The sample has one fate at each provider.
  test.each(full ? fates : fates.slice(...(provider === 'PPRO' ? [0, 1] : [1])))(
    'the scheduler dies at any point of an occurrence that is $fate: nothing twice, nothing is lost (scenario 3)',
    async ({ outcomes, charges }) => {
      const points = await atEveryPoint(async point => {
        world.setClock(BEGIN)
        // Each has a card of its own: after so many declines on one card, its network's limit would be reached.
        const agreement = await givenAgreement(world)
        const schedule = await givenSchedule(world, agreement.id, { ...given, amount: amount(1_000n) })
        await itsNextCharges(world, agreement, outcomes)
        world.setClock('2027-01-10T13:00:00Z')
        const dying = dyingAt(mortal, point)
        const scheduler = createScheduler(dying.deps)
        await scheduler.take().catch(() => {})
        await scheduler.idle()
        await world.goTo('2027-01-12T00:00:00Z', survivor)
        const where = `died at ${point}: ${dying.reached()}`
        expect(await chargesOf(world, schedule.id), where).toEqual(charges)
        expect((await occurrencesOf(world, schedule.id))[0], where).toBe('0 PAID')
        expect(await atProvider(world, agreement), where).toHaveLength(charges.length)
        return dying.reached()
      })
      expect(points).toContain('request')
      expect(points.filter(name => name === 'COMMIT')).toHaveLength(3)
    },
  )
})

test('a manual retry dies at any point: at most one more charge, and the same key returns its result (scenario 3)', async () => {
  const [{ given: givenAgreement }] = ways
  const agreement = await givenAgreement(world)
  let charged = 0
  const points = await atEveryPoint(async point => {
    world.setClock(BEGIN)
    const schedule = await givenSchedule(world, agreement.id, {
      ...given,
      retryPolicy: { retryAfterDays: [], onExhausted: 'CONTINUE' },
    })
    await itsNextCharges(world, agreement, ['INSUFFICIENT_FUNDS'])
    await world.goTo('2027-01-10T13:00:00Z')
    const input = { idempotencyKey: key(), occurrenceId: await occurrenceId(world, schedule.id, 0) }
    const dying = dyingAt(mortal, point)
    await occurrenceRetry(dying.deps, world.caller, input).catch(() => {})
    await world.goTo('2027-01-12T00:00:00Z', survivor)
    await occurrenceRetry(survivor, world.caller, input)
    const where = `died at ${point}: ${dying.reached()}`
    expect(await chargesOf(world, schedule.id), where).toEqual([
      '0.1 SCHEDULED FAILED INSUFFICIENT_FUNDS 1000',
      '0.2 again after 1 SCHEDULED_RETRY CAPTURED 1000',
    ])
    expect((await occurrencesOf(world, schedule.id))[0], where).toBe('0 PAID')
    charged += 2
    expect(await atProvider(world, agreement), where).toHaveLength(charged)
    return dying.reached()
  })
  expect(points.filter(name => name === 'COMMIT')).toHaveLength(3)
})
