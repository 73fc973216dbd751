import type pg from 'pg'
import type { Database, Statement } from '../../../src/store/sql/database.ts'

/**
 * The generic plan of the first statement that `run` sends, as PostgreSQL uses it after it stops planning for the given
 * values. From then on the client's session plans this way.
 */
export async function genericPlan(
  client: pg.PoolClient,
  database: Database,
  run: (database: Database) => Promise<unknown>,
): Promise<string> {
  let asked: { statement: Statement<unknown>; values: readonly unknown[] } | undefined
  const record = (statement: Statement<unknown>, values: readonly unknown[] = []) => {
    asked ??= { statement, values }
    return Promise.reject(new Error('only recorded'))
  }
  await run({ ...database, rows: record, row: record } as Database).catch(() => {})
  if (asked === undefined) throw new Error('nothing was asked')
  const literals = asked.values.map(value => {
    if (value === null) return 'NULL'
    if (value instanceof Date) return `'${value.toISOString()}'`
    return Array.isArray(value) ? `ARRAY['${value.join("','")}']` : `'${value}'`
  })
  await client.query('SET plan_cache_mode = force_generic_plan')
  await client.query(`PREPARE planned AS ${asked.statement.text}`)
  try {
    const { rows } = await client.query(`EXPLAIN (COSTS OFF) EXECUTE planned (${literals.join(', ')})`)
    return rows.map(row => row['QUERY PLAN']).join('\n')
  } finally {
    await client.query('DEALLOCATE planned')
  }
}
