import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../operations/command/deps.ts'
import { integrityPass } from '../operations/integrity/pass.ts'
import type { Duty } from './leader.ts'

/** How often the leader checks whether a pass is due, and each process reads the results; either reads one row. */
export const INTEGRITY_PAUSE_MS = 60_000
const FIRST_PASS_MS = 900_000

/** Runs an integrity pass if one is due. */
export function checkIntegrity(deps: Deps, pauseMs?: number): Duty {
  let first = true
  return {
    name: 'integrity',
    pauseMs: pauseMs ?? INTEGRITY_PAUSE_MS,
    async take(signal) {
      // Not directly after the start: work that became due while no process was running is not stuck; it is about to be
      // done.
      if (first) await delay(pauseMs ?? FIRST_PASS_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return 0
      first = false
      return (await integrityPass(deps, signal)) ? 1 : 0
    },
  }
}
