import type { Deps } from '../operations/command/deps.ts'
import { HELD_MS } from '../operations/provider-request/lease.ts'
import { chargeOccurrence } from '../operations/schedule/occurrence-charge.ts'
import { settleOccurrence } from '../operations/schedule/occurrence-settle.ts'
import {
  claimDueOccurrences,
  type DecidedOccurrence,
  type DueOccurrence,
  decidedOccurrences,
  postponeOccurrence,
} from '../store/schedule/due-occurrences.ts'
import { severalAtOnce } from './several-at-once.ts'
import { inPortions, type Work, type Worker } from './worker.ts'

/** What a provider's rate lets through decides how fast they end: 50 a second, where each takes two thirds of one. */
const AT_ONCE = 32
/** How long an occurrence is left alone that cannot be decided now. */
const POSTPONED_MS = 15_000

/** Occurrences that are due, each merchant's in turn. The rows are the truth: what dies with a process is claimed again. */
export function createScheduler(deps: Deps): Work {
  let after: string | undefined
  return severalAtOnce({
    most: AT_ONCE,
    async claim(limit) {
      const realNow = new Date(deps.realTime.nowMs())
      const claimed = await claimDueOccurrences(deps.database, {
        ...{ now: deps.clock.now(), realNow, leaseMs: HELD_MS, limit, after },
      })
      after = claimed.at(-1)?.merchantId ?? after
      return claimed
    },
    work: due => chargeDue(deps, due),
  })
}

async function chargeDue(deps: Deps, due: DueOccurrence): Promise<void> {
  try {
    const later = await chargeOccurrence(deps, due)
    if (later === undefined) return
    // A provider's "not before" is told by the clock, and leases are of real time.
    const waitMs = Math.max(POSTPONED_MS, (later?.getTime() ?? 0) - deps.clock.now().getTime())
    await postponeOccurrence(deps.database, due, new Date(deps.realTime.nowMs() + waitMs))
  } catch (error) {
    deps.log.error({ occurrence: due.id, err: error }, 'an occurrence could not be charged this time')
  }
}

/**
 * What charges have come to, as far as their occurrences do not know it yet, a portion at a time. Each goes on after the last one,
 * and then from the beginning: however many cannot be settled, they hold up no other.
 */
export function createSettlement(portion: number): Worker['begin'] {
  return deps => {
    let afterId = ''
    const next = inPortions(async () => {
      const decided = await decidedOccurrences(deps.database, portion, afterId)
      afterId = decided.length < portion ? '' : (decided.at(-1)?.id ?? '')
      return settle(deps, decided)
    })
    return next(deps)
  }
}

/** Settles what is decided now. For tests and simulations, which run workers by hand. */
export async function settleDecided(deps: Deps, limit: number): Promise<number> {
  return settle(deps, await decidedOccurrences(deps.database, limit))
}

/**
 * Returns how many were settled by this: what was found in vain, since whoever charged it was about to settle it, is no
 * reason to look again at once.
 */
async function settle(deps: Deps, decided: readonly DecidedOccurrence[]): Promise<number> {
  let settled = 0
  for (const result of await Promise.allSettled(decided.map(named => settleOccurrence(deps, named))))
    if (result.status === 'rejected')
      deps.log.error({ err: result.reason as unknown }, 'an occurrence could not be settled this time')
    else if (result.value) settled += 1
  return settled
}
