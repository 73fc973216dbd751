import type { Tenant } from '../../../domain/enums.ts'
import type { CallFact } from '../../../domain/event-log/timeline.ts'
import { type Sql, statement } from '../../sql/database.ts'
import { idsIn } from '../ids.ts'

export interface ChargeCallRow extends CallFact {
  readonly chargeId: string
}

const chargeCallsStatement = statement<ChargeCallRow>(
  'charge-calls',
  `SELECT provider_request.charge_id AS "chargeId", provider_request.provider, provider_request.purpose, call.verb, call.outcome,
          call.http_status AS "httpStatus", call.summary, call.duration_ms AS "durationMs", call.at
   FROM provider_requests provider_request JOIN provider_calls call ON call.provider_request_id = provider_request.id
   WHERE provider_request.merchant_id = $1 AND provider_request.mode = $2 AND provider_request.charge_id = ANY (${idsIn('$3')}::text[])
   ORDER BY call.id`,
)

/** Every exchange with a provider about the charges, oldest first. */
export function chargeCalls(sql: Sql, tenant: Tenant, chargeIds: readonly string[]): Promise<ChargeCallRow[]> {
  return sql.rows(chargeCallsStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
