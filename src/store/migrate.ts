import pg from 'pg'
import { StartupError } from '../base/startup-error.ts'
import { checksumsOf, type Migration, readMigrations, toMigrationList } from './migrations-folder.ts'
import { createSchemaEngine } from './schema-engine.ts'

/** The lock that Prisma's own engine takes: a migration by its CLI and one by us exclude each other as well. */
const prismaLock = 72707369
const lockTimeoutMs = 60_000
const connectTimeoutMs = 10_000
const oldestServerVersion = 150_000

/**
 * Brings a database to the state of prisma/migrations and keeps `_prisma_migrations` as Prisma's CLI does.
 *
 * Several processes may do so at once: one applies, the others wait and find nothing to do. Each migration is one
 * transaction together with its record, so a process killed at any moment leaves it applied or absent, never
 * half-done and never marked as failed. A migration therefore cannot hold what PostgreSQL refuses inside a
 * transaction, such as CREATE INDEX CONCURRENTLY, nor end the transaction itself.
 *
 * @returns The names applied by this call, in order.
 * @throws StartupError where the database is out of reach, too old, or refuses a migration.
 */
export async function migrate(databaseUrl: string, options: { folder?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder)
  const client = await connect(databaseUrl)
  try {
    if ((await pendingMigrations(client, migrations)).length === 0) return []
    await client.query(`SELECT set_config(name, '0', false) FROM pg_settings
      WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')`)
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`)
    await lock(client)
    return await applyPending(client, migrations)
  } finally {
    await client.end() // gives the lock back as well
  }
}

async function applyPending(client: pg.Client, migrations: readonly Migration[]): Promise<string[]> {
  const pending = await pendingMigrations(client, migrations)
  if (pending.length === 0) return []
  const { engine, scriptError } = await createSchemaEngine(client)
  const filters = { externalTables: [], externalEnums: [] }
  const applied: string[] = []
  try {
    for (const migration of pending) {
      const upToThis = migrations.slice(0, migrations.indexOf(migration) + 1)
      try {
        await client.query('BEGIN')
        const done = await engine.applyMigrations({ migrationsList: toMigrationList(upToThis), filters })
        await client.query('COMMIT')
        applied.push(...done.appliedMigrationNames)
      } catch (error) {
        await client.query('ROLLBACK').catch(() => {}) // a lost connection has rolled back already
        const cause = scriptError() ?? (error as Error)
        throw new StartupError(
          `Migration ${migration.name} failed and left nothing behind: ${firstLine(cause.message)}.`,
          { cause },
        )
      }
    }
    return applied
  } finally {
    engine.free()
  }
}

/** The migrations not applied yet, in order. */
async function pendingMigrations(client: pg.Client, migrations: readonly Migration[]): Promise<Migration[]> {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`)
  if (!table.rows[0]?.present) return [...migrations]
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  )
  const records = new Map(rows.map(row => [row.name, row]))
  return migrations.filter(migration => {
    const record = records.get(migration.name)
    if (!record) return true
    if (!record.finished) {
      throw new StartupError(
        `Migration ${migration.name} was begun by another tool and not finished: repair the database, then run "prisma migrate resolve".`,
      )
    }
    if (!checksumsOf(migration).includes(record.checksum)) {
      throw new StartupError(
        `Migration ${migration.name} was changed after it was applied: restore its file, or start with an empty database.`,
      )
    }
    return false
  })
}

async function lock(client: pg.Client): Promise<void> {
  await client.query('SELECT pg_advisory_lock($1)', [prismaLock]).catch(error => {
    throw new StartupError(`Another process has held the migration lock for a minute: ${firstLine(error.message)}.`, {
      cause: error,
    })
  })
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs })
  client.on('error', () => {}) // a connection lost while idle shows with the next query
  const where = describeDatabase(databaseUrl)
  await client.connect().catch(error => {
    throw new StartupError(`${where} could not be reached: ${reason(error)}.`, { cause: error })
  })
  const { rows } = await client.query<{ number: number; version: string }>(
    `SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version`,
  )
  if (rows[0] && rows[0].number < oldestServerVersion) {
    await client.end()
    throw new StartupError(`${where} is version ${rows[0].version}, and Perennial needs PostgreSQL 15 or newer.`)
  }
  return client
}

/** Names a database for people, without its user and password. */
function describeDatabase(databaseUrl: string): string {
  const url = URL.parse(databaseUrl)
  return url ? `The database "${url.pathname.slice(1)}" at ${url.host}` : 'The database'
}

function reason(error: Error & { code?: string; errors?: Error[] }): string {
  // Node joins the errors of several addresses (::1 and 127.0.0.1) in one without a message.
  return firstLine(error.message || error.errors?.[0]?.message || error.code || error.name)
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}
