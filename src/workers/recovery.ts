import { HELD_MS } from '../operations/attempt-hold.ts'
import { recoverAttempt } from '../operations/attempt-recover.ts'
import type { Deps } from '../operations/deps.ts'
import { claimDueAttempts } from '../store/attempts.ts'
import type { Work } from './worker.ts'

const AT_ONCE = 20

/** Attempts without a known outcome, several at a time: one provider that is slow to answer holds up no other look-up. */
export function createRecovery(deps: Deps): Work {
  const underWay = new Set<Promise<void>>()
  const recover = async (attempt: Parameters<typeof recoverAttempt>[1]) => {
    try {
      await recoverAttempt(deps, attempt, { source: 'RECONCILIATION', actor: 'recovery' })
    } catch (error) {
      deps.log.error({ attempt: attempt.id, err: error }, 'an attempt could not be recovered this time')
    }
  }
  return {
    async take() {
      if (underWay.size >= AT_ONCE) await Promise.race(underWay)
      const claimed = await claimDueAttempts(deps.database, {
        now: deps.clock.now(),
        realNow: new Date(deps.realTime.nowMs()),
        leaseMs: HELD_MS,
        limit: Math.max(AT_ONCE - underWay.size, 0),
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
  }
}

/** Recovers all that is due now. For tests and simulations, which run workers by hand. */
export async function recoverDue(deps: Deps): Promise<number> {
  const recovery = createRecovery(deps)
  const begun = await recovery.take()
  await recovery.idle()
  return begun
}
