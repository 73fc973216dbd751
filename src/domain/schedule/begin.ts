import type { NewOccurrenceId } from './charging.ts'
import { type OccurrenceFacts, type ScheduleState, upcomingOccurrence } from './transition.ts'
import { datesFrom } from './upcoming.ts'

/** Returns the first occurrences of a new schedule: past ones are SKIPPED, the next one is UPCOMING. */
export function firstOccurrences(
  state: ScheduleState,
  { now, newId, mostPassed }: { now: Date; newId: NewOccurrenceId; mostPassed: number },
): ScheduleState | 'none left' | 'too many passed' {
  const occurrences: OccurrenceFacts[] = []
  for (const date of datesFrom(state.schedule.recurrence, { fromIndex: 0 })) {
    const occurrence = upcomingOccurrence(state.schedule, newId(), date)
    if (date.at >= now) return { ...state, occurrences: [...occurrences, occurrence] }
    if (occurrences.push(skipped(occurrence)) > mostPassed) return 'too many passed'
  }
  return 'none left'
}

function skipped(occurrence: OccurrenceFacts): OccurrenceFacts {
  return { ...occurrence, status: 'SKIPPED', statusReason: 'BEFORE_CREATION', nextAt: null }
}
