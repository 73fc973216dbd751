import { randomBytes } from 'node:crypto'
import { newId } from '../base/id.ts'
import type { Scope } from '../domain/access/scopes.ts'
import type { Tenant } from '../domain/enums.ts'
import { hashKey } from '../operations/access/authenticate.ts'
import { putApiKey } from '../store/merchant/merchants.ts'
import type { Sql } from '../store/sql/database.ts'

const SECRET_BYTES = 24
/** Identifies a key to people and cannot be used as one: `sk_test_` and four of its 48 characters. */
const HINT_LENGTH = 12

/** A new key of a mode, with 192 random bits. It is shown once; only its hash is stored. */
export function newApiKey(mode: Tenant['mode']): string {
  return `sk_${mode === 'LIVE' ? 'live' : 'test'}_${randomBytes(SECRET_BYTES).toString('hex')}`
}

/** Stores a key of a tenant. */
export async function keepApiKey(
  sql: Sql,
  key: string,
  { tenant, scopes, now }: { tenant: Tenant; scopes: readonly Scope[]; now: Date },
): Promise<void> {
  await putApiKey(sql, {
    id: newId('apiKey', now),
    ...tenant,
    hash: hashKey(key),
    hint: key.slice(0, HINT_LENGTH),
    scopes,
    createdAt: now,
  })
}
