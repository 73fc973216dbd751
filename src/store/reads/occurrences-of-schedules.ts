import { type OccurrenceRow, occurrences } from '../tables/occurrence.ts'
import { pagesOfParentsReader } from './page.ts'

/**
 * One page of each schedule's occurrences, the latest first. Their places are indexes: several are made at one instant, those
 * that had passed when the schedule began, so that their ids are in no order.
 */
export const occurrencesOfSchedules = pagesOfParentsReader<OccurrenceRow>(
  { name: 'occurrences-of-schedules', table: occurrences, place: 'index' },
  'schedule_id',
)
