import type { ScheduleStatus } from '../../domain/enums.ts'
import { type ScheduleRow, schedules } from '../tables/schedule.ts'
import { pageReader } from './page.ts'

export interface SchedulesFilter {
  /** Any of these; an empty list matches nothing. */
  readonly status?: readonly ScheduleStatus[] | null | undefined
  readonly agreementId?: string | null | undefined
  readonly consumerId?: string | null | undefined
  readonly reference?: string | null | undefined
  /** Inclusive. */
  readonly createdAfter?: Date | null | undefined
  /** Exclusive. */
  readonly createdBefore?: Date | null | undefined
}

/** The tenant's schedules, newest first. */
export const schedulesPage = pageReader<ScheduleRow, SchedulesFilter>(
  { name: 'schedules-page', table: schedules },
  {
    status: value => `item.status = ANY (${value}::schedule_status[])`,
    agreementId: value => `item.agreement_id = ${value}`,
    consumerId: value => `item.consumer_id = ${value}`,
    reference: value => `item.reference = ${value}`,
    createdAfter: value => `item.created_at >= ${value}`,
    createdBefore: value => `item.created_at < ${value}`,
  },
)
