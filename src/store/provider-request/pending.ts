import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { type ProviderRequestRow, providerRequests } from '../tables/provider-request.ts'

const find = statement<ProviderRequestRow>(
  'provider-requests-of-pending',
  `SELECT ${providerRequests.select('a')} FROM provider_requests a JOIN charge_operations o ON o.id = a.operation_id
   WHERE a.charge_id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode
     AND o.kind <> 'AUTHORIZATION' AND o.status = 'PENDING' ORDER BY a.id`,
)

/** Of a charge's captures, refunds and voids that the provider took, and whose outcome it has yet to tell: what asked for them. */
export function pendingRequestsOfCharge(sql: Sql, tenant: Tenant, chargeId: string): Promise<ProviderRequestRow[]> {
  return sql.rows(find, [chargeId, tenant.merchantId, tenant.mode])
}
