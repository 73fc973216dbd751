import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../operations/command/deps.ts'
import { integrityPass } from '../operations/integrity/pass.ts'
import { type IntegrityCounts, integrityCounts } from '../store/integrity/known-violations.ts'

/** How often a process checks whether a pass is due; each check reads one row. */
export const INTEGRITY_PAUSE_MS = 60_000
const FIRST_PASS_MS = 900_000

/**
 * Runs an integrity pass if one is due. Every process reports the results of the last pass, even if another process ran
 * it.
 */
export function createIntegrity(
  deps: Deps,
  { signal, onChecked }: { signal: AbortSignal; onChecked?: ((counts: IntegrityCounts) => void) | undefined },
): () => Promise<number> {
  let first = true
  return async () => {
    // Not directly after the start: work that became due while no process was running is not stuck; it is about to be
    // done.
    if (first) await delay(FIRST_PASS_MS, undefined, { signal }).catch(() => {})
    first = false
    if (signal.aborted) return 0
    const more = await integrityPass(deps, signal)
    onChecked?.(await integrityCounts(deps.database))
    return more ? 1 : 0
  }
}
