import type { Tenant } from '../domain/vocabulary.ts'
import { type Sql, statement } from './database.ts'
import type { ApiKeyRow } from './tables/api-key.ts'

const ensure = statement<{ id: string }>(
  'merchant-ensure',
  `WITH made AS (
     INSERT INTO merchants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING RETURNING id
   )
   SELECT id FROM made UNION ALL SELECT id FROM merchants WHERE name = $2 LIMIT 1`,
)

/** The merchant of that name, made under the proposed id where there is none. Several processes may do so at once. */
export async function ensureMerchant(sql: Sql, merchant: { id: string; name: string }, now: Date): Promise<string> {
  const values = [merchant.id, merchant.name, now]
  // A second look, where another process's row was committed after this statement's snapshot was taken.
  const row = (await sql.row(ensure, values)) ?? (await sql.row(ensure, values))
  if (row === undefined) throw new Error('the merchant has no row')
  return row.id
}

const insertKey = statement<{ id: string }>(
  'api-key-insert',
  `INSERT INTO api_keys (id, merchant_id, mode, hash, hint, scopes, created_at)
   VALUES ($1, $2, $3::mode, $4, $5, $6, $7)
   ON CONFLICT (hash) DO UPDATE SET scopes = EXCLUDED.scopes, revoked_at = NULL
   WHERE api_keys.merchant_id = EXCLUDED.merchant_id AND api_keys.mode = EXCLUDED.mode
   RETURNING id`,
)

/**
 * Keeps a key's hash. A key that is there already gets these scopes and counts again.
 *
 * @throws where it belongs to another merchant or mode.
 */
export async function putApiKey(sql: Sql, key: Omit<ApiKeyRow, 'revokedAt'>): Promise<void> {
  const { id, merchantId, mode, hash, hint, scopes, createdAt } = key
  const row = await sql.row(insertKey, [id, merchantId, mode, hash, hint, scopes, createdAt])
  if (row === undefined) throw new Error('the key belongs to another merchant or mode')
}

const revokeOthers = statement<{ id: string }>(
  'api-key-revoke-others',
  `UPDATE api_keys SET revoked_at = $4
   WHERE merchant_id = $1 AND mode = $2::mode AND hash <> $3 AND revoked_at IS NULL RETURNING id`,
)

/** Revokes all keys of a tenant but one. */
export async function revokeOtherKeys(sql: Sql, tenant: Tenant, hash: string, now: Date): Promise<void> {
  await sql.rows(revokeOthers, [tenant.merchantId, tenant.mode, hash, now])
}

const oldest = statement<{ id: string }>('merchant-oldest', 'SELECT id FROM merchants ORDER BY id LIMIT 1')

/** The first merchant that this installation was given, by id. */
export async function oldestMerchant(sql: Sql): Promise<string | undefined> {
  return (await sql.row(oldest))?.id
}
