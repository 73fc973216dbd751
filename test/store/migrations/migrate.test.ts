import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { StartupError } from '../../../src/base/log/startup-error.ts'
import { readMigrations } from '../../../src/store/migrations/folder.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase()
  await database.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-migrations-'))
})

afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true })
  await writeFile(path.join(folder, name, 'migration.sql'), sql)
}

async function records(): Promise<unknown[]> {
  const { rows } = await database.pool.query(
    `SELECT migration_name AS name, finished_at IS NOT NULL AS finished, applied_steps_count AS steps, logs
     FROM _prisma_migrations ORDER BY started_at`,
  )
  return rows
}

async function tables(): Promise<string[]> {
  const { rows } = await database.pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

const repair = (name: string) =>
  `complete or undo its changes by hand, then run "prisma migrate resolve --applied ${name}" or "prisma migrate resolve --rolled-back ${name}"`

const first = ['20260101000000_first', 'CREATE TABLE first (id int PRIMARY KEY);'] as const
const second = ['20260102000000_second', 'CREATE TABLE second (id int REFERENCES first);'] as const
const third = ['20260103000000_third', 'CREATE TABLE third (id int);'] as const

test('applies a folder in order and records it as Prisma does', async () => {
  await addMigration(...second)
  await addMigration(...first)
  expect(await migrate(database.url, { folder })).toEqual([first[0], second[0]])
  expect(await records()).toEqual([
    { name: first[0], finished: true, steps: 1, logs: null },
    { name: second[0], finished: true, steps: 1, logs: null },
  ])
})

test('applies nothing a second time, and later only new migrations', async () => {
  await addMigration(...first)
  await migrate(database.url, { folder })
  expect(await migrate(database.url, { folder })).toEqual([])
  await addMigration(...second)
  expect(await migrate(database.url, { folder })).toEqual([second[0]])
  expect(await records()).toHaveLength(2)
})

test('two processes at once: each migration is applied by one of them', async () => {
  await addMigration(...first)
  await addMigration(...second)
  const results = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url, { folder })))
  expect(results.flat()).toEqual([first[0], second[0]])
  expect(await records()).toHaveLength(2)
})

test('several processes at once on a database of an older version: each new migration is applied by one of them', async () => {
  const all = await readMigrations()
  const half = all.length >> 1
  for (const { name, sql } of all.slice(0, half)) await addMigration(name, sql)
  await migrate(database.url, { folder })
  for (const { name, sql } of all.slice(half)) await addMigration(name, sql)
  const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { folder })))
  expect(results.flat()).toEqual(all.slice(half).map(({ name }) => name))
  expect(await records()).toHaveLength(all.length)
})

test('keeps a script whole: semicolons inside function bodies, strings and comments', async () => {
  await addMigration(
    '20260101000000_function',
    `-- one; two
     CREATE FUNCTION answer() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END $$;
     CREATE TABLE after_it (id int);`,
  )
  await migrate(database.url, { folder })
  expect((await database.pool.query('SELECT answer(), to_regclass($1) AS after_it', ['after_it'])).rows).toEqual([
    { answer: 'a;b', after_it: 'after_it' },
  ])
})

test('a migration that fails leaves no trace, keeps those before it, and can be repaired', async () => {
  await addMigration(...first)
  await addMigration('20260102000000_broken', 'CREATE TABLE half (id int); SELECT 1/0;')
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    new StartupError('Migration 20260102000000_broken failed and was rolled back: division by zero.'),
  )
  expect((await database.pool.query(`SELECT to_regclass('half') AS half`)).rows).toEqual([{ half: null }])
  expect(await records()).toEqual([{ name: first[0], finished: true, steps: 1, logs: null }])
  await addMigration('20260102000000_broken', 'CREATE TABLE half (id int);')
  expect(await migrate(database.url, { folder })).toEqual(['20260102000000_broken'])
})

test('a migration changed after it was applied is refused', async () => {
  await addMigration(...first)
  await migrate(database.url, { folder })
  await addMigration(first[0], 'CREATE TABLE first (id bigint PRIMARY KEY);')
  await addMigration(...second)
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    `Migration ${first[0]} was changed after it was applied: restore its file, or start with an empty database.`,
  )
  expect(await records()).toHaveLength(1)
})

test('a checkout with other line endings is the same migration', async () => {
  await addMigration(first[0], 'CREATE TABLE first (\n  id int PRIMARY KEY\n);\n')
  await migrate(database.url, { folder })
  await addMigration(first[0], 'CREATE TABLE first (\r\n  id int PRIMARY KEY\r\n);\r\n')
  expect(await migrate(database.url, { folder })).toEqual([])
})

test('a migration that was started and did not finish is refused', async () => {
  await addMigration(...first)
  await addMigration(...second)
  await migrate(database.url, { folder })
  await database.pool.query('UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = $1', [second[0]])
  await addMigration(...third)
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    new StartupError(`Migration ${second[0]} was started and did not finish: ${repair(second[0])}.`),
  )
  expect(await records()).toHaveLength(2)
  expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second'])
})

test('a migration that was started, resolved as rolled back and applied again is applied', async () => {
  await addMigration(...first)
  await migrate(database.url, { folder })
  await database.pool.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, rolled_back_at, started_at)
     SELECT 'failed', checksum, migration_name, 'division by zero', now(), '2026-01-01' FROM _prisma_migrations`,
  )
  expect(await migrate(database.url, { folder })).toEqual([])
})

test('the previous version starts on a database that a newer version has migrated', async () => {
  await addMigration(...first)
  await addMigration(...second)
  await migrate(database.url, { folder })
  await rm(path.join(folder, second[0]), { recursive: true })
  expect(await migrate(database.url, { folder })).toEqual([])
})

test.each([
  ['removes something', '20260102000000_contract_second', first[0]],
  ['is older than one of its own', second[0], third[0]],
])('a database with a migration that this version does not have and that %s is refused', async (_, unknown, own) => {
  await addMigration(...first)
  await addMigration(unknown, second[1])
  await migrate(database.url, { folder })
  await rm(path.join(folder, unknown), { recursive: true })
  if (own !== first[0]) await addMigration(own, third[1])
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    new StartupError(
      `The database has migration ${unknown}, which this version of Perennial does not have: start the version that applied it, or a newer one.`,
    ),
  )
  expect(await tables()).toEqual(['_prisma_migrations', 'first', 'second'])
})

test('a database with tables of another program is refused', async () => {
  await database.pool.query('CREATE TABLE other (id int)')
  await addMigration(...first)
  await expect(migrate(database.url, { folder })).rejects.toThrow(
    new StartupError('The database has tables that Perennial did not create: set DATABASE_URL to an empty database.'),
  )
  expect(await tables()).toEqual(['other'])
})

describe('a migration whose first line is "-- no-transaction"', () => {
  const index = '20260102000000_index'

  test('may hold what PostgreSQL refuses in a transaction, and several processes apply it once', async () => {
    await addMigration(...first)
    await addMigration(index, '-- no-transaction\nCREATE INDEX CONCURRENTLY first_id ON first (id);\n')
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, { folder })))
    expect(results.flat()).toEqual([first[0], index])
    expect((await records()).slice(1)).toEqual([{ name: index, finished: true, steps: 1, logs: null }])
    const valid = await database.pool.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = 'first_id'::regclass`)
    expect(valid.rows).toEqual([{ indisvalid: true }])
  })

  test('fails half-way: the record says why, and the next start is refused until an operator has resolved it', async () => {
    await addMigration('20260101000000_first', 'CREATE TABLE first (id int); INSERT INTO first VALUES (1), (1);')
    await addMigration(index, '-- no-transaction\nCREATE UNIQUE INDEX CONCURRENTLY first_id ON first (id);\n')
    await expect(migrate(database.url, { folder })).rejects.toThrow(
      new StartupError(
        `Migration ${index} failed half-way (could not create unique index "first_id"): ${repair(index)}.`,
      ),
    )
    expect((await records()).slice(1)).toEqual([
      { name: index, finished: false, steps: 0, logs: 'could not create unique index "first_id"' },
    ])
    await expect(migrate(database.url, { folder })).rejects.toThrow(
      new StartupError(`Migration ${index} was started and did not finish: ${repair(index)}.`),
    )
  })
})

test('migrates although the role has short timeouts', async () => {
  const name = (await database.pool.query('SELECT current_database() AS name')).rows[0].name
  await database.pool.query(`ALTER DATABASE ${name} SET statement_timeout = '1s'`)
  await addMigration('20260101000000_slow', 'SELECT pg_sleep(1.2); CREATE TABLE slow (id int);')
  expect(await migrate(database.url, { folder })).toEqual(['20260101000000_slow'])
})

describe('the error about an unusable database is one sentence without its password', () => {
  const refused = async (url: URL) => {
    const error = await migrate(url.href, { folder }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(StartupError)
    return (error as StartupError).message
  }
  const changed = (part: Partial<URL>) => Object.assign(new URL(inject('clusterUrl')), part)

  test('nothing listens', async () => {
    expect(await refused(changed({ port: '1', password: 'hidden' }))).toBe(
      'The database "postgres" at 127.0.0.1:1 could not be reached: connect ECONNREFUSED 127.0.0.1:1.',
    )
  })

  test('wrong password', async () => {
    const url = changed({ password: 'hidden' })
    expect(await refused(url)).toBe(
      `The database "postgres" at ${url.host} could not be reached: password authentication failed for user "postgres".`,
    )
  })

  test('no such database', async () => {
    const url = changed({ pathname: '/absent' })
    expect(await refused(url)).toBe(
      `The database "absent" at ${url.host} could not be reached: database "absent" does not exist.`,
    )
  })
})

test('the template of the test run holds the migrations of this project', async () => {
  const fresh = await createTestDatabase()
  try {
    expect(await migrate(fresh.url)).toEqual([])
    const table = await fresh.pool.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`)
    expect(table.rows).toEqual([{ present: (await readMigrations()).length > 0 }])
  } finally {
    await fresh.drop()
  }
})
