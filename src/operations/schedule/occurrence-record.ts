import { newId } from '../../base/id.ts'
import { beginOccurrence } from '../../domain/schedule/charging.ts'
import type { OccurrenceFacts } from '../../domain/schedule/transition.ts'
import type { LoadedAgreement } from '../../store/agreement/repository.ts'
import type { NewCharge } from '../../store/charge/repository.ts'
import type { Cause } from '../../store/event-log/rows.ts'
import { type LoadedSchedule, scheduleWrites } from '../../store/schedule/repository.ts'
import type { Transaction } from '../../store/sql/database.ts'
import type { ChargeRow } from '../../store/tables.ts'
import { chargeIntent, chargeUnder } from '../charge/intent.ts'
import type { Deps } from '../command/deps.ts'
import { requestIdOfTry } from '../provider-request/request-id.ts'

export interface OccurrenceCharge {
  readonly occurrence: OccurrenceFacts
  /** The last charge of the occurrence, which failed. */
  readonly last: ChargeRow | undefined
  readonly cause: Cause
  /** Set if the provider may have this try from before a restore. Omitted: it is the one after the tries so far. */
  readonly tryNumber?: number | undefined
}

/**
 * The records of an occurrence's charge, written before it is sent: for the scheduler, and for a merchant who retries
 * one. Agreement and schedule are locked, and the caller has checked that both allow the charge.
 */
export async function recordOccurrence(
  deps: Deps,
  sql: Transaction,
  agreement: LoadedAgreement,
  loaded: LoadedSchedule,
  { occurrence, last, cause, tryNumber: asked }: OccurrenceCharge,
) {
  const { row: schedule, state } = loaded
  const row: NewCharge = {
    ...chargeUnder(agreement.row, cause.now),
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
  const tryNumber = asked ?? occurrence.tries + 1
  const providerRequestId = requestIdOfTry(deps, { scheduleId: schedule.id, index: occurrence.index }, tryNumber)
  const intended = await chargeIntent(deps, sql, { tenant }, agreement, {
    ...{ row, cause, providerRequestId },
    asksFirst: asked !== undefined,
  })
  if (!intended.ok) return intended
  const begun = beginOccurrence(state, { id: occurrence.id, tryNumber }, cause.now, () =>
    newId('occurrence', cause.now),
  )
  const { writes } = scheduleWrites(loaded, begun, cause)
  return { ...intended, id: row.id, writes: [...intended.writes, ...writes] }
}
