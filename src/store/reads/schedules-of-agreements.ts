import { type ScheduleRow, schedules } from '../tables/schedule.ts'
import { pagesOfParentsReader } from './page.ts'

/** One page of the schedules that charge each agreement now, newest first. */
export const schedulesOfAgreements = pagesOfParentsReader<ScheduleRow>(
  { name: 'schedules-of-agreements', table: schedules },
  'agreement_id',
)
