import type { Scope } from '../../domain/access/scopes.ts'
import type { Mode, Tenant } from '../../domain/enums.ts'
import { type Sql, statement, type Transaction } from '../sql/database.ts'
import { type ApiKeyRow, apiKeys } from '../tables.ts'

export interface FoundKey {
  readonly id: string
  /** SHA-256 of the key, hex. */
  readonly hash: string
  readonly merchantId: string
  readonly merchantName: string
  readonly mode: Mode
  readonly scopes: readonly Scope[]
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
  /** The origins that returnUrl may have. Empty: any. */
  readonly returnOrigins: readonly string[]
}

/** What a statement selects and joins to find keys `k` that have not ended; $2 is now. */
export const foundKeys = {
  columns: `k.id, k.merchant_id AS "merchantId", m.name AS "merchantName", k.mode, k.scopes,
     k.expires_at AS "expiresAt", k.last_used_at AS "lastUsedAt", COALESCE(o.allowed, '{}') AS "returnOrigins"`,
  joins: `JOIN merchants m ON m.id = k.merchant_id
   LEFT JOIN return_origins o ON o.merchant_id = k.merchant_id AND o.mode = k.mode`,
  notEnded: 'k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)',
} as const

const find = statement<FoundKey>(
  'api-keys-find',
  `SELECT ${foundKeys.columns}, k.hash FROM api_keys k ${foundKeys.joins}
   WHERE k.hash = ANY ($1::text[]) AND ${foundKeys.notEnded}`,
)

/** The keys with these hashes, without those that were revoked or have expired. Unordered. */
export async function findApiKeys(sql: Sql, hashes: readonly string[], now: Date): Promise<readonly FoundKey[]> {
  return hashes.length === 0 ? [] : sql.rows(find, [hashes, now])
}

const get = statement<ApiKeyRow>(
  'api-key-get',
  `SELECT ${apiKeys.select('k')} FROM api_keys k WHERE k.merchant_id = $1 AND k.mode = $2 AND k.id = $3`,
)

export function getApiKey(sql: Sql, { merchantId, mode }: Tenant, id: string): Promise<ApiKeyRow | undefined> {
  return sql.row(get, [merchantId, mode, id])
}

const lock = statement<ApiKeyRow>('api-key-lock', `${get.text} FOR UPDATE OF k`)

/** The key, locked: no other transaction changes it until this one ends. */
export function lockApiKey(sql: Transaction, { merchantId, mode }: Tenant, id: string): Promise<ApiKeyRow | undefined> {
  return sql.row(lock, [merchantId, mode, id])
}

const list = statement<ApiKeyRow>(
  'api-key-list',
  `SELECT ${apiKeys.select('k')} FROM api_keys k WHERE k.merchant_id = $1 AND k.mode = $2 ORDER BY k.id DESC`,
)

/** All keys of a merchant and mode, newest first, including revoked and expired keys. */
export function listApiKeys(sql: Sql, { merchantId, mode }: Tenant): Promise<ApiKeyRow[]> {
  return sql.rows(list, [merchantId, mode])
}

const put = statement<ApiKeyRow>(
  'api-key-put',
  `INSERT INTO api_keys AS k (id, merchant_id, mode, hash, prefix, last4, label, scopes, created_at, expires_at)
   VALUES ($1, $2, $3::mode, $4, $5, $6, $7, $8, $9, $10)
   ON CONFLICT (hash) DO UPDATE
   SET scopes = EXCLUDED.scopes, label = EXCLUDED.label, expires_at = EXCLUDED.expires_at, revoked_at = NULL
   WHERE k.merchant_id = EXCLUDED.merchant_id AND k.mode = EXCLUDED.mode
   RETURNING ${apiKeys.select('k')}`,
)

export type NewApiKey = Omit<ApiKeyRow, 'lastUsedAt' | 'revokedAt' | 'replacedById'>

/**
 * Stores a key's hash. If the key exists already, it gets these scopes and is no longer revoked.
 *
 * @throws if the key belongs to another merchant or mode.
 */
export async function putApiKey(sql: Sql, key: NewApiKey): Promise<ApiKeyRow> {
  const { id, merchantId, mode, hash, prefix, last4, label, scopes, createdAt, expiresAt } = key
  const row = await sql.row(put, [id, merchantId, mode, hash, prefix, last4, label, scopes, createdAt, expiresAt])
  if (row === undefined) throw new Error('the key belongs to another merchant or mode')
  return row
}

const replace = statement<ApiKeyRow>(
  'api-key-replace',
  `UPDATE api_keys k SET replaced_by_id = $2, expires_at = $3 WHERE k.id = $1 RETURNING ${apiKeys.select('k')}`,
)

/** Records which key replaces a locked one, and when the locked one ends. */
export async function replaceApiKey(
  sql: Transaction,
  id: string,
  { replacedById, expiresAt }: { readonly replacedById: string; readonly expiresAt: Date },
): Promise<ApiKeyRow> {
  const row = await sql.row(replace, [id, replacedById, expiresAt])
  if (row === undefined) throw new Error(`key ${id} is gone`)
  return row
}

const revoke = statement<ApiKeyRow>(
  'api-key-revoke',
  `UPDATE api_keys k SET revoked_at = coalesce(k.revoked_at, $4) WHERE k.merchant_id = $1 AND k.mode = $2 AND k.id = $3
   RETURNING ${apiKeys.select('k')}`,
)

/** A key that was revoked before keeps its revocation time. Undefined if there is no such key. */
export function revokeApiKey(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
  now: Date,
): Promise<ApiKeyRow | undefined> {
  return sql.row(revoke, [merchantId, mode, id, now])
}

const revokeAll = statement<never>(
  'api-key-revoke-of-merchant',
  `UPDATE api_keys k SET revoked_at = $2 FROM merchants m
   WHERE m.id = k.merchant_id AND m.name = $1 AND k.revoked_at IS NULL`,
)

/** Revokes all keys of a merchant, by its name. */
export async function revokeKeysOf(sql: Sql, merchantName: string, now: Date): Promise<void> {
  await sql.rows(revokeAll, [merchantName, now])
}

const revokeLabeled = statement<never>(
  'api-key-revoke-labeled',
  `UPDATE api_keys k SET revoked_at = $4
   WHERE k.merchant_id = $1 AND k.hash <> $3 AND k.revoked_at IS NULL AND (k.label = $2 OR k.last4 IS NULL)`,
)

/**
 * Revokes a merchant's keys with this label, and those without a label that are older than labels, except the key with
 * this hash.
 */
export async function revokeLabeledKeys(
  sql: Sql,
  { merchantId, label, butHash }: { readonly merchantId: string; readonly label: string; readonly butHash: string },
  now: Date,
): Promise<void> {
  await sql.rows(revokeLabeled, [merchantId, label, butHash, now])
}

const noteUse = statement<never>(
  'api-key-note-use',
  `UPDATE api_keys SET last_used_at = $2
   WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $2::timestamptz - interval '1 minute')`,
)

/** Writes nothing if a use within the last minute is recorded. */
export async function noteApiKeyUse(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.rows(noteUse, [id, now])
}

const tenantOf = statement<Tenant>(
  'api-key-tenant',
  'SELECT merchant_id AS "merchantId", mode FROM api_keys WHERE id = $1',
)

/** The merchant and mode of a key, for an operator who knows only its id. */
export function tenantOfApiKey(sql: Sql, id: string): Promise<Tenant | undefined> {
  return sql.row(tenantOf, [id])
}
