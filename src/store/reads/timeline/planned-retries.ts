import type { PlannedRetry } from '../../../domain/charge/next-step.ts'
import type { Tenant } from '../../../domain/enums.ts'
import { type Sql, statement } from '../../sql/database.ts'
import { idsIn } from '../ids.ts'

export interface PlannedRetryRow extends PlannedRetry {
  readonly chargeId: string
}

// Only the last charge of an occurrence has a planned retry: the earlier ones were retried already.
const plannedRetriesStatement = statement<PlannedRetryRow>(
  'planned-retries',
  `SELECT charge.id AS "chargeId", occurrence.schedule_id AS "scheduleId", occurrence.index, occurrence.tries,
          occurrence.status_reason AS because, occurrence.next_at AS at
   FROM charges charge JOIN occurrences occurrence ON occurrence.id = charge.occurrence_id
   WHERE charge.merchant_id = $1 AND charge.mode = $2 AND charge.id = ANY (${idsIn('$3')}::text[])
     AND occurrence.status = 'RETRYING' AND occurrence.next_at IS NOT NULL
     AND NOT EXISTS (SELECT FROM charges later WHERE later.occurrence_id = occurrence.id AND later.attempt_number > charge.attempt_number)`,
)

/** The planned retries of the charges' occurrences. */
export function plannedRetries(sql: Sql, tenant: Tenant, chargeIds: readonly string[]): Promise<PlannedRetryRow[]> {
  return sql.rows(plannedRetriesStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
