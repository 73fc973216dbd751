import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { insert, write } from '../sql/write.ts'
import { type ClientTokenRow, clientTokens } from '../tables.ts'

export function insertClientToken(sql: Sql, token: ClientTokenRow): Promise<unknown> {
  return write(sql, [insert(clientTokens, [token])])
}

export interface ValidClientToken extends Tenant {
  readonly id: string
  readonly apiKeyId: string
  readonly merchantName: string
  readonly expiresAt: Date
}

// A token ends with the key that created it, even if the key expires.
const findValid = statement<ValidClientToken>(
  'client-tokens-find-valid',
  `SELECT t.id, t.merchant_id AS "merchantId", t.mode, t.api_key_id AS "apiKeyId", t.expires_at AS "expiresAt",
     m.name AS "merchantName"
   FROM client_tokens t JOIN api_keys k ON k.id = t.api_key_id JOIN merchants m ON m.id = t.merchant_id
   WHERE t.id = ANY ($1::text[]) AND t.revoked_at IS NULL AND k.revoked_at IS NULL
     AND (k.expires_at IS NULL OR k.expires_at > $2)`,
)

/** The tokens among these that were not revoked and whose keys have not ended. They can have expired. Unordered. */
export async function findClientTokens(
  sql: Sql,
  ids: readonly string[],
  now: Date,
): Promise<readonly ValidClientToken[]> {
  return ids.length === 0 ? [] : sql.rows(findValid, [ids, now])
}

const revoke = statement<{ id: string }>(
  'client-token-revoke',
  `UPDATE client_tokens SET revoked_at = coalesce(revoked_at, $4) WHERE id = $3 AND merchant_id = $1 AND mode = $2::mode
   RETURNING id`,
)

/** Returns false if the tenant has no such token. A token that was revoked before keeps its revocation time. */
export async function revokeClientToken(
  sql: Sql,
  { merchantId, mode }: Tenant,
  id: string,
  now: Date,
): Promise<boolean> {
  return (await sql.row(revoke, [merchantId, mode, id, now])) !== undefined
}

const sweep = statement<{ id: string }>(
  'client-tokens-sweep',
  `DELETE FROM client_tokens WHERE ctid IN (
     SELECT ctid FROM client_tokens WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING id`,
)

/** Removes tokens that have expired. Returns how many. */
export async function sweepClientTokens(sql: Sql, now: Date, limit: number): Promise<number> {
  return (await sql.rows(sweep, [now, limit])).length
}
