import type pg from 'pg'
import type { Database, Statement } from '../../../src/store/sql/database.ts'
import { sentByPrisma } from './sent-by-prisma.ts'

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
  return planOf(client, asked.statement.text, asked.values)
}

/** The same of the first statement that Prisma sends. */
export async function planOfPrisma(
  client: pg.PoolClient,
  database: Database,
  read: () => Promise<unknown>,
): Promise<string> {
  const [sent] = await sentByPrisma(database, read)
  if (sent === undefined) throw new Error('nothing was asked')
  return planOf(client, sent.text, sent.values)
}

async function planOf(client: pg.PoolClient, text: string, values: readonly unknown[]): Promise<string> {
  const literals = values.map(value => {
    if (value === null) return 'NULL'
    if (value instanceof Date) return `'${value.toISOString()}'`
    return Array.isArray(value) ? `ARRAY['${value.join("','")}']` : `'${value}'`
  })
  await client.query('SET plan_cache_mode = force_generic_plan')
  await client.query(`PREPARE planned AS ${text}`)
  try {
    const { rows } = await client.query(`EXPLAIN (COSTS OFF) EXECUTE planned (${literals.join(', ')})`)
    return rows.map(row => row['QUERY PLAN']).join('\n')
  } finally {
    await client.query('DEALLOCATE planned')
  }
}
