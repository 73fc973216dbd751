import { HELD_MS } from '../operations/attempt-hold.ts'
import { recoverAttempt } from '../operations/attempt-recover.ts'
import type { Deps } from '../operations/deps.ts'
import { claimDueAttempts } from '../store/attempts.ts'

const AT_ONCE = 20

export interface Recovery {
  /** Claims what is due and begins with it, as far as there is room. Returns how many were claimed. */
  begin(): Promise<number>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Resolves when there is room for another. */
  room(): Promise<void>
}

/** Attempts without a known outcome, several at a time: one provider that is slow to answer holds up no other look-up. */
export function createRecovery(deps: Deps): Recovery {
  const underWay = new Set<Promise<void>>()
  const recover = async (attempt: Parameters<typeof recoverAttempt>[1]) => {
    try {
      await recoverAttempt(deps, attempt, { source: 'RECONCILIATION', actor: 'recovery' })
    } catch (error) {
      deps.log.error({ attempt: attempt.id, err: error }, 'an attempt could not be recovered this time')
    }
  }
  return {
    async begin() {
      const claimed = await claimDueAttempts(deps.database, {
        now: deps.clock.now(),
        realNow: new Date(deps.realTime.nowMs()),
        leaseMs: HELD_MS,
        limit: AT_ONCE - underWay.size,
      })
      for (const attempt of claimed) {
        const work: Promise<void> = recover(attempt).finally(() => underWay.delete(work))
        underWay.add(work)
      }
      return claimed.length
    },
    async idle() {
      await Promise.all(underWay)
    },
    async room() {
      if (underWay.size >= AT_ONCE) await Promise.race(underWay)
    },
  }
}

/** Recovers all that is due now. For tests and simulations, which run workers by hand. */
export async function recoverDue(deps: Deps): Promise<number> {
  const recovery = createRecovery(deps)
  const begun = await recovery.begin()
  await recovery.idle()
  return begun
}
