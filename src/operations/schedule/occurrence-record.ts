import { newId } from '../../base/id.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import { beginOccurrence } from '../../domain/schedule/charging.ts'
import type { OccurrenceFacts } from '../../domain/schedule/transition.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { type LoadedSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { Write } from '../../store/sql/write.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'
import type { ScheduleRow } from '../../store/tables/schedule.ts'
import { chargeIntent } from '../charge/intent.ts'
import { chargeUnder, type NewCharge } from '../charge/new.ts'
import type { Deps } from '../command/deps.ts'
import type { RecordedRequest } from '../provider-request/recorded-request.ts'

export interface OccurrenceCharge {
  readonly occurrence: OccurrenceFacts
  /** The last charge that was made for it, which has come to nothing. */
  readonly last: ChargeRow | undefined
  readonly cause: Cause
}

export interface RecordedOccurrence {
  readonly row: NewCharge
  readonly schedule: Omit<ScheduleRow, 'snapshotXmin'>
  readonly writes: readonly Write[]
  readonly providerRequest: RecordedRequest
}

/**
 * What is recorded before an occurrence is charged, whoever wants it: the scheduler or a merchant who tries one again. Agreement
 * and schedule are locked, and that both may be charged has been checked.
 */
export async function recordOccurrence(
  deps: Deps,
  sql: Transaction,
  locked: Pick<LoadedAgreement, 'row' | 'instrument' | 'consumer'>,
  loaded: LoadedSchedule,
  { occurrence, last, cause }: OccurrenceCharge,
): Promise<{ ok: true; recorded: RecordedOccurrence } | { ok: false; error: UserError; limit?: 'networks' }> {
  const { row: schedule, state } = loaded
  const row: NewCharge = {
    ...chargeUnder(locked.row, cause.now),
    amount: occurrence.amount,
    currency: schedule.currency,
    captureMode: 'AUTOMATIC',
    initiator: 'MERCHANT',
    reason: last === undefined ? 'SCHEDULED' : 'SCHEDULED_RETRY',
    scheduleId: schedule.id,
    occurrenceId: occurrence.id,
    retryOfId: last?.id ?? null,
    attemptNumber: (last?.attemptNumber ?? 0) + 1,
    reference: schedule.reference,
    description: schedule.description,
    returnUrl: null,
    metadata: null,
  }
  const tenant = { merchantId: schedule.merchantId, mode: schedule.mode }
  const intended = await chargeIntent(deps, sql, { tenant }, locked, { row, cause })
  if (!intended.ok) return intended
  const { intent } = intended
  const begun = beginOccurrence(state, occurrence.id, cause.now, () => newId('occurrence', cause.now))
  const { row: changed, writes } = scheduleWrites(loaded, begun, cause)
  // The charge names its occurrence, which is there already.
  return {
    ok: true,
    recorded: {
      row,
      schedule: changed,
      writes: [...intent.writes, ...writes],
      providerRequest: intent.providerRequest,
    },
  }
}
