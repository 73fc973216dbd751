import { addNextOccurrence, completeIfDone, type NewOccurrenceId } from './charging.ts'
import { occurrenceAt } from './recurrence.ts'
import { skipPassed } from './resume.ts'
import { moveOccurrence, moveSchedule, type ScheduleFacts, type ScheduleState } from './transition.ts'

/** A merchant's change of a running schedule. Absent fields stay unchanged. */
type ScheduleChange = Partial<Pick<ScheduleFacts, 'amount' | 'onExhausted'>> & {
  readonly endDate?: string | null
  readonly maxOccurrences?: number | null
}

/**
 * Applies from the next occurrence on. A next occurrence after the new end is skipped. If the end was moved later, the
 * schedule continues with its next occurrence; those that passed after the old end are skipped.
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
    const extended = addNextOccurrence({ ...changed, occurrences }, newId)
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
