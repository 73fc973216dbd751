import { createHash } from 'node:crypto'
import type { Tenant } from '../domain/enums.ts'
import { type Sql, statement } from './sql/database.ts'
import { insert } from './sql/write.ts'
import { type IdempotencyKeyRow, idempotencyKeys } from './tables.ts'

/** The scope of a caller's key: merchant, mode and mutation. */
export interface KeyScope {
  readonly tenant: Tenant
  readonly mutation: string
  readonly key: string
}

const find = statement<IdempotencyKeyRow>(
  'idempotency-key-find',
  `SELECT ${idempotencyKeys.select('k')} FROM idempotency_keys k
   WHERE k.merchant_id = $1 AND k.mode = $2::mode AND k.mutation = $3 AND k.key = $4`,
)
const forget = statement<never>(
  'idempotency-key-forget',
  `DELETE FROM idempotency_keys WHERE merchant_id = $1 AND mode = $2::mode AND mutation = $3 AND key = $4`,
)

/** The binding of a key. An expired binding is deleted; otherwise this only reads. */
export async function findKey(sql: Sql, scope: KeyScope, now: Date): Promise<IdempotencyKeyRow | undefined> {
  const values = [scope.tenant.merchantId, scope.tenant.mode, scope.mutation, scope.key]
  const row = await sql.row(find, values)
  if (row?.expiresAt == null || row.expiresAt > now) return row
  await sql.rows(forget, values)
  return undefined
}

/** Binds a key to the object that was created with it. */
export function insertKey(
  { tenant, ...named }: KeyScope,
  bound: Omit<IdempotencyKeyRow, keyof Tenant | 'mutation' | 'key'>,
) {
  return insert(idempotencyKeys, [{ ...tenant, ...named, ...bound }])
}

/** The number of the advisory lock that serializes transactions with the same key. */
export function lockNumber({ tenant, mutation, key }: KeyScope): bigint {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenant.merchantId, tenant.mode, mutation, key]))
    .digest()
  return digest.readBigInt64BE(0)
}

const sweep = statement<{ key: string }>(
  'idempotency-keys-sweep',
  `DELETE FROM idempotency_keys WHERE ctid IN (
     SELECT ctid FROM idempotency_keys WHERE expires_at <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
   RETURNING key`,
)

/** Deletes keys that have expired. Returns how many. */
export async function sweepKeys(sql: Sql, now: Date, limit: number): Promise<number> {
  return (await sql.rows(sweep, [now, limit])).length
}
