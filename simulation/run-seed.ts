import { pause } from '../src/base/real-time.ts'
import type { Connections } from './database/connections.ts'
import { createChance } from './engine/chance.ts'
import { drawSwarm, type Swarm } from './engine/swarm.ts'
import type { Interference } from './engine/world.ts'
import { type Outcome, type Stage, simulate } from './simulate.ts'
import { perform } from './workload/perform.ts'
import { drawPlan, type Plan, type Timed } from './workload/plan.ts'

export interface Scenario {
  readonly plan: Plan
  readonly swarm: Swarm
  readonly interference?: Interference
}

/** A seed's clients and faults. */
export function scenarioOf(seed: number): Scenario {
  return { plan: drawPlan(seed), swarm: drawSwarm(createChance(seed, 'swarm')) }
}

/** Runs one seed to its end: its clients, with its faults, in the order of its choices. */
export function runSeed(
  connections: Connections,
  seed: number,
  { plan, ...circumstances }: Scenario = scenarioOf(seed),
): Promise<Outcome> {
  return simulate(connections, { seed, ...circumstances }, async stage => {
    await stage.until(Promise.all(plan.lanes.map((lane, index) => runLane(stage, `client${index + 1}`, lane))))
  })
}

/** One client, who does one thing after the other. */
async function runLane({ world, books, consumerId }: Stage, name: string, lane: readonly Timed[]): Promise<void> {
  const time = world.timeOf(name)
  for (const { afterMs, action } of lane) {
    await pause(time, afterMs)
    await perform({ world, books, name, consumerId }, action)
  }
}
