import type { Tenant } from '../../../src/domain/enums.ts'
import type { Gateway } from '../../scenarios/support/gateway.ts'

/** Of each table: how many rows it has, and a digest of them. */
export type Rows = Readonly<Record<string, string>>

/** Their rows also change by use alone: each counts only as long as it is there. */
const CHANGE_BY_USE: readonly string[] = ['api_keys']

/** It also records what was refused: see test/schema/audit. */
const NOT_COUNTED = 'audit_log'

interface Table {
  readonly name: string
  readonly ofTenants: boolean
}
const tablesOfGateways = new WeakMap<Gateway, Promise<{ readonly rows: readonly Table[] }>>()

/** Read once: this query takes longer than the rows. */
function tablesOf(gateway: Gateway): Promise<{ readonly rows: readonly Table[] }> {
  const known = tablesOfGateways.get(gateway)
  if (known) return known
  const reading = gateway.database.pool.query<Table>(
    `SELECT table_name AS name, count(*) FILTER (WHERE column_name IN ('merchant_id', 'mode')) = 2 AS "ofTenants"
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY 1 ORDER BY 1`,
  )
  tablesOfGateways.set(gateway, reading)
  return reading
}

/** The whole database, or one tenant's part of it. */
export async function rowsOf(gateway: Gateway, tenant?: Tenant): Promise<Rows> {
  const { database } = gateway
  const { rows: tables } = await tablesOf(gateway)
  const chosen = tables.filter(({ name, ofTenants }) => name !== NOT_COUNTED && (tenant === undefined || ofTenants))
  const where = tenant === undefined ? '' : 'WHERE merchant_id = $1 AND mode = $2::mode'
  const parts = chosen.map(({ name }) => {
    const content = CHANGE_BY_USE.includes(name) ? `''` : `md5(string_agg(t::text, ' ' ORDER BY t::text))`
    return `SELECT '${name}' AS name, concat(count(*), ' rows ', ${content}) AS content FROM ${name} t ${where}`
  })
  const values = tenant === undefined ? [] : [tenant.merchantId, tenant.mode]
  const { rows } = await database.pool.query<{ name: string; content: string }>(parts.join(' UNION ALL '), values)
  return Object.fromEntries(rows.map(({ name, content }) => [name, content]))
}
