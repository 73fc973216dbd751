const thisYear = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
})
const thisYearSeconds = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
})
const dateTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const dateTimeSeconds = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' })

/** Without the year if it is that of `nowMs`. */
export function formatDateTime(at: string, nowMs?: number, hasSeconds = false): string {
  const date = new Date(at)
  const isThisYear = nowMs !== undefined && new Date(nowMs).getFullYear() === date.getFullYear()
  if (hasSeconds) return (isThisYear ? thisYearSeconds : dateTimeSeconds).format(date)
  return (isThisYear ? thisYear : dateTime).format(date)
}

export const formatExact = (at: string) => exact.format(new Date(at))

/** A date in a time zone of its own, e.g. a schedule's. */
export function formatDateIn(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone }).format(new Date(at))
}

/** YYYY-MM-DD in a time zone. */
export function localDate(at: string | Date, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(new Date(at))
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** E.g. "in 3 days", "2 hours ago". */
export function formatRelative(at: string, nowMs: number): string {
  const ms = new Date(at).getTime() - nowMs
  const [unit, size] = UNITS.find(([, size]) => Math.abs(ms) >= size) ?? ['second', 1_000]
  return relative.format(Math.round(ms / size), unit)
}

/** E.g. "4 min", "2 h", "3 d". */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${Math.round(seconds * 1_000)} ms`
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`
  return `${Math.round(seconds / 86_400)} d`
}
