/**
 * A second implementation of the calendar, with Date and Intl instead of the gateway's own code, because the judge must
 * count independently.
 */
export interface Rhythm {
  readonly interval_unit: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'
  readonly interval_count: number
  readonly anchor_date: string
  readonly time_of_day: string
  readonly time_zone: string
  readonly end_date: string | null
  readonly max_occurrences: number | null
}

const DAY_MS = 86_400_000

/** The local date on which an occurrence falls, counted from the anchor. */
export function dateOfOccurrence({ interval_unit, interval_count, anchor_date }: Rhythm, index: number): string {
  const [year = 0, month = 0, day = 0] = anchor_date.split('-').map(Number)
  const count = index * interval_count
  if (interval_unit === 'DAY' || interval_unit === 'WEEK')
    return written(Date.UTC(year, month - 1, day + count * (interval_unit === 'WEEK' ? 7 : 1)))
  const months = month - 1 + count * (interval_unit === 'YEAR' ? 12 : 1)
  const lastDay = new Date(Date.UTC(year, months + 1, 0)).getUTCDate()
  return written(Date.UTC(year, months, Math.min(day, lastDay)))
}

/** The due time of an occurrence: the first of two instants; after a gap, later by the length of the gap. */
export function instantOfOccurrence(rhythm: Rhythm, index: number): number {
  const { time_zone: zone, time_of_day } = rhythm
  const wantedMs = Date.parse(`${dateOfOccurrence(rhythm, index)}T${time_of_day}:00Z`)
  // No zone changes its clocks twice within two days.
  const [before, after] = [wantedMs - DAY_MS, wantedMs + DAY_MS].map(ms => wantedMs - offsetMs(zone, ms)) as [
    number,
    number,
  ]
  const real = [before, after].filter(ms => ms + offsetMs(zone, ms) === wantedMs)
  return real.length > 0 ? Math.min(...real) : Math.max(before, after)
}

/** True if the recurrence has an occurrence with this index. */
export function hasOccurrence(rhythm: Rhythm, index: number): boolean {
  const { end_date, max_occurrences } = rhythm
  if (max_occurrences !== null && index >= max_occurrences) return false
  return end_date === null || dateOfOccurrence(rhythm, index) <= end_date
}

/** The date in a zone. */
export function localDate(zone: string, ms: number): string {
  return written(ms + offsetMs(zone, ms))
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The UTC offset of a zone's clocks. */
function offsetMs(zone: string, ms: number): number {
  const format = formats.get(zone) ?? newFormat(zone)
  formats.set(zone, format)
  const shown = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = shown
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1_000) * 1_000
}

function newFormat(timeZone: string): Intl.DateTimeFormat {
  const numeric = 'numeric'
  return new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: numeric, month: numeric, day: numeric },
    ...{ hour: numeric, minute: numeric, second: numeric },
  })
}

function written(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
