import { comeToNext, completeIfDone, type NewOccurrenceId } from './charging.ts'
import { occurrenceAt } from './occurrence.ts'
import { skipPassed } from './resume.ts'
import { moveOccurrence, moveSchedule, type ScheduleFacts, type ScheduleState } from './transition.ts'

/** What a merchant changes of a running schedule; what is left out stays. */
type ScheduleChange = Partial<Pick<ScheduleFacts, 'amount' | 'onExhausted'>> & {
  readonly endDate?: string | null
  readonly maxOccurrences?: number | null
}

/**
 * From the next occurrence on. A next occurrence that now lies past the end is skipped; a schedule whose end was moved
 * away comes to its next one, and what passed while that was past the end is skipped: nobody was to be charged for it
 * then.
 */
export function changeSchedule(
  state: ScheduleState,
  { amount = state.schedule.amount, onExhausted = state.schedule.onExhausted, ...ends }: ScheduleChange,
  { now, newId }: { now: Date; newId: NewOccurrenceId },
): ScheduleState {
  const recurrence = { ...state.schedule.recurrence, ...ends }
  const changed = moveSchedule(state, 'schedule.updated', { amount, onExhausted, recurrence })
  const occurrences = changed.occurrences.map(of => (of.status === 'UPCOMING' ? { ...of, amount } : of))
  const upcoming = occurrences.find(({ status }) => status === 'UPCOMING')
  if (upcoming === undefined) {
    const extended = comeToNext({ ...changed, occurrences }, newId)
    return completeIfDone(skipPassed(extended, { now, newId, reason: PAST_THE_END }))
  }
  if (occurrenceAt(recurrence, upcoming.index) !== undefined) return { ...changed, occurrences }
  const ended = moveOccurrence({ ...changed, occurrences }, upcoming.id, {
    type: 'schedule.occurrence_skipped',
    change: { status: 'SKIPPED', statusReason: PAST_THE_END, nextAt: null },
  })
  return completeIfDone(ended)
}

const PAST_THE_END = 'PAST_THE_END'
