import { afterAll, beforeAll, expect, test } from 'vitest'
import { snakeCase, type Table } from '../../../src/store/sql/columns.ts'
import * as written from '../../../src/store/tables.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

type AnyTable = Table<object>

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const tables = Object.values(written).filter(isTable)

function isTable(value: unknown): value is AnyTable {
  return typeof value === 'object' && value !== null && 'columns' in value && 'select' in value
}

async function catalog(name: string) {
  const { rows } = await database.pool.query(
    `SELECT column_name AS name, is_nullable = 'YES' AS nullable, column_default IS NOT NULL AS defaulted
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`,
    [name],
  )
  return rows as { name: string; nullable: boolean; defaulted: boolean }[]
}

test('every business table is among them', async () => {
  const { rows } = await database.pool.query(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition ORDER BY relname::text COLLATE "C"`,
  )
  // A few statements each write these, and nothing else reads them.
  const aside = [
    ...['_prisma_migrations', 'installation', 'integrity_pass', 'integrity_violations', 'merchants', 'return_queries'],
    ...['return_origins', 'sandbox_clock', 'archives'],
  ]
  const specified = [...new Set(tables.map(({ name }) => name)), ...aside]
  expect(specified.sort()).toEqual(rows.map(({ name }) => name))
})

test.each(tables.map(table => [table.name, table] as const))(
  '%s: a column that is left out fills itself',
  async (name, table) => {
    const specified = new Set(table.columns.map(snakeCase))
    const others = (await catalog(name)).filter(column => !specified.has(column.name))
    expect(others.filter(({ defaulted, nullable }) => !defaulted && !nullable)).toEqual([])
  },
)

test('a select list names the columns as the rows do', async () => {
  for (const table of tables) {
    const { fields } = await database.pool.query(`SELECT ${table.select('t')} FROM ${table.name} t LIMIT 0`)
    expect(fields.map(field => field.name)).toEqual(table.columns)
  }
})
