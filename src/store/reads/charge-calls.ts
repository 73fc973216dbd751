import type { Tenant } from '../../domain/enums.ts'
import type { CallFact } from '../../domain/event-log/timeline.ts'
import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'

export interface ChargeCallRow extends CallFact {
  readonly chargeId: string
}

const chargeCallsStatement = statement<ChargeCallRow>(
  'charge-calls',
  `SELECT attempt.charge_id AS "chargeId", attempt.provider, attempt.purpose, call.verb, call.outcome,
          call.http_status AS "httpStatus", call.summary, call.duration_ms AS "durationMs", call.at
   FROM attempts attempt JOIN provider_calls call ON call.attempt_id = attempt.id
   WHERE attempt.merchant_id = $1 AND attempt.mode = $2 AND attempt.charge_id = ANY (${idsIn('$3')}::text[])
   ORDER BY call.id`,
)

/** Every exchange with a provider about the charges, oldest first. */
export function chargeCalls(sql: Sql, tenant: Tenant, chargeIds: readonly string[]): Promise<ChargeCallRow[]> {
  return sql.rows(chargeCallsStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
