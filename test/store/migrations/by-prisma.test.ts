import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSchemaEngine, toMigrationList } from '../../../scripts/schema-engine/schema-engine.ts'
import { readMigrations } from '../../../src/store/migrations/folder.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

/** Prisma's own engine and ours keep the same records: either continues where the other stopped. */
let database: TestDatabase
beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
})
afterEach(() => database.drop())

const filters = { externalTables: [], externalEnums: [] }

async function withPrisma<T>(work: (prisma: Awaited<ReturnType<typeof createSchemaEngine>>['engine']) => Promise<T>) {
  const client = new pg.Client(database.url)
  await client.connect()
  const { engine } = await createSchemaEngine(client)
  try {
    return await work(engine)
  } finally {
    engine.free()
    await client.end()
  }
}

const applyByPrisma = async (upTo?: number) => {
  const migrationsList = toMigrationList((await readMigrations()).slice(0, upTo))
  return withPrisma(async engine => (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames)
}

/** The table as the catalog describes it, and its rows without what differs from run to run. */
async function records() {
  const { rows: columns } = await database.pool.query(
    `SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = '_prisma_migrations'::regclass AND a.attnum > 0 ORDER BY a.attnum`,
  )
  const { rows: constraints } = await database.pool.query(
    `SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
     WHERE conrelid = '_prisma_migrations'::regclass ORDER BY conname`,
  )
  const { rows } = await database.pool.query(
    `SELECT checksum, migration_name, logs, rolled_back_at, applied_steps_count,
       id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' AS uuid, finished_at >= started_at AS finished
     FROM _prisma_migrations ORDER BY started_at`,
  )
  return { columns, constraints, rows }
}

test('a database that Prisma migrated is used without a change', async () => {
  const names = (await readMigrations()).map(({ name }) => name)
  expect(await applyByPrisma()).toEqual(names)
  const before = await database.pool.query('SELECT * FROM _prisma_migrations ORDER BY started_at')
  expect(await migrate(database.url)).toEqual([])
  const after = await database.pool.query('SELECT * FROM _prisma_migrations ORDER BY started_at')
  expect(after.rows).toEqual(before.rows)
})

test('a database that we migrated is up to date for Prisma, and its records are the same as its own', async () => {
  const names = (await readMigrations()).map(({ name }) => name)
  expect(await migrate(database.url)).toEqual(names)
  const migrationsList = toMigrationList(await readMigrations())
  const diagnosis = await withPrisma(engine =>
    engine.diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters }),
  )
  expect(diagnosis).toMatchObject({
    ...{ hasMigrationsTable: true, history: null, editedMigrationNames: [], failedMigrationNames: [] },
  })
  expect(await applyByPrisma()).toEqual([])
  const ours = await records()
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await applyByPrisma()
  expect(ours).toEqual(await records())
})

test('we continue where Prisma stopped', async () => {
  const names = (await readMigrations()).map(({ name }) => name)
  expect(await applyByPrisma(2)).toEqual(names.slice(0, 2))
  expect(await migrate(database.url)).toEqual(names.slice(2))
})
