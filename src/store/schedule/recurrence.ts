import type { Recurrence } from '../../domain/schedule/recurrence.ts'
import type { ScheduleRow } from '../tables/schedule.ts'

/** The columns that say when a schedule's occurrences fall. */
export const recurrenceColumns = {
  anchorDate: true,
  intervalUnit: true,
  intervalCount: true,
  timeOfDay: true,
  timeZone: true,
  endDate: true,
  maxOccurrences: true,
} as const

/** When a schedule's occurrences fall, from its row. */
export function recurrenceOf(row: Pick<ScheduleRow, keyof typeof recurrenceColumns>): Recurrence {
  const { anchorDate, intervalUnit, intervalCount, timeOfDay, timeZone, endDate, maxOccurrences } = row
  return { anchorDate, interval: intervalUnit, intervalCount, timeOfDay, timeZone, endDate, maxOccurrences }
}
