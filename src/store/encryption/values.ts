import { type EncryptedColumn, encryptedColumns } from '../../base/encryption/values.ts'
import type { KeyHolder, Vault } from '../../base/encryption.ts'
import { holderOf, joinDataKey, type WithWrappedKey } from '../consumer/data-keys.ts'
import { type Sql, type Statement, statement } from '../sql/database.ts'

// A rotation encrypts values again without their repositories. The content does not change, so there is no new version
// and no event.

/** A value that is not encrypted as a new value would be. */
interface StaleRow extends WithWrappedKey {
  readonly id: string
  readonly consumerId: string | null
  readonly format: number
  readonly value: Buffer
}

interface PageRow extends WithWrappedKey {
  readonly id: string
  readonly consumerId: string | null
  /** Null if there is nothing to do. */
  readonly value: Buffer | null
}

/** A page of values by id, and which of them must be encrypted again. */
export interface ValuePage {
  /** The last id of the page; undefined at the end of the table. */
  readonly last: string | undefined
  readonly format1: number
  /** How many values are under the installation's key although their consumer has a data key. */
  readonly underSystemKey: number
  readonly stale: readonly StaleRow[]
}

interface ColumnStatements {
  readonly page: Statement<PageRow>
  readonly rewrite: Statement<{ id: string }>
}

const statements = new Map<EncryptedColumn, ColumnStatements>(
  (Object.keys(encryptedColumns) as EncryptedColumn[]).map(column => [column, statementsOf(column)]),
)

function statementsOf(column: EncryptedColumn): ColumnStatements {
  const [table = '', name = ''] = column.split('.')
  const consumers: Partial<Record<string, string>> = {
    consumers: 't.id',
    // These belong to a merchant and to no consumer.
    provider_accounts: 'NULL::text',
    webhook_endpoints: 'NULL::text',
    provider_requests: '(SELECT g.consumer_id FROM agreements g WHERE g.id = t.agreement_id)',
  }
  const stale = `(get_byte(p.value, 0) = 1
    OR (k.wrapped_key IS NOT NULL AND substring(p.value FROM 1 FOR 9) = '\\x020000000000000000'))`
  return {
    page: statement(
      `encrypted-page-${table}`,
      `WITH p AS MATERIALIZED (
         SELECT t.id, t.merchant_id, t.mode, ${consumers[table] ?? 't.consumer_id'} AS consumer_id, t.${name} AS value
         FROM ${table} t WHERE t.id > $1 ORDER BY t.id LIMIT $2)
       SELECT p.id, p.consumer_id AS "consumerId", k.wrapped_key AS "wrappedKey",
         CASE WHEN octet_length(p.value) > 0 AND ${stale} THEN p.value END AS value
       FROM p ${joinDataKey('p')} ORDER BY p.id`,
    ),
    rewrite: statement(
      `encrypted-rewrite-${table}`,
      `UPDATE ${table} t SET ${name} = r.after FROM jsonb_to_recordset($1::jsonb) r(id text, before bytea, after bytea)
       WHERE t.id = r.id AND t.${name} = r.before RETURNING t.id`,
    ),
  }
}

/** The next values after an id. */
export async function readValues(sql: Sql, column: EncryptedColumn, after: string, limit: number): Promise<ValuePage> {
  const rows = await sql.rows(known(column).page, [after, limit])
  const stale = rows.flatMap(({ value, ...row }) => (value === null ? [] : [{ ...row, value, format: value[0] ?? 0 }]))
  const format1 = stale.filter(({ format }) => format === 1).length
  return { last: rows.at(-1)?.id, format1, underSystemKey: stale.length - format1, stale }
}

/**
 * Encrypts values again, with their consumer's data key or the installation's key. A value that has changed meanwhile
 * is not written, because the change already used the current keys. Returns how many were written.
 */
export async function rewriteValues(
  sql: Sql,
  vault: Vault,
  column: EncryptedColumn,
  stale: readonly StaleRow[],
): Promise<number> {
  if (stale.length === 0) return 0
  const rows = stale.map(row => {
    const place = { column, id: row.id }
    const holder: KeyHolder | null = row.consumerId === null ? null : holderOf(row.consumerId, row)
    const after = vault.encrypt(place, holder, vault.decrypt(place, holder, row.value))
    return { id: row.id, before: `\\x${row.value.toString('hex')}`, after: `\\x${after.toString('hex')}` }
  })
  return (await sql.rows(known(column).rewrite, [JSON.stringify(rows)])).length
}

function known(column: EncryptedColumn): ColumnStatements {
  const found = statements.get(column)
  if (found === undefined) throw new Error(`${column} is not an encrypted column`)
  return found
}
