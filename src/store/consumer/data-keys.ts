import type { KeyHolder, Vault } from '../../base/encryption.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { insert, type Write } from '../sql/write.ts'
import { dataKeys } from '../tables.ts'

/** The data key of a row's consumer, as `joinDataKey` reads it. */
export interface WithWrappedKey {
  readonly wrappedKey: Uint8Array | null
}

/** Joins the data key of a row's consumer as `k`; `k.wrapped_key AS "wrappedKey"` selects it. */
export function joinDataKey(row: string, consumerId = `${row}.consumer_id`): string {
  return `LEFT JOIN data_keys k ON k.merchant_id = ${row}.merchant_id AND k.mode = ${row}.mode AND k.consumer_id = ${consumerId}`
}

export function holderOf(id: string, { wrappedKey }: WithWrappedKey): KeyHolder {
  return { id, dataKey: wrappedKey && { wrappedKey } }
}

/** A new data key for a consumer: to encrypt with, and to be stored together with the consumer. */
export function newHolder(
  vault: Vault,
  { id, merchantId, mode }: Tenant & { readonly id: string },
  now: Date,
): { readonly holder: KeyHolder; readonly write: Write } {
  const key = vault.newDataKey(id)
  return {
    holder: { id, dataKey: key },
    write: insert(dataKeys, [{ consumerId: id, merchantId, mode, ...key, createdAt: now }]),
  }
}

const ofAgreement = statement<WithWrappedKey & { consumerId: string }>(
  'data-key-of-agreement',
  `SELECT g.consumer_id AS "consumerId", k.wrapped_key AS "wrappedKey" FROM agreements g ${joinDataKey('g')} WHERE g.id = $1`,
)

/** The consumer of an agreement, with their data key. */
export async function holderOfAgreement(sql: Sql, agreementId: string): Promise<KeyHolder> {
  const found = await sql.row(ofAgreement, [agreementId])
  if (found === undefined) throw new Error(`there is no agreement ${agreementId}`)
  return holderOf(found.consumerId, found)
}

const ofConsumer = statement<WithWrappedKey>(
  'data-key-of-consumer',
  `SELECT k.wrapped_key AS "wrappedKey" FROM data_keys k WHERE k.merchant_id = $1 AND k.mode = $2::mode AND k.consumer_id = $3`,
)

export async function findHolder(sql: Sql, { merchantId, mode }: Tenant, consumerId: string): Promise<KeyHolder> {
  return holderOf(consumerId, (await sql.row(ofConsumer, [merchantId, mode, consumerId])) ?? { wrappedKey: null })
}

const missing = statement<Tenant & { id: string }>(
  'data-keys-missing',
  `SELECT c.id, c.merchant_id AS "merchantId", c.mode FROM consumers c ${joinDataKey('c', 'c.id')}
   WHERE c.id > $1 AND c.erased_at IS NULL AND k.consumer_id IS NULL ORDER BY c.id LIMIT $2`,
)
// The lock makes this statement and an erasure wait for each other: after an erasure, the consumer gets no key.
const add = statement<{ id: string }>(
  'data-keys-add',
  `INSERT INTO data_keys (consumer_id, merchant_id, mode, key_id, wrapped_key, key_version, created_at)
   SELECT r.consumer_id, r.merchant_id, r.mode, r.key_id, r.wrapped_key, r.key_version, r.created_at FROM jsonb_populate_recordset(null::data_keys, $1::jsonb) r
   JOIN consumers c ON c.id = r.consumer_id AND c.erased_at IS NULL ORDER BY c.id FOR SHARE OF c
   ON CONFLICT DO NOTHING RETURNING consumer_id AS id`,
)

/** Gives a data key to the next consumers after `after` that have none. Undefined if there are no more. */
export async function addMissingDataKeys(
  sql: Sql,
  vault: Vault,
  { after, limit, now }: { readonly after: string; readonly limit: number; readonly now: Date },
): Promise<{ readonly last: string; readonly added: number } | undefined> {
  const found = await sql.rows(missing, [after, limit])
  const last = found.at(-1)?.id
  if (last === undefined) return undefined
  const rows = found.map(({ id, merchantId, mode }) => {
    const { keyId, wrappedKey, keyVersion } = vault.newDataKey(id)
    const bytes = { key_id: hex(keyId), wrapped_key: hex(wrappedKey) }
    return { consumer_id: id, merchant_id: merchantId, mode, ...bytes, key_version: keyVersion, created_at: now }
  })
  return { last, added: (await sql.rows(add, [JSON.stringify(rows)])).length }
}

const formerKeys = statement<{ consumerId: string; wrappedKey: Buffer }>(
  'data-keys-former',
  `SELECT consumer_id AS "consumerId", wrapped_key AS "wrappedKey" FROM data_keys
   WHERE key_version <> $1 AND consumer_id > $2 ORDER BY consumer_id LIMIT $3`,
)
const rewrap = statement<{ id: string }>(
  'data-keys-rewrap',
  `UPDATE data_keys k SET wrapped_key = r.wrapped_key, key_version = r.key_version
   FROM jsonb_to_recordset($1::jsonb) r(consumer_id text, before bytea, wrapped_key bytea, key_version text)
   WHERE k.consumer_id = r.consumer_id AND k.wrapped_key = r.before RETURNING k.consumer_id AS id`,
)

/** Wraps the next data keys after `after` under the current master key. Undefined if there are no more. */
export async function rewrapDataKeys(
  sql: Sql,
  vault: Vault,
  { after, limit }: { readonly after: string; readonly limit: number },
): Promise<{ readonly last: string; readonly rewrapped: number } | undefined> {
  const found = await sql.rows(formerKeys, [vault.version, after, limit])
  const last = found.at(-1)?.consumerId
  if (last === undefined) return undefined
  const rows = found.flatMap(({ consumerId, wrappedKey }) => {
    const again = vault.rewrap(consumerId, wrappedKey)
    if (again === undefined) return []
    return [{ consumer_id: consumerId, before: hex(wrappedKey), wrapped_key: hex(again), key_version: vault.version }]
  })
  return { last, rewrapped: (await sql.rows(rewrap, [JSON.stringify(rows)])).length }
}

const versions = statement<{ version: string; count: bigint }>(
  'data-keys-versions',
  'SELECT key_version AS version, count(*) AS count FROM data_keys GROUP BY key_version ORDER BY key_version',
)

/** How many data keys are wrapped under which master key. */
export async function countDataKeys(sql: Sql): Promise<ReadonlyMap<string, number>> {
  const counted = await sql.rows(versions)
  return new Map(counted.map(({ version, count }) => [version, Number(count)]))
}

/** The text form in which PostgreSQL reads bytes in JSON. */
function hex(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`
}
