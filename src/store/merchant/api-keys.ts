import type { Scope } from '../../domain/access/scopes.ts'
import type { Mode } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

export interface FoundKey {
  readonly id: string
  readonly merchantId: string
  readonly merchantName: string
  readonly mode: Mode
  readonly scopes: readonly Scope[]
  /** What returnUrl may be. Empty: anything. */
  readonly returnOrigins: readonly string[]
}

const find = statement<FoundKey>(
  'api-key-find',
  `SELECT k.id, k.merchant_id AS "merchantId", m.name AS "merchantName", k.mode, k.scopes,
     COALESCE(o.allowed, '{}') AS "returnOrigins"
   FROM api_keys k JOIN merchants m ON m.id = k.merchant_id
   LEFT JOIN return_origins o ON o.merchant_id = k.merchant_id AND o.mode = k.mode
   WHERE k.hash = $1 AND k.revoked_at IS NULL`,
)

/** The key with this hash, unless it was revoked. */
export function findApiKey(sql: Sql, hash: string): Promise<FoundKey | undefined> {
  return sql.row(find, [hash])
}
