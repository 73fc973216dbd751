import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'

export interface OccurrenceCountRow {
  readonly scheduleId: string
  readonly count: number
}

const occurrenceCountsStatement = statement<OccurrenceCountRow>(
  'occurrence-counts',
  `SELECT occurrence.schedule_id AS "scheduleId", count(*)::int AS count FROM occurrences occurrence
   WHERE occurrence.merchant_id = $1 AND occurrence.mode = $2 AND occurrence.schedule_id = ANY (${idsIn('$3')}::text[])
   GROUP BY occurrence.schedule_id`,
)

/** The number of each schedule's occurrences so far, including skipped ones and the next one. */
export function occurrenceCounts(
  sql: Sql,
  tenant: Tenant,
  scheduleIds: readonly string[],
): Promise<OccurrenceCountRow[]> {
  return sql.rows(occurrenceCountsStatement, [tenant.merchantId, tenant.mode, scheduleIds])
}
