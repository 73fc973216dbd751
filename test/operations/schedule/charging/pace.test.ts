import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AgreementRow } from '../../../../src/store/tables.ts'
import { full } from '../../../support/full.ts'
import { createScheduler } from '../../../support/world/jobs.ts'
import { givenSchedule } from '../../../support/world/schedule.ts'
import { control, givenActiveAgreement, type Ledger, ledger } from '../../../support/world/story.ts'
import type { World } from '../../../support/world/world.ts'
import { createScheduledWorld, type ScheduledWorld } from '../support/scheduled-world.ts'
import { openWire } from '../support/wire.ts'

/** What the scheduler has under way at once: src/workers/jobs.ts. */
const CHARGES_AT_ONCE = 32

let world: ScheduledWorld
beforeAll(async () => {
  world = await createScheduledWorld('2027-01-10T09:00:00Z', { providerDeadlineMs: 10_000, resendWindowMs: 30_000 })
  // This test ignores the providers' notifications.
  await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
})
afterAll(async () => {
  expect(world.complaints).toEqual([])
  await world.close()
})

async function givenDue(of: World, { count, timeOfDay }: { count: number; timeOfDay: string }): Promise<void> {
  const agreements: AgreementRow[] = []
  for (let index = 0; index < 5; index++) agreements.push(await activeAgreement(of))
  const make = async (first: number) => {
    for (let index = first; index < count; index += agreements.length)
      await givenSchedule(of, agreements[first]?.id ?? '', { timeOfDay })
  }
  await Promise.all(agreements.map((_, first) => make(first)))
}

/** No notification reports that the consumer has agreed: a status query does. */
async function activeAgreement(of: World): Promise<AgreementRow> {
  await control(world, 'faults', { seed: 1, rates: {} })
  const agreement = await givenActiveAgreement(of)
  await control(world, 'faults', { seed: 1, rates: { dropWebhook: 1 } })
  return agreement
}

test.each([
  // A busy machine does not come near this limit.
  ...(full ? [{ count: 500, perSecond: 50, day: '2027-01-10' }] : []),
  { count: full ? 60 : 40, perSecond: 10, day: '2027-01-11' },
])(
  '$count due at once and the provider accepts $perSecond a second: no faster requests, and each is charged once',
  async ({ count, perSecond, day }) => {
    world.setClock(`${day}T09:00:00Z`)
    await givenDue(world, { count, timeOfDay: '13:00' })
    await control(world, 'limits', { provider: 'PPRO', perSecond })
    const before = (await charges()).length
    world.setClock(`${day}T13:00:00Z`)
    const wire = await openWire(world)
    const scheduler = createScheduler(wire.deps)
    do await scheduler.idle()
    while ((await scheduler.take()) > 0)
    const { rows } = await world.database.pool.query<{ status: string; count: number }>(
      'SELECT status, count(*)::int FROM occurrences WHERE due_date = $1 GROUP BY status',
      [day],
    )
    expect(rows).toEqual([{ status: 'PAID', count }])
    const made = (await charges()).slice(before)
    expect(made).toHaveLength(count)
    expect(made.every(({ captured }) => captured === 1_000)).toBe(true)
    const times = made.map(({ createdAt }) => Date.parse(createdAt)).toSorted((one, other) => one - other)
    expect(mostAbove(times, { perSecond, burst: 2 * perSecond })).toBe(0)
    // Only requests that were under way before the first response told of the limit are refused with 429, and sent again.
    expect(wire.charges.length - count).toBeLessThanOrEqual(CHARGES_AT_ONCE)
    await wire.close()
  },
)

async function charges() {
  return (await ledger(world)).charges as readonly (Ledger['charges'][number] & { createdAt: string })[]
}

/** The largest number of requests above what a token bucket would let through. */
function mostAbove(times: readonly number[], { perSecond, burst }: { perSecond: number; burst: number }): number {
  let most = 0
  for (const [first, from] of times.entries())
    for (let last = first; last < times.length; last++) {
      const allowed = burst + Math.ceil((((times[last] ?? from) - from) * perSecond) / 1_000)
      most = Math.max(most, last - first + 1 - allowed)
    }
  return most
}

test('three of a merchant that are due while another merchant has 300: they are charged before most of those', async () => {
  await control(world, 'limits', { provider: 'PPRO', perSecond: null })
  world.setClock('2027-01-12T09:00:00Z')
  const other: World = { ...world, caller: await world.stranger() }
  await givenDue(world, { count: 300, timeOfDay: '10:00' })
  await givenDue(other, { count: 3, timeOfDay: '11:00' })
  const made = async (of: World) => {
    const { rows } = await world.database.pool.query<{ count: number }>(
      `SELECT count(*)::int FROM charges WHERE merchant_id = $1 AND created_at >= '2027-01-12'`,
      [of.caller.tenant.merchantId],
    )
    return rows[0]?.count ?? 0
  }
  world.setClock('2027-01-12T10:00:00Z')
  const scheduler = createScheduler(world.deps)
  while ((await made(world)) < 50) await scheduler.take()
  world.setClock('2027-01-12T11:00:00Z')
  while ((await made(other)) < 3) expect(await scheduler.take()).toBeGreaterThan(0)
  expect(await made(world)).toBeLessThan(150)
  while ((await scheduler.take()) > 0) await scheduler.idle()
  expect([await made(world), await made(other)]).toEqual([300, 3])
})
