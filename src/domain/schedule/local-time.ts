import { Temporal } from 'temporal-polyfill'

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/

/** True for a wall-clock time from 00:00 to 23:59, written HH:MM. */
export function isTimeOfDay(text: string): boolean {
  return TIME_OF_DAY.test(text)
}

/**
 * True for an IANA name, links such as Asia/Calcutta among them, in its own spelling: many readers of names, Java's for
 * one, tell upper from lower case. Offsets (+01:00) and abbreviations without a place (PST) name no zone.
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
 * The instant at which the clocks of a zone show a time on a date: the first where they show it twice. Where they skip
 * it, it is later by what they skip: 02:30 becomes 03:30 where 03:00 follows 02:00.
 */
export function instantOf(date: string, { timeOfDay, timeZone }: { timeOfDay: string; timeZone: string }): Date {
  const local = Temporal.PlainDateTime.from(`${date}T${timeOfDay}`)
  return new Date(local.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds)
}

/** The date that a zone has at an instant, YYYY-MM-DD. */
export function localDateOf(timeZone: string, instant: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}
