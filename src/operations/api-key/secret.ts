import { randomBytes } from 'node:crypto'
import { newId } from '../../base/id.ts'
import type { Scope } from '../../domain/access/scopes.ts'
import type { Tenant } from '../../domain/enums.ts'
import { putApiKey } from '../../store/merchant/api-keys.ts'
import type { Sql } from '../../store/sql/database.ts'
import type { ApiKeyRow } from '../../store/tables.ts'
import { hashKey } from '../access/secret-hash.ts'

const SECRET_BYTES = 24
/** `sk_test_` and four of its 48 characters. With the last four, 32 of its 192 random bits are shown. */
const PREFIX_LENGTH = 12
const LAST_LENGTH = 4

/** A new key of a mode, with 192 random bits. It is shown once; only its hash is stored. */
export function newApiKey(mode: Tenant['mode']): string {
  return `sk_${mode === 'LIVE' ? 'live' : 'test'}_${randomBytes(SECRET_BYTES).toString('hex')}`
}

interface KeyFacts {
  readonly tenant: Tenant
  readonly scopes: readonly Scope[]
  readonly now: Date
  readonly label?: string | null
  readonly expiresAt?: Date | null
}

/** Stores a key of a tenant. */
export function keepApiKey(
  sql: Sql,
  key: string,
  { tenant, scopes, now, label = null, expiresAt = null }: KeyFacts,
): Promise<ApiKeyRow> {
  return putApiKey(sql, {
    id: newId('apiKey', now),
    ...tenant,
    hash: hashKey(key),
    prefix: key.slice(0, PREFIX_LENGTH),
    last4: key.slice(-LAST_LENGTH),
    label,
    scopes: [...scopes],
    createdAt: now,
    expiresAt,
  })
}
