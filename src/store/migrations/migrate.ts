import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { StartupError } from '../../base/log/startup-error.ts'
import { type Migration, readMigrations, runsInTransaction } from './folder.ts'
import {
  ensureMigrationRecords,
  readMigrationState,
  recordFailure,
  recordFinish,
  recordStart,
  repairOf,
} from './records.ts'

/** The lock that Prisma's own engine takes: a migration by its CLI and one by us exclude each other as well. */
const prismaLock = 72707369
const lockTries = 600
const lockPauseMs = 100
const lockTimeoutMs = 60_000
const connectTimeoutMs = 10_000
const oldestServerVersion = 150_000

/**
 * Brings a database to the state of prisma/migrations and keeps `_prisma_migrations` as Prisma's CLI does.
 *
 * Several processes may do so at once: one applies, the others wait and find nothing to do. Each migration is one
 * transaction together with its record, so a process killed at any moment leaves it applied or absent. A script must
 * not end that transaction itself.
 *
 * A statement that PostgreSQL refuses in a transaction, such as CREATE INDEX CONCURRENTLY, is the only statement of its
 * migration, whose first line is `-- no-transaction`. If such a migration fails half-way, every later start is refused
 * until a person has repaired the database.
 *
 * @returns The names applied by this call, in order.
 * @throws StartupError if the database is out of reach, too old, does not fit the folder, or refuses a migration.
 */
export async function migrate(databaseUrl: string, options: { folder?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.folder)
  const client = await connect(databaseUrl)
  try {
    const before = await readMigrationState(client, migrations)
    if (before.refusal === undefined && before.pending.length === 0) return []
    await client.query(`SELECT set_config(name, '0', false) FROM pg_settings
      WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout')`)
    await client.query(`SET lock_timeout = ${lockTimeoutMs}`)
    await lock(client)
    // Read again: another process may have applied some, or finished one that it had just started.
    const { pending, refusal } = await readMigrationState(client, migrations)
    if (refusal !== undefined) throw new StartupError(refusal)
    await ensureMigrationRecords(client).catch((error: Error) => {
      throw new StartupError(
        `The database user could not create the table of migrations: ${firstLine(error.message)}.`,
        {
          cause: error,
        },
      )
    })
    for (const migration of pending)
      await (runsInTransaction(migration) ? applyInTransaction(client, migration) : applyAlone(client, migration))
    return pending.map(({ name }) => name)
  } finally {
    await client.end() // gives the lock back as well
  }
}

async function applyInTransaction(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    const id = await recordStart(client, migration)
    await client.query(migration.sql)
    await recordFinish(client, id)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {}) // a lost connection has rolled back already
    const message = firstLine((error as Error).message)
    throw new StartupError(`Migration ${migration.name} failed and left nothing behind: ${message}.`, { cause: error })
  }
}

async function applyAlone(client: pg.Client, migration: Migration): Promise<void> {
  const id = await recordStart(client, migration)
  try {
    await client.query(migration.sql)
  } catch (error) {
    const { message } = error as Error
    await recordFailure(client, id, message).catch(() => {}) // without a finish, the record says enough
    throw new StartupError(
      `Migration ${migration.name} failed half-way (${firstLine(message)}): ${repairOf(migration.name)}.`,
      { cause: error },
    )
  }
  await recordFinish(client, id)
}

/**
 * Waits by trying again. A session that waits inside a statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits
 * for every snapshot to end: the two would wait for each other.
 */
async function lock(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < lockTries; tries++) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [prismaLock])
    if (rows[0]?.taken === true) return
    await delay(lockPauseMs)
  }
  throw new StartupError(
    'Another process has held the migration lock for a minute: wait until it has finished, or end it, and start again.',
  )
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
