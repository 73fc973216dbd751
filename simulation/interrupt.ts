import { createDatabase } from './database/cluster.ts'
import { openConnections, SESSIONS } from './database/connections.ts'
import { everyStep, type Interrupted } from './interruptions/every-step.ts'
import { runRaces } from './interruptions/run-race.ts'

const PROGRESS_MS = 15_000

/**
 * Runs the stories with a fault at every step, and the races. Prints the failures and the number of runs. Returns true
 * if none fails.
 */
export async function interrupt(
  clusterUrl: string,
  what: { readonly everyStep: boolean; readonly races: boolean },
): Promise<boolean> {
  const connections = await openConnections(await createDatabase(clusterUrl, 'interruptions'), SESSIONS)
  const startMs = performance.now()
  let [runs, failed] = [0, 0]
  const summary = () => `${runs} runs, ${failed} of them fail`
  const progress = setInterval(() => console.log(summary()), PROGRESS_MS)
  const onRun = ({ name, outcome }: Interrupted) => {
    runs += 1
    if (outcome.violations.length === 0) return
    failed += 1
    console.log([name, ...outcome.violations.map(violation => `  ${violation}`)].join('\n'))
  }
  try {
    if (what.everyStep) await everyStep(connections, onRun)
    if (what.races) await runRaces(connections, onRun)
  } finally {
    clearInterval(progress)
    await connections.close()
  }
  console.log(`${summary()}, in ${((performance.now() - startMs) / 1_000).toFixed(1)} s`)
  return failed === 0
}
