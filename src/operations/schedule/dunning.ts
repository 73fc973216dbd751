import { declinedElsewhere, type Failure, retryBudgetUsed, unexplained } from '../../domain/decline/failure.ts'
import type { Dunning } from '../../domain/schedule/charging.ts'
import { neverAgain, planRetry, reachedNobody } from '../../domain/schedule/retry-plan.ts'
import type { OccurrenceFacts } from '../../domain/schedule/transition.ts'
import { type FailedTry, failedTriesOf, lastSentAt } from '../../store/charge/of-occurrence.ts'
import type { Sql } from '../../store/sql/database.ts'
import type { ScheduleRow } from '../../store/tables.ts'

type Schedule = Pick<ScheduleRow, 'merchantId' | 'mode' | 'agreementId' | 'timeOfDay' | 'timeZone' | 'retryAfterDays'>

/**
 * The retry policy's decision about an occurrence whose tries have all failed. The last try decides, even if the card
 * networks' limits did not allow it.
 */
export async function dunningOf(
  sql: Sql,
  schedule: Schedule,
  occurrence: OccurrenceFacts,
  now: Date,
): Promise<Dunning> {
  const tries = await failedTriesOf(sql, schedule, occurrence.id)
  const heldBack = occurrence.statusReason === retryBudgetUsed.code
  const failure = heldBack ? retryBudgetUsed : lastFailure(tries, schedule)
  // A lost request may have been sent again on a later day: the last sending counts.
  const sentAt = await lastSentAt(sql, schedule, occurrence.id)
  const lastTriedAt = later(occurrence.lastTriedAt, sentAt)
  return planned(schedule, { ...occurrence, lastTriedAt }, { failure, tries, now })
}

/** A decline of one means of payment does not apply to another one, to which the schedule was moved in the meantime. */
function lastFailure(tries: readonly FailedTry[], { agreementId }: Schedule): Failure {
  const last = tries.at(-1)
  if (last === undefined) return unexplained
  const elsewhere = last.agreementId !== agreementId && neverAgain(last, last.agreementId) !== undefined
  return elsewhere ? declinedElsewhere : last.failure
}

/**
 * The decision about an occurrence for which the card networks' limits allow no charge now. The try counts, though no
 * charge was made.
 */
export async function dunningWithoutBudget(
  sql: Sql,
  schedule: Schedule,
  occurrence: OccurrenceFacts,
  now: Date,
): Promise<{ readonly dunning: Dunning; readonly tried: Pick<OccurrenceFacts, 'tries' | 'lastTriedAt'> }> {
  const tried = { tries: occurrence.tries + 1, lastTriedAt: now }
  const tries = await failedTriesOf(sql, schedule, occurrence.id)
  return { tried, dunning: planned(schedule, { ...occurrence, ...tried }, { failure: retryBudgetUsed, tries, now }) }
}

function planned(
  { timeOfDay, timeZone, retryAfterDays }: Schedule,
  { dueDate, dueAt, tries: count, lastTriedAt }: OccurrenceFacts,
  { failure, tries, now }: { failure: Failure; tries: readonly FailedTry[]; now: Date },
): Dunning {
  const plan = planRetry({
    ...{ failure, tries: count, now },
    policy: { retryAfterDays },
    occurrence: { plan: { timeOfDay, timeZone }, dueDate },
    unreachedTries: tries.filter(({ failure: of }) => reachedNobody(of)).length,
    lastTriedAt: lastTriedAt ?? dueAt,
  })
  const reason = failure.code
  return plan.kind === 'retry' ? { kind: 'retry', at: plan.at, reason } : { kind: 'exhausted', reason }
}

function later(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other > one) ? other : one
}
