import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { full } from '../../support/full.ts'
import { givenCardAgreement } from '../../support/world/card.ts'
import { createMovableWorld, type MovableWorld } from '../../support/world/movable-world.ts'
import { charge, givenActiveAgreement, mustSucceed } from '../../support/world/story.ts'

const SECOND_MS = 1_000
/** The clock keeps running in real time while a busy machine does the due work. */
const TOLERANCE_MS = 30_000
const HOUR_MS = 3_600_000

let world: MovableWorld
beforeAll(async () => {
  world = await createMovableWorld()
})
afterAll(() => world.close())

/** Something that happens at an instant: the object that it happens to, and the status that shows it. */
interface Planned {
  readonly id: string
  readonly status: string
  readonly atMs: number
}

const plan = async (table: 'agreements', column: 'ends_at' | 'awaited_until', id: string, atMs: number) => {
  await world.database.pool.query(`UPDATE ${table} SET ${column} = $2 WHERE id = $1`, [id, new Date(atMs)])
}

/** By a worker of the gateway, by another one, and at a provider that then sends a notification. */
const ways = {
  async ends(atMs: number): Promise<Planned> {
    const { id } = await givenActiveAgreement(world)
    await plan('agreements', 'ends_at', id, atMs)
    return { id, status: 'EXPIRED', atMs }
  },
  async isGivenUp(atMs: number): Promise<Planned> {
    const { id } = await givenCardAgreement(world)
    await plan('agreements', 'awaited_until', id, atMs)
    return { id, status: 'FAILED', atMs }
  },
  async isApproved(atMs: number): Promise<Planned> {
    const agreement = await givenActiveAgreement(world, { paymentMethod: 'MOCK' })
    const seconds = Math.ceil((atMs - world.deps.clock.now().getTime()) / SECOND_MS)
    const begunMs = world.deps.clock.now().getTime()
    const description = `providerConfirmation=true;providerConfirmationDelay=${seconds}s`
    const { id, status } = await charge(world, agreement.id, 1_000n, { description })
    expect(status).toBe('AUTHORIZATION_PENDING')
    return { id, status: 'CAPTURED', atMs: begunMs + seconds * SECOND_MS }
  },
}

const happening = fc.record({
  way: fc.constantFrom('ends' as const, 'isGivenUp' as const, 'isApproved' as const),
  // Often at the same instant, and close together.
  afterMs: fc.oneof(
    fc.integer({ min: 1, max: 7 }).map(tens => tens * 600_000),
    fc.integer({ min: 60_000, max: 2 * HOUR_MS }),
  ),
})

test('due work at the gateway and at providers is done in the order of its due times, each at its own time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 2, maxLength: 6 }), async happenings => {
      const planned: Planned[] = []
      const begunMs = world.deps.clock.now().getTime()
      for (const { way, afterMs } of happenings) planned.push(await ways[way](begunMs + afterMs))
      mustSucceed(await world.advance(4 * HOUR_MS))
      const { rows } = await world.database.pool.query<{ id: string; status: string; at: Date }>(
        'SELECT subject_id AS id, status, occurred_at AS at FROM events WHERE subject_id = ANY($1) AND status IS NOT NULL ORDER BY seq',
        [planned.map(({ id }) => id)],
      )
      const happened = planned.map(({ id, status, atMs }) => {
        const place = rows.findIndex(row => row.id === id && row.status === status)
        return { atMs, place, lateMs: (rows[place]?.at.getTime() ?? 0) - atMs }
      })
      for (const { lateMs } of happened) {
        expect(lateMs).toBeGreaterThanOrEqual(0)
        expect(lateMs).toBeLessThan(TOLERANCE_MS)
      }
      const inOrder = happened.toSorted((one, other) => one.place - other.place)
      // The time of a provider's own work is known only to the nearest moment.
      for (const [index, { atMs }] of inOrder.entries())
        expect(atMs).toBeLessThan((inOrder[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) + TOLERANCE_MS)
    }),
    { seed: 7, numRuns: full ? 50 : 6 },
  )
})
