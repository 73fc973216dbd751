import { type Failure, retryBudgetUsed, unexplained } from '../domain/failure.ts'
import { planRetry, reachedNobody } from '../domain/retry-plan.ts'
import type { Dunning } from '../domain/schedule/charging.ts'
import type { OccurrenceFacts } from '../domain/schedule/transition.ts'
import { failuresOf, lastSentAt } from '../store/charge-of-occurrence.ts'
import type { Sql } from '../store/database.ts'
import type { ScheduleRow } from '../store/tables/schedule.ts'

type Schedule = Pick<ScheduleRow, 'merchantId' | 'mode' | 'timeOfDay' | 'timeZone' | 'retryAfterDays'>

/**
 * What its policy makes of a period whose tries have come to nothing: the last of them decides, which may be one that the
 * networks' limits did not allow.
 */
export async function dunningOf(
  sql: Sql,
  schedule: Schedule,
  occurrence: OccurrenceFacts,
  now: Date,
): Promise<Dunning> {
  const failures = await failuresOf(sql, schedule, occurrence.id)
  const heldBack = occurrence.statusReason === retryBudgetUsed.code
  const failure = heldBack ? retryBudgetUsed : (failures.at(-1) ?? unexplained)
  // What was lost can have been sent again on a later day: that is the last one on which anybody was asked.
  const sentAt = await lastSentAt(sql, schedule, occurrence.id)
  const lastTriedAt = later(occurrence.lastTriedAt, sentAt)
  return planned(schedule, { ...occurrence, lastTriedAt }, { failure, failures, now })
}

/** What becomes of a period for which the card networks' limits allow no charge now: the try counts, though none was made. */
export async function dunningWithoutBudget(
  sql: Sql,
  schedule: Schedule,
  occurrence: OccurrenceFacts,
  now: Date,
): Promise<{ readonly dunning: Dunning; readonly tried: Pick<OccurrenceFacts, 'tries' | 'lastTriedAt'> }> {
  const tried = { tries: occurrence.tries + 1, lastTriedAt: now }
  const failures = await failuresOf(sql, schedule, occurrence.id)
  return { tried, dunning: planned(schedule, { ...occurrence, ...tried }, { failure: retryBudgetUsed, failures, now }) }
}

function planned(
  { timeOfDay, timeZone, retryAfterDays }: Schedule,
  { dueDate, dueAt, tries, lastTriedAt }: OccurrenceFacts,
  { failure, failures, now }: { failure: Failure; failures: readonly Failure[]; now: Date },
): Dunning {
  const plan = planRetry({
    ...{ failure, tries, now },
    policy: { retryAfterDays },
    period: { plan: { timeOfDay, timeZone }, dueDate },
    unreachedTries: failures.filter(reachedNobody).length,
    lastTriedAt: lastTriedAt ?? dueAt,
  })
  const reason = failure.code
  return plan.kind === 'retry' ? { kind: 'retry', at: plan.at, reason } : { kind: 'exhausted', reason }
}

function later(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other > one) ? other : one
}
