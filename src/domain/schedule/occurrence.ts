import { Temporal } from 'temporal-polyfill'
import { LATEST_INSTANT } from '../../base/time/instant.ts'
import type { IntervalUnit } from '../enums.ts'
import { instantOf, localDateOf } from './local-time.ts'
import type { OccurrenceDate, Recurrence } from './recurrence.ts'

/** Dates and instants are written with four digits of a year. */
const LAST_YEAR = 9_999

const units = {
  DAY: { name: 'days', perYear: 366 },
  WEEK: { name: 'weeks', perYear: 53 },
  MONTH: { name: 'months', perYear: 12 },
  YEAR: { name: 'years', perYear: 1 },
} as const satisfies Record<IntervalUnit, { name: string; perYear: number }>

/**
 * An occurrence of the recurrence; undefined past its end: past `endDate` (one on that date is the last), past
 * `maxOccurrences`, and past the year 9999 in UTC.
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
 * Where a search for the first occurrence at or after `instant` can begin: an index that is not past it, and behind it
 * by two at most. Computed, so that a search takes as long for an old schedule as for a new one.
 */
export function indexShortlyBefore(recurrence: Recurrence, instant: Date): number {
  const { name } = units[recurrence.interval]
  // Yesterday's occurrence may still be to come: a gap can have moved it past midnight.
  const yesterday = Temporal.PlainDate.from(localDateOf(recurrence.timeZone, instant)).subtract({ days: 1 })
  const elapsed = Temporal.PlainDate.from(recurrence.anchorDate).until(yesterday, { largestUnit: name })[name]
  return Math.max(0, Math.floor(elapsed / recurrence.intervalCount))
}

/** Counted from the anchor and clamped to the end of the month: after 31 January come 28 February and 31 March. */
function dateOf({ anchorDate, interval, intervalCount }: Recurrence, index: number): string | undefined {
  if (!Number.isSafeInteger(index) || index < 0) throw new RangeError(`no occurrence has the index ${index}`)
  // Without this a search for a later occurrence would never end.
  if (!Number.isSafeInteger(intervalCount) || intervalCount < 1)
    throw new RangeError(`an interval count of ${intervalCount}`)
  const { name, perYear } = units[interval]
  const elapsed = index * intervalCount
  if (elapsed > perYear * (LAST_YEAR + 1)) return undefined
  const date = Temporal.PlainDate.from(anchorDate).add({ [name]: elapsed }, { overflow: 'constrain' })
  return date.year > LAST_YEAR ? undefined : date.toString()
}
