import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ChargeRow, charges } from '../tables.ts'
import { idsIn } from './ids.ts'

const initialChargesStatement = statement<ChargeRow>(
  'initial-charges',
  `SELECT ${charges.select('charge')} FROM charges charge
   WHERE charge.merchant_id = $1 AND charge.mode = $2 AND charge.agreement_id = ANY (${idsIn('$3')}::text[]) AND charge.reason = 'INITIAL'`,
)

/** The charges that were made together with the agreements: at most one each, in no order. */
export function initialCharges(sql: Sql, tenant: Tenant, agreementIds: readonly string[]): Promise<ChargeRow[]> {
  return sql.rows(initialChargesStatement, [tenant.merchantId, tenant.mode, agreementIds])
}
