import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type RevocationRow, revocations } from '../tables/revocation.ts'
import { idsIn } from './ids.ts'

const revocationsByIdsStatement = statement<RevocationRow>(
  'revocations-by-ids',
  `SELECT ${revocations.select('revocation')} FROM revocations revocation
   WHERE revocation.merchant_id = $1 AND revocation.mode = $2 AND revocation.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function revocationsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<RevocationRow[]> {
  return sql.rows(revocationsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
