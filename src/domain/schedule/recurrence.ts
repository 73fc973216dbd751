import type { IntervalUnit } from '../enums.ts'

/**
 * When a schedule charges: occurrence n falls on `anchorDate` + n × `intervalCount` intervals, at `timeOfDay` on the
 * clocks of `timeZone`. Its values have been checked: `isCalendarDate`, `isTimeOfDay`, `isTimeZone`, counts of 1 or
 * more.
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
  /** The last local date on which an occurrence may fall, or null for no end. */
  readonly endDate: string | null
  /** How many occurrences there are, skipped ones counted, or null for no end. */
  readonly maxOccurrences: number | null
}

/** One occurrence of a recurrence. */
export interface OccurrenceDate {
  readonly index: number
  /**
   * The local date that the rule gives it, YYYY-MM-DD. The local date of `at` can be a day later: where the clocks skip
   * the end of a day (America/Nuuk, each spring) or all of it (Pacific/Apia, 2011-12-30).
   */
  readonly date: string
  readonly at: Date
}
