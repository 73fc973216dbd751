import { newId } from '../../base/id.ts'
import { failOccurrence, payOccurrence } from '../../domain/schedule/charging.ts'
import type { ScheduleState } from '../../domain/schedule/transition.ts'
import { lastChargeOf } from '../../store/charge/of-occurrence.ts'
import { type LoadedSchedule, loadSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import { aggregateLock } from '../../store/sql/aggregate-lock.ts'
import type { Transaction } from '../../store/sql/database.ts'
import { commit } from '../../store/sql/write.ts'
import type { ChargeRow, OccurrenceRow } from '../../store/tables.ts'
import type { OccurrenceName } from '../../store/work-queue/queues.ts'
import type { Deps } from '../command/deps.ts'
import { dunningOf } from './dunning.ts'

/**
 * Applies the outcome of its charge to an occurrence: PAID, RETRYING, or FAILED with the consequence that the policy
 * has. While the charge is open or UNKNOWN, nothing changes, so that no other charge is made for the occurrence.
 * Returns true if this call settled it.
 */
export async function settleOccurrence(deps: Deps, named: OccurrenceName): Promise<boolean> {
  const now = deps.clock.now()
  const locks = [aggregateLock('schedule', named.scheduleId)]
  const settled = await deps.database.transaction(
    async sql => {
      const [loaded, charge] = await Promise.all([
        loadSchedule(sql, named, named.scheduleId),
        lastChargeOf(sql, named, named.id),
      ])
      const occurrence = loaded?.occurrences.find(({ id }) => id === named.id)
      if (loaded === undefined || occurrence?.status !== 'PROCESSING') return false
      const changed = await outcome(sql, { loaded, occurrence, charge, now })
      const { writes } = scheduleWrites(loaded, changed, { source: 'SCHEDULER', actor: 'scheduler', now })
      if (writes.length > 0) await commit(sql, writes)
      return writes.length > 0
    },
    { locks },
  )
  if (settled) deps.tail.wake()
  return settled
}

interface Settling {
  readonly loaded: LoadedSchedule
  readonly occurrence: OccurrenceRow
  readonly charge: ChargeRow | undefined
  readonly now: Date
}

async function outcome(
  sql: Transaction,
  { loaded: { state, row }, occurrence, charge, now }: Settling,
): Promise<ScheduleState> {
  if (charge === undefined) throw new Error(`occurrence ${occurrence.id} has no charge`)
  const newOccurrenceId = () => newId('occurrence', now)
  switch (meaning(charge)) {
    case 'open':
      return state
    case 'paid':
      return payOccurrence(state, occurrence.id)
    case 'voided':
      // A merchant's own decision about this occurrence. It does not affect the next ones.
      return failOccurrence(state, occurrence.id, voided, newOccurrenceId)
    case 'failed':
      return failOccurrence(state, occurrence.id, await dunningOf(sql, row, occurrence, now), newOccurrenceId)
  }
}

const voided = { kind: 'exhausted', reason: 'CHARGE_VOIDED', action: 'CONTINUE' } as const

function meaning({ status }: ChargeRow): 'open' | 'paid' | 'voided' | 'failed' {
  switch (status) {
    case 'CAPTURED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return 'paid'
    case 'VOIDED':
      return 'voided'
    case 'FAILED':
    case 'DISCARDED':
      return 'failed'
    default:
      return 'open'
  }
}
