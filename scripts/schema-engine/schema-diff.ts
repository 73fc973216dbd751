import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Migration } from '../../src/store/migrations/folder.ts'
import { createSchemaEngine, toMigrationList } from './schema-engine.ts'

/** The project's own schema.prisma. */
export const schemaFile = fileURLToPath(new URL('../../prisma/schema.prisma', import.meta.url))

const scratchDatabase = 'perennial_shadow'

/**
 * The SQL that changes the result of the migrations into the schema. Undefined if the two agree.
 *
 * Prisma sees tables, columns, enums, keys and plain indexes. It does not see CHECK constraints, partial indexes,
 * indexes on expressions, functions, triggers and views, so migrations can contain these without a difference. A plain
 * index that exists only in a migration is a difference, even if it has INCLUDE.
 *
 * @param serverUrl A server for a scratch database, which is created, filled with the migrations, and dropped.
 * @throws PostgreSQL's error if a migration does not apply.
 */
export async function diffToSchema(
  serverUrl: string,
  migrations: readonly Migration[],
  schema: string,
): Promise<string | undefined> {
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    await client.query(`DROP DATABASE IF EXISTS ${scratchDatabase}`)
    await client.query(`CREATE DATABASE ${scratchDatabase}`)
    const shadow = new pg.Client(Object.assign(new URL(serverUrl), { pathname: `/${scratchDatabase}` }).href)
    await shadow.connect()
    const { engine, scriptError } = await createSchemaEngine(client, shadow)
    try {
      const result = await engine.diff({
        from: { tag: 'migrations', ...toMigrationList(migrations) },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content: schema }] },
        script: true,
        exitCode: true,
        filters: { externalTables: [], externalEnums: [] },
      })
      return result.exitCode === 0 ? undefined : (result.stdout ?? '')
    } catch (error) {
      throw scriptError() ?? error
    } finally {
      engine.free()
      await shadow.end()
      await client.query(`DROP DATABASE ${scratchDatabase}`)
    }
  } finally {
    await client.end()
  }
}

export function readSchema(): Promise<string> {
  return readFile(schemaFile, 'utf8')
}
