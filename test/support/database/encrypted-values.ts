import { type EncryptedColumn, encryptedColumns } from '../../../src/base/encryption/values.ts'
import type { Vault } from '../../../src/base/encryption.ts'
import type { Database } from '../../../src/store/sql/database.ts'

export interface EncryptedValue {
  readonly id: string
  readonly column: EncryptedColumn
  readonly value: Buffer
  readonly consumerId: string | null
  readonly wrappedKey: Buffer | null
}

/** A notification that was in progress when its consumer was erased keeps an unreadable body until the next sweep. */
const ofNoErasedConsumer =
  'AND NOT EXISTS (SELECT FROM consumers c WHERE c.id = t.consumer AND c.erased_at IS NOT NULL)'

/** Every encrypted value of the database, with the data key that it needs. */
export async function encryptedValues({ pool }: Pick<Database, 'pool'>): Promise<EncryptedValue[]> {
  const all: EncryptedValue[] = []
  for (const column of Object.keys(encryptedColumns) as EncryptedColumn[]) {
    const [table = '', name = ''] = column.split('.')
    const owner = {
      consumers: 't.id',
      provider_accounts: 'NULL::text',
      webhook_endpoints: 'NULL::text',
      provider_requests: '(SELECT g.consumer_id FROM agreements g WHERE g.id = t.agreement_id)',
    }
    const consumer = owner[table as keyof typeof owner] ?? 't.consumer_id'
    const { rows } = await pool.query(
      `SELECT t.id, t.${name} AS value, t.consumer AS "consumerId", k.wrapped_key AS "wrappedKey"
       FROM (SELECT t.*, ${consumer} AS consumer FROM ${table} t) t LEFT JOIN data_keys k ON k.consumer_id = t.consumer
       WHERE t.${name} IS NOT NULL ${table === 'provider_events' ? ofNoErasedConsumer : ''}`,
    )
    all.push(...rows.map(row => ({ ...row, column })))
  }
  return all
}

/** Every value in clear, by its place. Throws if one cannot be read. */
export async function plainValues(database: Pick<Database, 'pool'>, vault: Vault): Promise<Map<string, string>> {
  return new Map(
    (await encryptedValues(database)).map(({ id, column, value, consumerId, wrappedKey }) => {
      const holder = consumerId === null ? null : { id: consumerId, dataKey: wrappedKey && { wrappedKey } }
      return [`${column} ${id}`, vault.decrypt({ column, id }, holder, value)]
    }),
  )
}
