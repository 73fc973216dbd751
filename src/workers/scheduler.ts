import { HELD_MS } from '../operations/attempt-hold.ts'
import type { Deps } from '../operations/deps.ts'
import { chargeOccurrence } from '../operations/occurrence-charge.ts'
import { settleOccurrence } from '../operations/occurrence-settle.ts'
import {
  claimDueOccurrences,
  type DueOccurrence,
  decidedOccurrences,
  postponeOccurrence,
} from '../store/due-occurrences.ts'

/** Charges under way at once, in each process: what a provider's rate lets through decides how fast they end. */
const AT_ONCE = 32
const BATCH = 100
/** How long a period is left alone that cannot be decided now. */
const POSTPONED_MS = 15_000

export interface Scheduler {
  /** Claims what is due and begins to charge it, as far as there is room. Returns how many were claimed. */
  begin(): Promise<number>
  /** Resolves when nothing is under way. */
  idle(): Promise<void>
  /** Resolves when there is room for another. */
  room(): Promise<void>
}

/** Periods that are due, several at a time and each merchant's in turn. The rows are the truth: what dies with a process is claimed again. */
export function createScheduler(deps: Deps): Scheduler {
  const underWay = new Set<Promise<void>>()
  return {
    async begin() {
      const claimed = await claimDueOccurrences(deps.database, {
        now: deps.clock.now(),
        realNow: new Date(deps.realTime.nowMs()),
        leaseMs: HELD_MS,
        limit: AT_ONCE - underWay.size,
      })
      for (const due of claimed) {
        const work: Promise<void> = chargeDue(deps, due).finally(() => underWay.delete(work))
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

async function chargeDue(deps: Deps, due: DueOccurrence): Promise<void> {
  try {
    const later = await chargeOccurrence(deps, due)
    if (later === undefined) return
    const soonest = deps.realTime.nowMs() + POSTPONED_MS
    await postponeOccurrence(deps.database, due, new Date(Math.max(soonest, later?.getTime() ?? 0)))
  } catch (error) {
    deps.log.error({ occurrence: due.id, err: error }, 'a period could not be charged this time')
  }
}

/** What charges have come to, as far as their periods do not know it yet. Returns how many there were. */
export async function settleDecided(deps: Deps): Promise<number> {
  const decided = await decidedOccurrences(deps.database, BATCH)
  for (const result of await Promise.allSettled(decided.map(named => settleOccurrence(deps, named))))
    if (result.status === 'rejected')
      deps.log.error({ err: result.reason as unknown }, 'a period could not be settled this time')
  return decided.length
}
