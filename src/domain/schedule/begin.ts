import type { NewOccurrenceId } from './charging.ts'
import { type OccurrenceFacts, type ScheduleBook, upcomingOccurrence } from './transition.ts'
import { periods } from './upcoming.ts'

/**
 * The periods that a new schedule begins with: those that have passed are SKIPPED, the next one is UPCOMING. Undefined
 * where none is left, or more than `mostPassed` have passed.
 */
export function firstOccurrences(
  book: ScheduleBook,
  { now, newId, mostPassed }: { now: Date; newId: NewOccurrenceId; mostPassed: number },
): ScheduleBook | 'none left' | 'too many passed' {
  const occurrences: OccurrenceFacts[] = []
  for (const period of periods(book.schedule.recurrence, { fromIndex: 0 })) {
    const occurrence = upcomingOccurrence(book.schedule, newId(), period)
    if (period.at >= now) return { ...book, occurrences: [...occurrences, occurrence] }
    if (occurrences.push(skipped(occurrence)) > mostPassed) return 'too many passed'
  }
  return 'none left'
}

function skipped(occurrence: OccurrenceFacts): OccurrenceFacts {
  return { ...occurrence, status: 'SKIPPED', statusReason: 'BEFORE_CREATION', nextAt: null }
}
