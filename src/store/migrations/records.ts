import type pg from 'pg'
import { checksumsOf, type Migration } from './folder.ts'

// The same columns as Prisma's engine creates, so that the Prisma CLI can read and continue the table. A test compares
// the two.
const createTable = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

/** Counts this schema's tables that belong to no extension. */
const countTables = `SELECT count(*)::int AS tables FROM pg_class c
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`

const readRecords = `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
  FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`

interface MigrationRecord {
  readonly name: string
  readonly checksum: string
  readonly finished: boolean
}

export interface MigrationState {
  /** The migrations that are not applied yet, in order. */
  readonly pending: readonly Migration[]
  /** One sentence that says why this database must not be migrated. */
  readonly refusal?: string | undefined
}

/** Compares a folder of migrations with the database. Changes nothing. */
export async function readMigrationState(client: pg.Client, migrations: readonly Migration[]): Promise<MigrationState> {
  const table = await client.query<{ present: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present`,
  )
  if (table.rows[0]?.present !== true) {
    const { rows } = await client.query<{ tables: number }>(countTables)
    const refusal = rows[0]?.tables === 0 ? undefined : foreignTables
    return { pending: migrations, refusal }
  }
  const { rows } = await client.query<MigrationRecord>(readRecords)
  const recorded = new Set(rows.map(({ name }) => name))
  return {
    pending: migrations.filter(({ name }) => !recorded.has(name)),
    refusal: refusalOf(rows, new Map(migrations.map(migration => [migration.name, migration]))),
  }
}

const foreignTables = 'The database has tables that Perennial did not create: set DATABASE_URL to an empty database.'

/** What a person has to do if a migration stopped between two statements. */
export function repairOf(name: string): string {
  return `complete or undo its changes by hand, then run "prisma migrate resolve --applied ${name}" or "prisma migrate resolve --rolled-back ${name}"`
}

/**
 * True for a migration that removes something. After any other migration, earlier versions keep working, and may be
 * started on the migrated database.
 */
export function isContract(name: string): boolean {
  return /_contract(_|$)/.test(name)
}

function refusalOf(
  records: readonly MigrationRecord[],
  migrations: ReadonlyMap<string, Migration>,
): string | undefined {
  const newest = [...migrations.keys()].at(-1) ?? ''
  for (const { name, checksum, finished } of records) {
    const migration = migrations.get(name)
    if (migration === undefined && name > newest && !isContract(name)) continue
    if (migration === undefined)
      return `The database has migration ${name}, which this version of Perennial does not have: start the version that applied it, or a newer one.`
    if (!finished) return `Migration ${name} was started and did not finish: ${repairOf(name)}.`
    if (!checksumsOf(migration).includes(checksum))
      return `Migration ${name} was changed after it was applied: restore its file, or start with an empty database.`
  }
  return undefined
}

export async function ensureMigrationRecords(client: pg.Client): Promise<void> {
  await client.query(createTable)
}

/** @returns The record's id. */
export async function recordStart(client: pg.Client, migration: Migration): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at)
     VALUES (gen_random_uuid(), $1, $2, clock_timestamp()) RETURNING id`,
    [checksumsOf(migration)[0], migration.name],
  )
  if (rows[0] === undefined) throw new Error('the start of a migration was not recorded')
  return rows[0].id
}

/** A script is one step: Prisma's engine counts scripts, not statements. */
export async function recordFinish(client: pg.Client, id: string): Promise<void> {
  await client.query(
    'UPDATE _prisma_migrations SET applied_steps_count = 1, finished_at = clock_timestamp() WHERE id = $1',
    [id],
  )
}

export async function recordFailure(client: pg.Client, id: string, message: string): Promise<void> {
  await client.query('UPDATE _prisma_migrations SET logs = $2 WHERE id = $1', [id, message])
}
