import { type Dunning, failOccurrence, type NewOccurrenceId, skipOccurrence } from './charging.ts'
import { moveSchedule, type OccurrenceFacts, type ScheduleBook } from './transition.ts'

/**
 * Charges again from the next period on: those that passed are skipped. What waited to be tried again is planned anew;
 * where nothing is left to be tried it has failed, which does not pause the schedule again.
 */
export function resumeSchedule(
  book: ScheduleBook,
  { now, newId, replan }: { now: Date; newId: NewOccurrenceId; replan: (occurrence: OccurrenceFacts) => Dunning },
): ScheduleBook {
  const caughtUp = skipPassed(book, now, newId)
  if (caughtUp.schedule.status !== 'PAUSED') return caughtUp
  const waiting = caughtUp.occurrences.filter(({ status }) => status === 'RETRYING')
  const status = waiting.length > 0 ? 'PAST_DUE' : 'ACTIVE'
  let changed = moveSchedule(caughtUp, 'schedule.resumed', { status, statusReason: null })
  for (const occurrence of waiting)
    changed = failOccurrence(changed, occurrence.id, withoutAction(replan(occurrence)), newId)
  return changed
}

function withoutAction(dunning: Dunning): Dunning {
  return dunning.kind === 'exhausted' ? { ...dunning, action: 'CONTINUE' } : dunning
}

/** Skips every next period that has passed; one that is due at `now` has not. */
export function skipPassed(book: ScheduleBook, now: Date, newId: NewOccurrenceId): ScheduleBook {
  let changed = book
  for (;;) {
    const passed = changed.occurrences.find(({ status, dueAt }) => status === 'UPCOMING' && dueAt < now)
    if (passed === undefined) return changed
    changed = skipOccurrence(changed, passed.id, 'SCHEDULE_PAUSED', newId)
  }
}
