import type { Recurrence } from '../../domain/schedule/recurrence.ts'
import type { ScheduleRow } from '../tables.ts'

/** The columns of a schedule's recurrence. */
export const recurrenceColumns = {
  anchorDate: true,
  intervalUnit: true,
  intervalCount: true,
  timeOfDay: true,
  timeZone: true,
  endDate: true,
  maxOccurrences: true,
} as const

/** The recurrence of a schedule, from its row. */
export function recurrenceOf(row: Pick<ScheduleRow, keyof typeof recurrenceColumns>): Recurrence {
  const { anchorDate, intervalUnit, intervalCount, timeOfDay, timeZone, endDate, maxOccurrences } = row
  return { anchorDate, interval: intervalUnit, intervalCount, timeOfDay, timeZone, endDate, maxOccurrences }
}
