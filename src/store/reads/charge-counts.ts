import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'

export interface ChargeCountRow {
  readonly agreementId: string
  readonly count: number
}

const chargeCountsStatement = statement<ChargeCountRow>(
  'charge-counts',
  `SELECT charge.agreement_id AS "agreementId", count(*)::int AS count FROM charges charge
   WHERE charge.merchant_id = $1 AND charge.mode = $2 AND charge.agreement_id = ANY (${idsIn('$3')}::text[])
     AND charge.status NOT IN ('FAILED', 'DISCARDED', 'VOIDED')
   GROUP BY charge.agreement_id`,
)

/**
 * How many charges of each agreement count against the agreed number: all except failed ones. A charge without a known
 * outcome counts. Agreements without charges are left out.
 */
export function chargeCounts(sql: Sql, tenant: Tenant, agreementIds: readonly string[]): Promise<ChargeCountRow[]> {
  return sql.rows(chargeCountsStatement, [tenant.merchantId, tenant.mode, agreementIds])
}
