import { Temporal } from 'temporal-polyfill'

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/

/** True for a wall-clock time from 00:00 to 23:59, written HH:MM. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text)
}

/**
 * True for an IANA name, including links such as Asia/Calcutta, in its exact case, because many readers, such as Java,
 * are case-sensitive. Offsets (+01:00) and abbreviations (PST) are not zones.
 */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/.test(name)) return false
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId === name
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * The instant of a local time in a zone: the first one if the time occurs twice. If the clocks skip it, it is later by
 * the skipped time: 02:30 becomes 03:30 if 03:00 follows 02:00.
 */
export function instantOf(date: string, { timeOfDay, timeZone }: { timeOfDay: string; timeZone: string }): Date {
  const local = Temporal.PlainDateTime.from(`${date}T${timeOfDay}`)
  return new Date(local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds)
}

/** The local date of a zone at an instant, YYYY-MM-DD. */
export function localDateOf(timeZone: string, instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
