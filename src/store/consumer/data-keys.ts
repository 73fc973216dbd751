import type { KeyHolder, Vault } from '../../base/encryption.ts'
import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { insert, type Write } from '../sql/write.ts'
import { dataKeys } from '../tables/data-key.ts'

/** A consumer's data key beside another row, as `joinDataKey` reads it. */
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

/** A consumer's new data key: to encrypt with, and to be written with the consumer. */
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
