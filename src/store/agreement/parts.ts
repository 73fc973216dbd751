import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ProviderRequestRow, providerRequests } from '../tables/provider-request.ts'

const initial = statement<{ id: string }>(
  'agreement-initial-charge-id',
  `SELECT c.id FROM charges c
   WHERE c.agreement_id = $1 AND c.merchant_id = $2 AND c.mode = $3::mode AND c.reason = 'INITIAL'`,
)

/** The charge that was made with the agreement; undefined where it was made without one. */
export async function initialChargeId(sql: Sql, tenant: Tenant, agreementId: string): Promise<string | undefined> {
  return (await sql.row(initial, [agreementId, tenant.merchantId, tenant.mode]))?.id
}

const open = statement<ProviderRequestRow>(
  'provider-requests-open-of-agreement',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a
   WHERE a.agreement_id = $1 AND a.state <> 'SETTLED' AND a.purpose IN ('AGREEMENT_CREATE', 'AGREEMENT_REVOKE')
   ORDER BY a.id`,
)

/** Requests to create or revoke it whose outcome is not known. */
export function openRequestsOfAgreement(sql: Sql, agreementId: string): Promise<ProviderRequestRow[]> {
  return sql.rows(open, [agreementId])
}
