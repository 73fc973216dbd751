import { Temporal } from 'temporal-polyfill'

/** The longest time range of an overview, so that its cost has a limit. */
export const LONGEST_RANGE_DAYS = 92
const DAY_MS = 86_400_000

/** From `from`, inclusive, to `to`, exclusive. */
export interface TimeRange {
  readonly from: Date
  readonly to: Date
}

/** A local date and the part of it that is in the time range. */
export interface Day extends TimeRange {
  /** YYYY-MM-DD. */
  readonly date: string
}

export function isTimeRange({ from, to }: TimeRange): boolean {
  return from < to
}

/** A day more is allowed for a change of the clocks, and for a time range that begins and ends within a day. */
export function isTooLong({ from, to }: TimeRange): boolean {
  return to.getTime() - from.getTime() > (LONGEST_RANGE_DAYS + 1) * DAY_MS
}

/** The local dates of a time range, in order. Days have 23 or 25 hours where the clocks change. */
export function daysOf({ from, to }: TimeRange, timeZone: string): Day[] {
  const days: Day[] = []
  let date = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
  for (let start = from; start < to; ) {
    const next = date.add({ days: 1 })
    const end = new Date(Math.min(next.toZonedDateTime(timeZone).epochMilliseconds, to.getTime()))
    days.push({ date: date.toString(), from: start, to: end })
    date = next
    start = end
  }
  return days
}
