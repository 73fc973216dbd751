import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

const find = statement<{ id: string }>(
  'sent-reference-of-charge',
  `SELECT a.id FROM provider_requests a
   WHERE a.charge_id = $1 AND a.merchant_id = $2 AND a.mode = $3::mode AND a.purpose IN ('CHARGE_CREATE', 'AGREEMENT_CREATE')`,
)

/**
 * The reference under which a charge was sent to its provider: the id of the provider request that made it. Undefined while it
 * waits for a consumer who has to come first.
 */
export async function sentReferenceOf(sql: Sql, tenant: Tenant, chargeId: string): Promise<string | undefined> {
  return (await sql.row(find, [chargeId, tenant.merchantId, tenant.mode]))?.id
}
