import fc from 'fast-check'
import { digestOf } from './checks/digest.ts'
import { createDatabase } from './database/cluster.ts'
import { openConnections, SESSIONS } from './database/connections.ts'
import { runSeed, scenarioOf } from './run-seed.ts'
import { plans } from './workload/plans.ts'

/** Prints all of one seed: its clients' actions, its faults, every step, the final records, and their violations. */
export async function showSeed(
  clusterUrl: string,
  seed: number,
  { shrink }: { readonly shrink: boolean },
): Promise<boolean> {
  const connections = await openConnections(await createDatabase(clusterUrl, 'simulation'), SESSIONS)
  try {
    const { plan, startMs = 0, swarm } = scenarioOf(seed)
    console.log(
      json({ startsAt: new Date(startMs), plan, swarm: { ...swarm, exchange: Object.fromEntries(swarm.exchange) } }),
    )
    const outcome = await runSeed(connections, seed)
    for (const line of outcome.trace) console.log(line)
    console.log(json(outcome.records))
    console.log(`trace and records ${digestOf(outcome)}, ${outcome.steps} steps`)
    for (const violation of outcome.violations) console.log(`wrong: ${violation}`)
    if (shrink && outcome.violations.length > 0) console.log(await shrunk(seed))
    return outcome.violations.length === 0
  } finally {
    await connections.close()
  }

  /** The fewest actions that still fail. The choices are the seed's, for a shorter plan. */
  async function shrunk(failing: number): Promise<string> {
    const scenario = scenarioOf(failing)
    const clean = fc.asyncProperty(
      plans,
      async plan => (await runSeed(connections, failing, { ...scenario, plan })).violations.length === 0,
    )
    const { counterexample, numShrinks } = await fc.check(clean, { seed: failing, numRuns: 1 })
    return `after ${numShrinks} shrinks: ${json(counterexample)}`
  }
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 1)
}
