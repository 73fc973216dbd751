import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type RevocationRow, revocations } from '../tables/revocation.ts'
import { idsIn } from './ids.ts'

const revocationsOfAgreementsStatement = statement<RevocationRow>(
  'revocations-of-agreements',
  `SELECT ${revocations.select('revocation')} FROM revocations revocation
   WHERE revocation.merchant_id = $1 AND revocation.mode = $2 AND revocation.agreement_id = ANY (${idsIn('$3')}::text[])
   ORDER BY revocation.id`,
)

/** Every request to end the agreements, oldest first. */
export function revocationsOfAgreements(
  sql: Sql,
  tenant: Tenant,
  agreementIds: readonly string[],
): Promise<RevocationRow[]> {
  return sql.rows(revocationsOfAgreementsStatement, [tenant.merchantId, tenant.mode, agreementIds])
}
