import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeRow, charges } from '../tables/charge.ts'
import { idsIn } from './ids.ts'

const chargesByIdsStatement = statement<ChargeRow>(
  'charges-by-ids',
  `SELECT ${charges.select('charge')} FROM charges charge
   WHERE charge.merchant_id = $1 AND charge.mode = $2 AND charge.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function chargesByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<ChargeRow[]> {
  return sql.rows(chargesByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
