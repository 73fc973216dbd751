import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const migrationsFolder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))

export type Migration = {
  /** The name of its folder, for example `20260301120000_agreements`. */
  readonly name: string
  readonly sql: string
  /**
   * Its file `locks.sql`, if it has one: what is locked first, with the short wait of `apply`. For a script that waits longer
   * and was applied somewhere, so that it can no longer be changed.
   */
  readonly locks?: string | undefined
}

/**
 * The checksums that Prisma may have recorded for this script in `_prisma_migrations`: SHA-256 of its text, with LF and
 * with CRLF line endings, because a checkout may change them.
 */
export function checksumsOf(migration: Migration): string[] {
  const unix = migration.sql.replaceAll('\r\n', '\n')
  return [migration.sql, unix, unix.replaceAll('\n', '\r\n')].map(sql => createHash('sha256').update(sql).digest('hex'))
}

/** False if the script's first line is `-- no-transaction`. */
export function runsInTransaction({ sql }: Migration): boolean {
  return !/^-- no-transaction\r?\n/.test(sql)
}

/** All migrations of a folder, in the order in which they apply. A folder that does not exist holds none. */
export async function readMigrations(folder: string = migrationsFolder): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(error => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const names = entries.filter(entry => entry.isDirectory()).map(entry => entry.name)
  return Promise.all(names.sort().map(name => readMigration(folder, name)))
}

async function readMigration(folder: string, name: string): Promise<Migration> {
  const file = (of: string) => path.join(folder, name, of)
  const locks = await readFile(file('locks.sql'), 'utf8').catch(error => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  return { name, sql: await readFile(file('migration.sql'), 'utf8'), locks }
}
