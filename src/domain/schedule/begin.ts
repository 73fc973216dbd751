import type { NewOccurrenceId } from './charging.ts'
import { addUpcoming, type OccurrenceFacts, type ScheduleBook } from './transition.ts'
import { periods } from './upcoming.ts'

/**
 * The periods that a new schedule begins with: those that have passed are SKIPPED, the next one is UPCOMING. Undefined
 * where none is left, or more than `mostPassed` have passed.
 */
export function firstOccurrences(
  book: ScheduleBook,
  { now, newId, mostPassed }: { now: Date; newId: NewOccurrenceId; mostPassed: number },
): ScheduleBook | 'none left' | 'too many passed' {
  let changed = book
  for (const period of periods(book.schedule.recurrence, { fromIndex: 0 })) {
    changed = addUpcoming(changed, newId(), period)
    if (period.at >= now) return changed
    if (changed.occurrences.length > mostPassed) return 'too many passed'
    changed = { ...changed, occurrences: changed.occurrences.map(of => (of.index === period.index ? skipped(of) : of)) }
  }
  return 'none left'
}

function skipped(occurrence: OccurrenceFacts): OccurrenceFacts {
  return { ...occurrence, status: 'SKIPPED', statusReason: 'BEFORE_CREATION', nextAt: null }
}
