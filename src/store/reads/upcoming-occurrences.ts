import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'

export interface UpcomingOccurrenceRow {
  readonly scheduleId: string
  readonly index: number
  /** The local date from the recurrence rule, YYYY-MM-DD. */
  readonly dueDate: string
  readonly dueAt: Date
}

const upcomingOccurrencesStatement = statement<UpcomingOccurrenceRow>(
  'upcoming-occurrences',
  `SELECT occurrence.schedule_id AS "scheduleId", occurrence.index, occurrence.due_date AS "dueDate",
          occurrence.due_at AS "dueAt"
   FROM occurrences occurrence
   WHERE occurrence.merchant_id = $1 AND occurrence.mode = $2 AND occurrence.schedule_id = ANY (${idsIn('$3')}::text[])
     AND occurrence.status = 'UPCOMING'`,
)

/** The next occurrence of each schedule that has one. If the schedule is PAUSED, it can be in the past. */
export function upcomingOccurrences(
  sql: Sql,
  tenant: Tenant,
  scheduleIds: readonly string[],
): Promise<UpcomingOccurrenceRow[]> {
  return sql.rows(upcomingOccurrencesStatement, [tenant.merchantId, tenant.mode, scheduleIds])
}
