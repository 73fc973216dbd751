import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ScheduleRow, schedules } from '../tables/schedule.ts'
import { idsIn } from './ids.ts'

const schedulesByIdsStatement = statement<ScheduleRow>(
  'schedules-by-ids',
  `SELECT ${schedules.select('schedule')} FROM schedules schedule
   WHERE schedule.merchant_id = $1 AND schedule.mode = $2 AND schedule.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function schedulesByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<ScheduleRow[]> {
  return sql.rows(schedulesByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
