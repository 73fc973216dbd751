import { Temporal } from 'temporal-polyfill'
import { LATEST_INSTANT } from '../../base/time/instant.ts'
import type { IntervalUnit } from '../enums.ts'
import { instantOf, localDateOf } from './local-time.ts'

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

/** Dates and instants have four-digit years. */
const LAST_YEAR = 9_999

const units = {
  DAY: { name: 'days', perYear: 366 },
  WEEK: { name: 'weeks', perYear: 53 },
  MONTH: { name: 'months', perYear: 12 },
  YEAR: { name: 'years', perYear: 1 },
} as const satisfies Record<IntervalUnit, { name: string; perYear: number }>

/**
 * An occurrence of the recurrence; undefined after its end: after `endDate` (inclusive), after `maxOccurrences`, and
 * after the year 9999 in UTC. Written by hand, because recurrence rule libraries skip short months.
 */
export function occurrenceAt(recurrence: Recurrence, index: number): OccurrenceDate | undefined {
  const { endDate, maxOccurrences } = recurrence
  if (maxOccurrences !== null && index >= maxOccurrences) return undefined
  const date = dateOf(recurrence, index)
  if (date === undefined || (endDate !== null && date > endDate)) return undefined
  const at = instantOf(date, recurrence)
  return at > LATEST_INSTANT ? undefined : { index, date, at }
}

/**
 * A start index for the search of the first occurrence at or after `instant`: at most two before it, never after it.
 * Computed, so that the search does not get slower as a schedule gets older.
 */
export function indexShortlyBefore(recurrence: Recurrence, instant: Date): number {
  const { name } = units[recurrence.interval]
  // Yesterday's occurrence can still be ahead: a time change can move it past midnight.
  const yesterday = Temporal.PlainDate.from(localDateOf(recurrence.timeZone, instant)).subtract({ days: 1 })
  const elapsed = Temporal.PlainDate.from(recurrence.anchorDate).until(yesterday, { largestUnit: name })[name]
  return Math.max(0, Math.floor(elapsed / recurrence.intervalCount))
}

/** Counted from the anchor and clamped to the end of the month: after 31 January come 28 February and 31 March. */
function dateOf({ anchorDate, interval, intervalCount }: Recurrence, index: number): string | undefined {
  if (!Number.isSafeInteger(index) || index < 0)
    throw new RangeError(`${index} is not an index of an occurrence: it must be an integer of 0 or more`)
  // Otherwise a search for a later occurrence would never end.
  if (!Number.isSafeInteger(intervalCount) || intervalCount < 1)
    throw new RangeError(`${intervalCount} is not an interval count: it must be an integer of 1 or more`)
  const { name, perYear } = units[interval]
  const elapsed = index * intervalCount
  if (elapsed > perYear * (LAST_YEAR + 1)) return undefined
  const date = Temporal.PlainDate.from(anchorDate).add({ [name]: elapsed }, { overflow: 'constrain' })
  return date.year > LAST_YEAR ? undefined : date.toString()
}
