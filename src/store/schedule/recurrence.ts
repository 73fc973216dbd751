import type { Recurrence } from '../../domain/schedule/recurrence.ts'
import type { ScheduleRow } from '../tables/schedule.ts'

/** When a schedule's occurrences fall, from its row. */
export function recurrenceOf(row: Omit<ScheduleRow, 'snapshotXmin'>): Recurrence {
  const { anchorDate, intervalUnit, intervalCount, timeOfDay, timeZone, endDate, maxOccurrences } = row
  return { anchorDate, interval: intervalUnit, intervalCount, timeOfDay, timeZone, endDate, maxOccurrences }
}
