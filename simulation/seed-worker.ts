// One of the programs that share the seeds of a run. Its parent sends it seeds, and it returns the result of each.

import { digestOf } from './checks/digest.ts'
import { openConnections, SESSIONS } from './database/connections.ts'
import { runSeed } from './run-seed.ts'
import type { Outcome } from './simulate.ts'

export interface SeedTask {
  readonly seed: number
  readonly twice: boolean
}

/** The result of a seed, with the trace only after a violation. */
export interface SeedReport extends Pick<Outcome, 'seed' | 'violations' | 'steps' | 'simulatedMs'> {
  readonly digest: string
  readonly trace: readonly string[]
}

const connections = await openConnections(process.env['DATABASE_URL'] ?? '', SESSIONS)

process.on('message', ({ seed, twice }: SeedTask) => {
  void report(seed, twice).then(seedReport => process.send?.(seedReport))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')

async function report(seed: number, twice: boolean): Promise<SeedReport> {
  const outcome = await runSeed(connections, seed)
  const { violations, steps, simulatedMs, trace } = outcome
  const digest = digestOf(outcome)
  const again = twice ? digestOf(await runSeed(connections, seed)) : digest
  const all = again === digest ? violations : [...violations, `a second run gave ${again} instead of ${digest}`]
  return { seed, violations: all, steps, simulatedMs, digest, trace: all.length > 0 ? trace : [] }
}
