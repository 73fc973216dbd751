import { Temporal } from 'temporal-polyfill'
import { instantOf, localDateOf } from './local-time.ts'
import type { Recurrence } from './recurrence.ts'

/** What was declined, and how long its retry policy waits. */
interface DeclinedOccurrence {
  /** The local date of the occurrence, `OccurrenceDate.date`. */
  readonly dueDate: string
  /** Days after `dueDate`, 1 or more. */
  readonly afterDays: number
  /** When the occurrence was last tried. */
  readonly lastTriedAt: Date
}

/**
 * When a declined occurrence is tried again: `afterDays` after its due date at the time of day, by the same clocks as
 * the occurrence itself. Two tries never fall on one local date: after one that came late (a scheduler that was down, a
 * day that the zone skipped) the next waits for the day after it. At the end of the year 9999 it may lie in the next.
 */
export function retryInstant(
  recurrence: Pick<Recurrence, 'timeOfDay' | 'timeZone'>,
  { dueDate, afterDays, lastTriedAt }: DeclinedOccurrence,
): Date {
  const planned = daysAfter(dueDate, afterDays)
  const soonest = daysAfter(localDateOf(recurrence.timeZone, lastTriedAt), 1)
  const date = Temporal.PlainDate.compare(planned, soonest) < 0 ? soonest : planned
  return instantOf(date.toString(), recurrence)
}

function daysAfter(date: string, days: number): Temporal.PlainDate {
  return Temporal.PlainDate.from(date).add({ days })
}
