import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm/schema_engine_bg'

/** The project's own prisma/migrations. */
export const migrationsFolder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url))

export type Migration = {
  /** The name of its folder, for instance `20260301120000_agreements`. */
  readonly name: string
  readonly sql: string
}

/**
 * The checksums under which Prisma may have recorded this script in `_prisma_migrations`: SHA-256 of its text, with
 * either ending of lines, because a checkout may change those.
 */
export function checksumsOf(migration: Migration): string[] {
  const unix = migration.sql.replaceAll('\r\n', '\n')
  return [migration.sql, unix, unix.replaceAll('\n', '\r\n')].map(sql => createHash('sha256').update(sql).digest('hex'))
}

/** All migrations of a folder, in the order in which they apply. A folder that does not exist holds none. */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(
    names.sort().map(async name => ({ name, sql: await readFile(path.join(folder, name, 'migration.sql'), 'utf8') })),
  )
}

/** Migrations in the words of Prisma's engine, which reads no files. */
export function toMigrationList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: migrationsFolder,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
    })),
  }
}
