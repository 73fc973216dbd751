import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type AgreementRow, agreements } from '../tables/agreement.ts'
import { idsIn } from './ids.ts'

const agreementsByIdsStatement = statement<AgreementRow>(
  'agreements-by-ids',
  `SELECT ${agreements.select('agreement')} FROM agreements agreement
   WHERE agreement.merchant_id = $1 AND agreement.mode = $2 AND agreement.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function agreementsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<AgreementRow[]> {
  return sql.rows(agreementsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
