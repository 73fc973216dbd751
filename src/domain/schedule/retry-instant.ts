import { Temporal } from 'temporal-polyfill'
import { instantOf, localDateOf } from './local-time.ts'
import type { Recurrence } from './recurrence.ts'

/** A declined occurrence and the wait of its retry policy. */
interface DeclinedOccurrence {
  /** The local date of the occurrence, `OccurrenceDate.date`. */
  readonly dueDate: string
  /** Days after `dueDate`, 1 or more. */
  readonly afterDays: number
  /** When the occurrence was last tried. */
  readonly lastTriedAt: Date
}

/**
 * When a declined occurrence is retried: `afterDays` after its due date, at the schedule's local time. Two tries are
 * never on the same local date: after a late try (a scheduler that was down, a day that the zone skipped) the next one
 * is a day later. At the end of the year 9999 the result can be in the next year.
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
