import { setTimeout as delay } from 'node:timers/promises'
import type { Deps } from '../operations/command/deps.ts'
import { integrityPass } from '../operations/integrity/pass.ts'
import { type IntegrityCounts, integrityCounts } from '../store/integrity/known-violations.ts'

/** How soon another process goes on where one was killed; what it asks is one row. */
export const INTEGRITY_PAUSE_MS = 60_000
const FIRST_PASS_MS = 900_000

/** Looks whether an integrity pass is due, and does it. Every process tells what the last passes found, whoever made them. */
export function createIntegrity(
  deps: Deps,
  { signal, onChecked }: { signal: AbortSignal; onChecked?: ((counts: IntegrityCounts) => void) | undefined },
): () => Promise<number> {
  let first = true
  return async () => {
    // Not at once: what fell due while nobody was up is not stuck, it is being done.
    if (first) await delay(FIRST_PASS_MS, undefined, { signal }).catch(() => {})
    first = false
    if (signal.aborted) return 0
    const more = await integrityPass(deps, signal)
    onChecked?.(await integrityCounts(deps.database))
    return more ? 1 : 0
  }
}
