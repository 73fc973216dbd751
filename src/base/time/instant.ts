/** The accepted range of instants, in UTC. RFC 3339 has four digits for a year; nothing is charged before 1970. */
export const EARLIEST_INSTANT: Date = new Date('1970-01-01T00:00:00.000Z')
export const LATEST_INSTANT: Date = new Date('9999-12-31T23:59:59.999Z')

/** The same range in calendar dates. */
export const EARLIEST_DATE = '1970-01-01'
export const LATEST_DATE = '9999-12-31'

const DATE = /^\d{4}-\d{2}-\d{2}$/
const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
/** Enough for any fraction of a second. */
const INSTANT_LENGTH_MAX = 64

/** True if the text is a date that exists, written YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  if (!DATE.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  // Date would read February 30 as a day of March.
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

/** Reads an RFC 3339 instant with any offset, to the millisecond. */
export function readInstant(text: string): Date | 'malformed' | 'out of range' {
  const date = text.length > INSTANT_LENGTH_MAX ? undefined : INSTANT.exec(text)?.[1]
  if (date === undefined || !isCalendarDate(date)) return 'malformed'
  const instant = new Date(text.toUpperCase())
  return instant < EARLIEST_INSTANT || instant > LATEST_INSTANT ? 'out of range' : instant
}
