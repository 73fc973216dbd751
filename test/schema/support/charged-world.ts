import { until } from '../../support/until.ts'
import { createScheduler, settleDue } from '../../support/world/jobs.ts'
import { createWorld, type World } from '../../support/world/world.ts'
import { ask } from './world-graph.ts'

/** A world whose clock stands where a test puts it, and whose schedules charge when the test says so. */
export interface ChargedWorld extends World {
  setClock(instant: string): void
  /** Charges what is due by then, until the graph shows this status of a schedule's occurrence. */
  chargeAt(instant: string, expected: { scheduleId: string; index: number; status: string }): Promise<ShownOccurrence>
}

export interface ShownOccurrence {
  readonly id: string
  readonly index: number
  readonly status: string
  readonly charges: readonly { readonly id: string; readonly status: string }[]
}

export async function createChargedWorld(begin: string): Promise<ChargedWorld> {
  let now = new Date(begin)
  const world = await createWorld({}, { clock: { now: () => now } })
  const setClock = (instant: string) => {
    now = new Date(instant)
  }
  const query =
    'query ($id: ID!) { schedule(id: $id) { occurrences { nodes { id index status charges { id status } } } } }'
  return {
    ...world,
    setClock,
    async chargeAt(instant, { scheduleId, index, status }) {
      setClock(instant)
      const scheduler = createScheduler(world.deps)
      while ((await scheduler.take()) > 0) await scheduler.idle()
      return until(`occurrence ${index} to be ${status}`, async () => {
        await settleDue(world.deps)
        const { nodes } = (await ask(world, query, { id: scheduleId })).schedule.occurrences
        return nodes.find((occurrence: ShownOccurrence) => occurrence.index === index && occurrence.status === status)
      })
    },
  }
}
