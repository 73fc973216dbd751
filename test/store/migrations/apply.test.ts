import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { until } from '../../support/until.ts'

let database: TestDatabase
let folder: string
let other: pg.PoolClient
beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-migrations-'))
  await addFile('20260101000000_tables', 'migration.sql', 'CREATE TABLE one (id int); CREATE TABLE two (id int);')
  await migrate(database.url, { folder })
  other = await database.pool.connect()
})
afterEach(async () => {
  other.release()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function addFile(migration: string, name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, migration), { recursive: true })
  await writeFile(path.join(folder, migration, name), sql)
}

/** The tables that the session has locked which waits for this one. Undefined: none waits. */
async function lockedByWaiter(table: string): Promise<readonly string[] | undefined> {
  const { rows } = await database.pool.query<{ tables: string[] }>(
    `SELECT array(SELECT l.relation::regclass::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
         WHERE l.pid = w.pid AND l.granted AND c.relname IN ('one', 'two')) AS tables
     FROM pg_locks w WHERE w.relation = $1::regclass AND NOT w.granted AND w.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [table],
  )
  return rows[0]?.tables
}
/** Resolves when a migration waits for the table, with those that it has locked. */
async function waits(table: string): Promise<readonly string[] | undefined> {
  let locked: readonly string[] | undefined
  await until('the migration to wait', async () => {
    locked = await lockedByWaiter(table)
    return locked !== undefined
  })
  return locked
}

test('a migration that waits for a long reader lets writers go first, and is applied when the reader has ended', async () => {
  await addFile('20260102000000_column', 'migration.sql', 'ALTER TABLE one ADD COLUMN more int;')
  await other.query('BEGIN; SELECT FROM one')
  const applied = migrate(database.url, { folder })
  await waits('one')
  await database.pool.query('INSERT INTO one VALUES (1)')
  await waits('one')
  await other.query('COMMIT')
  expect(await applied).toEqual(['20260102000000_column'])
  expect((await database.pool.query('SELECT * FROM one')).rows).toEqual([{ id: 1, more: null }])
})

test('the locks of locks.sql are taken before those of the script', async () => {
  await addFile('20260102000000_swap', 'locks.sql', 'LOCK TABLE two, one IN ACCESS EXCLUSIVE MODE;')
  await addFile('20260102000000_swap', 'migration.sql', 'LOCK TABLE one, two; DROP TABLE one; DROP TABLE two;')
  await other.query('BEGIN; LOCK TABLE two IN ROW EXCLUSIVE MODE')
  const applied = migrate(database.url, { folder })
  // Held while it waits, `one` would be part of a deadlock with a session that locks it after `two`.
  expect(await waits('two')).toEqual([])
  await other.query('INSERT INTO one VALUES (1); COMMIT')
  expect(await applied).toEqual(['20260102000000_swap'])
})

test('a migration whose tables are never free is given up, and leaves no record', async () => {
  await addFile('20260102000000_column', 'migration.sql', 'ALTER TABLE one ADD COLUMN more int;')
  await other.query('BEGIN; SELECT FROM one')
  await expect(migrate(database.url, { folder, tries: 2 })).rejects.toThrow(
    'Migration 20260102000000_column failed and was rolled back: other sessions used its tables all the time; find them in pg_stat_activity, end them, and start again.',
  )
  await other.query('COMMIT')
  const { rows } = await database.pool.query('SELECT migration_name FROM _prisma_migrations')
  expect(rows).toEqual([{ migration_name: '20260101000000_tables' }])
  expect(await migrate(database.url, { folder })).toEqual(['20260102000000_column'])
})

test('a migration that was ended for a deadlock is tried again', async () => {
  await addFile('20260102000000_both', 'migration.sql', 'LOCK TABLE one; SELECT pg_sleep(0.1); LOCK TABLE two;')
  await database.pool.query(`ALTER DATABASE ${new URL(database.url).pathname.slice(1)} SET deadlock_timeout = '50ms'`)
  await other.query('BEGIN; SET LOCAL deadlock_timeout = 60000; LOCK TABLE two')
  const applied = migrate(database.url, { folder })
  await until('the migration to hold the first table', async () => {
    const { rowCount } = await database.pool.query(
      `SELECT FROM pg_locks WHERE relation = 'one'::regclass AND granted AND mode = 'AccessExclusiveLock'`,
    )
    return rowCount === 1
  })
  await other.query('INSERT INTO one VALUES (1); COMMIT')
  expect(await applied).toEqual(['20260102000000_both'])
})
