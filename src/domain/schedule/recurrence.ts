import type { IntervalUnit } from '../enums.ts'

/**
 * When a schedule charges: occurrence n is on `anchorDate` + n × `intervalCount` intervals, at `timeOfDay` in
 * `timeZone`. The values are validated: `isCalendarDate`, `isTimeOfDay`, `isTimeZone`, counts of 1 or more.
 */
export interface Recurrence {
  /** The local date of occurrence 0, YYYY-MM-DD. */
  readonly anchorDate: string
  readonly interval: IntervalUnit
  readonly intervalCount: number
  /** Wall-clock time, HH:MM. */
  readonly timeOfDay: string
  /** An IANA name. */
  readonly timeZone: string
  /** The last possible local date of an occurrence, or null for no end. */
  readonly endDate: string | null
  /** The number of occurrences, including skipped ones, or null for no end. */
  readonly maxOccurrences: number | null
}

/** One occurrence of a recurrence. */
export interface OccurrenceDate {
  readonly index: number
  /**
   * The local date by the rule, YYYY-MM-DD. The local date of `at` can be a day later if the clocks skip the end of a
   * day (America/Nuuk, each spring) or a whole day (Pacific/Apia, 2011-12-30).
   */
  readonly date: string
  readonly at: Date
}
