import type { Scope } from '../../domain/access/scopes.ts'
import type { Mode } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface FoundKey {
  readonly id: string
  /** SHA-256 of the key, hex. */
  readonly hash: string
  readonly merchantId: string
  readonly merchantName: string
  readonly mode: Mode
  readonly scopes: readonly Scope[]
  /** What returnUrl may be. Empty: anything. */
  readonly returnOrigins: readonly string[]
}

const find = statement<FoundKey>(
  'api-keys-find',
  `SELECT k.id, k.hash, k.merchant_id AS "merchantId", m.name AS "merchantName", k.mode, k.scopes,
     COALESCE(o.allowed, '{}') AS "returnOrigins"
   FROM api_keys k JOIN merchants m ON m.id = k.merchant_id
   LEFT JOIN return_origins o ON o.merchant_id = k.merchant_id AND o.mode = k.mode
   WHERE k.hash = ANY ($1::text[]) AND k.revoked_at IS NULL`,
)

/** The keys with these hashes, without those that were revoked. In no order. */
export async function findApiKeys(sql: Sql, hashes: readonly string[]): Promise<readonly FoundKey[]> {
  return hashes.length === 0 ? [] : sql.rows(find, [hashes])
}
