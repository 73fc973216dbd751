import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { Write } from '../sql/write.ts'

const find = statement<{ allowed: readonly string[] }>(
  'return-origins-find',
  'SELECT allowed FROM return_origins WHERE merchant_id = $1 AND mode = $2::mode',
)

/** The origins that a merchant's returnUrl may have in a mode. Empty: any. */
export async function findReturnOrigins(sql: Sql, { merchantId, mode }: Tenant): Promise<readonly string[]> {
  return (await sql.row(find, [merchantId, mode]))?.allowed ?? []
}

/** Replaces a merchant's list. */
export function returnOriginsWrite(tenant: Tenant, allowed: readonly string[], now: Date): Write {
  return {
    shape: 'put:return_origins',
    text: parameter =>
      `INSERT INTO return_origins (merchant_id, mode, allowed, updated_at)
       SELECT r.merchant_id, r.mode, r.allowed, r.updated_at
       FROM jsonb_populate_recordset(null::return_origins, ${parameter}::jsonb) r
       ON CONFLICT (merchant_id, mode) DO UPDATE SET allowed = EXCLUDED.allowed, updated_at = EXCLUDED.updated_at`,
    parameter: [{ ...tenant, allowed, updatedAt: now }],
  }
}
