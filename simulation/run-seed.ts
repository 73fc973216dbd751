import { pause } from '../src/base/time/real-time.ts'
import type { Connections } from './database/connections.ts'
import { createChance } from './engine/chance.ts'
import { drawSwarm, type Swarm } from './engine/swarm.ts'
import type { Interference } from './engine/world.ts'
import { type Outcome, type Stage, simulate } from './simulate.ts'
import { perform } from './workload/perform.ts'
import { untilDue as waitUntilDue } from './workload/perform-schedule.ts'
import type { Plan, Timed } from './workload/plan.ts'
import { drawPlan } from './workload/plans.ts'

export interface Scenario {
  readonly plan: Plan
  readonly startMs?: number
  readonly swarm: Swarm
  readonly interference?: Interference
}

/** A seed's clients and faults. */
export function scenarioOf(seed: number): Scenario {
  return { plan: drawPlan(seed), startMs: drawStart(seed), swarm: drawSwarm(createChance(seed, 'swarm')) }
}

/** Shortly before the end of a month, a leap day, or a clock change in some zone. */
const starts = [
  ...['2026-01-15T12:00Z', '2026-01-29T20:00Z', '2026-03-06T03:00Z', '2026-03-26T23:00Z', '2026-04-02T10:00Z'],
  ...['2026-08-30T07:00Z', '2026-10-02T12:00Z', '2026-10-23T01:00Z', '2026-12-30T22:00Z', '2028-02-27T15:00Z'],
]

function drawStart(seed: number): number {
  const chance = createChance(seed, 'start')
  return Date.parse(chance.pick(starts)) + chance.int(86_400_000)
}

/** Runs one seed to its end: its clients and its faults, in the order that it chooses. */
export function runSeed(
  connections: Connections,
  seed: number,
  { plan, ...circumstances }: Scenario = scenarioOf(seed),
): Promise<Outcome> {
  return simulate(connections, { seed, ...circumstances }, async stage => {
    await stage.until(Promise.all(plan.lanes.map((lane, index) => runLane(stage, `client${index + 1}`, lane))))
  })
}

/** One client, with one action after the other. */
async function runLane({ world, records, consumerId }: Stage, name: string, lane: readonly Timed[]): Promise<void> {
  const time = world.timeOf(name)
  const client = { world, records, name, consumerId }
  for (const { afterMs, untilDue, action } of lane) {
    if (untilDue) await waitUntilDue(client)
    await pause(time, afterMs)
    await perform(client, action)
  }
}
