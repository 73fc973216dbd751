import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { StartupError } from '../../base/log/startup-error.ts'
import { apply, firstLine, TRIES } from './apply.ts'
import { readMigrations } from './folder.ts'
import { ensureMigrationRecords, readMigrationState } from './records.ts'

/**
 * The advisory lock of Prisma's own engine, so that a migration by Prisma's CLI and one by the gateway exclude each
 * other.
 */
const prismaLock = 72707369
/** Longer than a migration may take to get its locks. */
const lockTries = 2_400
const lockPauseMs = 100
const connectTimeoutMs = 10_000
const oldestServerVersion = 150_000

/**
 * Applies the pending migrations of prisma/migrations and records them in `_prisma_migrations` as Prisma's CLI does.
 *
 * Several processes may call it at once: one applies, the others wait and find nothing to do. Each migration is one
 * transaction together with its record, so a process that is killed at any moment leaves it applied or absent. A script
 * must not end that transaction itself. If it needs a table that others use, it lets them go first: it is rolled back, and
 * tried again for about a minute.
 *
 * A statement that PostgreSQL refuses in a transaction, such as CREATE INDEX CONCURRENTLY, is the only statement of its
 * migration, whose first line is `-- no-transaction`. If such a migration fails half-way, every later start is refused
 * until a person has repaired the database.
 *
 * @returns The names of the migrations that this call applied, in order.
 * @throws StartupError if the database cannot be reached, is too old, does not match the folder, or refuses a
 * migration.
 */
export async function migrate(
  databaseUrl: string,
  options: { folder?: string; tries?: number } = {},
): Promise<string[]> {
  const migrations = await readMigrations(options.folder)
  const client = await connect(databaseUrl)
  try {
    const before = await readMigrationState(client, migrations)
    if (before.refusal === undefined && before.pending.length === 0) return []
    await client.query(`SELECT set_config(name, '0', false) FROM pg_settings
      WHERE name IN ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout')`)
    await lock(client)
    // Reads again: another process may have applied some, or finished one that it had just started.
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
    for (const migration of pending) await apply(client, migration, options.tries ?? TRIES)
    return pending.map(({ name }) => name)
  } finally {
    await client.end() // releases the lock as well
  }
}

/**
 * Waits by polling. A session that waits inside a statement holds a snapshot, and CREATE INDEX CONCURRENTLY waits for
 * every snapshot to end, so the two would deadlock.
 */
async function lock(client: pg.Client): Promise<void> {
  for (let tries = 0; tries < lockTries; tries++) {
    const { rows } = await client.query<{ taken: boolean }>('SELECT pg_try_advisory_lock($1) AS taken', [prismaLock])
    if (rows[0]?.taken === true) return
    await delay(lockPauseMs)
  }
  throw new StartupError(
    'Another process has held the migration lock for four minutes: wait until it has finished, or end it, and start again.',
  )
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: connectTimeoutMs })
  client.on('error', () => {}) // the next query reports a connection that was lost while idle
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

/** The name of a database for messages, without user and password. */
function describeDatabase(databaseUrl: string): string {
  const url = URL.parse(databaseUrl)
  return url ? `The database "${url.pathname.slice(1)}" at ${url.host}` : 'The database'
}

function reason(error: Error & { code?: string; errors?: Error[] }): string {
  // Node reports the errors of several addresses (::1 and 127.0.0.1) as one error without a message.
  return firstLine(error.message || error.errors?.[0]?.message || error.code || error.name)
}
