import { comeToNext, completeIfDone, type NewOccurrenceId } from './charging.ts'
import { periodAt } from './occurrence.ts'
import { skipPassed } from './resume.ts'
import { moveOccurrence, moveSchedule, type ScheduleBook, type ScheduleFacts } from './transition.ts'

/** What a merchant changes of a running schedule; what is left out stays. */
export type ScheduleChange = Partial<Pick<ScheduleFacts, 'amount' | 'onExhausted'>> & {
  readonly endDate?: string | null
  readonly maxOccurrences?: number | null
}

/**
 * From the next period on. A next period that now lies past the end is skipped; a schedule whose end was moved away comes
 * to its next one, and what passed while that was past the end is skipped: nobody was to be charged for it then.
 */
export function changeSchedule(
  book: ScheduleBook,
  { amount = book.schedule.amount, onExhausted = book.schedule.onExhausted, ...ends }: ScheduleChange,
  { now, newId }: { now: Date; newId: NewOccurrenceId },
): ScheduleBook {
  const recurrence = { ...book.schedule.recurrence, ...ends }
  const changed = moveSchedule(book, 'schedule.updated', { amount, onExhausted, recurrence })
  const occurrences = changed.occurrences.map(of => (of.status === 'UPCOMING' ? { ...of, amount } : of))
  const upcoming = occurrences.find(({ status }) => status === 'UPCOMING')
  if (upcoming === undefined) {
    const extended = comeToNext({ ...changed, occurrences }, newId)
    return completeIfDone(skipPassed(extended, { now, newId, reason: PAST_THE_END }))
  }
  if (periodAt(recurrence, upcoming.index) !== undefined) return { ...changed, occurrences }
  const ended = moveOccurrence({ ...changed, occurrences }, upcoming.id, {
    type: 'schedule.occurrence_skipped',
    change: { status: 'SKIPPED', statusReason: PAST_THE_END, nextAt: null },
  })
  return completeIfDone(ended)
}

const PAST_THE_END = 'PAST_THE_END'
