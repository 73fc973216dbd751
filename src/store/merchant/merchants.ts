import { type Sql, statement } from '../sql/database.ts'
import type { ApiKeyRow } from '../tables/api-key.ts'

const ensure = statement<{ id: string }>(
  'merchant-ensure',
  `WITH made AS (
     INSERT INTO merchants (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING RETURNING id
   )
   SELECT id FROM made UNION ALL SELECT id FROM merchants WHERE name = $2 LIMIT 1`,
)

/**
 * The merchant with this name, created with the proposed id if it does not exist. Several processes may do so at once.
 */
export async function ensureMerchant(sql: Sql, merchant: { id: string; name: string }, now: Date): Promise<string> {
  const values = [merchant.id, merchant.name, now]
  // Runs a second time if another process's row was committed after the first statement's snapshot.
  const row = (await sql.row(ensure, values)) ?? (await sql.row(ensure, values))
  if (row === undefined) throw new Error('the merchant was neither found nor created')
  return row.id
}

const findByName = statement<{ id: string }>('merchant-find', 'SELECT id FROM merchants WHERE name = $1')

/** The id of the merchant of that name. */
export async function findMerchant(sql: Sql, name: string): Promise<string | undefined> {
  return (await sql.row(findByName, [name]))?.id
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
 * Stores a key's hash. A key that exists gets these scopes and is no longer revoked.
 *
 * @throws If the key belongs to another merchant or mode.
 */
export async function putApiKey(sql: Sql, key: Omit<ApiKeyRow, 'revokedAt'>): Promise<void> {
  const { id, merchantId, mode, hash, hint, scopes, createdAt } = key
  const row = await sql.row(insertKey, [id, merchantId, mode, hash, hint, scopes, createdAt])
  if (row === undefined) throw new Error('the key belongs to another merchant or mode')
}

const revokeKeys = statement<{ id: string }>(
  'api-key-revoke-of-merchant',
  `UPDATE api_keys k SET revoked_at = $3 FROM merchants m
   WHERE m.id = k.merchant_id AND m.name = $1 AND k.hash IS DISTINCT FROM $2 AND k.revoked_at IS NULL RETURNING k.id`,
)

/** Revokes all keys of a merchant, by its name, except the key with this hash. */
export async function revokeKeysOf(
  sql: Sql,
  { name, butHash }: { name: string; butHash: string | null },
  now: Date,
): Promise<void> {
  await sql.rows(revokeKeys, [name, butHash, now])
}

const oldest = statement<{ id: string }>(
  'merchant-oldest',
  'SELECT id FROM merchants WHERE name <> $1 ORDER BY id LIMIT 1',
)

/** The id of the first merchant of this installation, apart from the merchant with this name. */
export async function oldestMerchant(sql: Sql, butName: string): Promise<string | undefined> {
  return (await sql.row(oldest, [butName]))?.id
}
