import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type AttemptRow, attempts } from '../tables/attempt.ts'

const initial = statement<{ id: string }>(
  'agreement-initial-charge-id',
  `SELECT c.id FROM charges c
   WHERE c.agreement_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode AND c.reason = 'INITIAL'`,
)

/** The charge that was made with the agreement; undefined where it was made without one. */
export async function initialChargeId(sql: Sql, tenant: Tenant, agreementId: string): Promise<string | undefined> {
  return (await sql.row(initial, [agreementId, tenant.merchantId, tenant.mode]))?.id
}

const open = statement<AttemptRow>(
  'attempts-open-of-agreement',
  `SELECT ${attempts.select('a')} FROM attempts a
   WHERE a.agreement_id = $1 AND a.state <> 'SETTLED' AND a.purpose IN ('AGREEMENT_CREATE', 'AGREEMENT_REVOKE')
   ORDER BY a.id`,
)

/** Requests to create or revoke it whose outcome is not known. */
export function openAttemptsOfAgreement(sql: Sql, agreementId: string): Promise<AttemptRow[]> {
  return sql.rows(open, [agreementId])
}
