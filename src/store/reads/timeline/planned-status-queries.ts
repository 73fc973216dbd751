import type { PlannedStatusQuery } from '../../../domain/charge/next-step.ts'
import type { Tenant } from '../../../domain/enums.ts'
import { type Sql, statement } from '../../sql/database.ts'
import { idsIn } from '../ids.ts'

export interface PlannedStatusQueryRow extends PlannedStatusQuery {
  readonly chargeId: string
}

const plannedStatusQueriesStatement = statement<PlannedStatusQueryRow>(
  'planned-status-queries',
  `SELECT provider_request.charge_id AS "chargeId", provider_request.purpose, provider_request.state, provider_request.next_status_query_at AS at,
          provider_request.status_queries AS "statusQueries"
   FROM provider_requests provider_request
   WHERE provider_request.merchant_id = $1 AND provider_request.mode = $2 AND provider_request.charge_id = ANY (${idsIn('$3')}::text[])
     AND provider_request.state <> 'SETTLED' AND provider_request.next_status_query_at IS NOT NULL`,
)

/** When the next status query is due for requests of the charges whose outcome is not known. */
export function plannedStatusQueries(
  sql: Sql,
  tenant: Tenant,
  chargeIds: readonly string[],
): Promise<PlannedStatusQueryRow[]> {
  return sql.rows(plannedStatusQueriesStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
