import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as engineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'
import { type Migration, migrationsFolder } from '../../src/store/migrations/folder.ts'

export type SchemaEngine = {
  readonly engine: engineModule.SchemaEngine
  /** PostgreSQL's first error about a migration's script: the engine's own message does not contain it. */
  scriptError(): Error | undefined
}

/**
 * Prisma's own migration engine as WebAssembly: the same code that the Prisma CLI downloads as a native program.
 * @param client A connected client. The engine works on this one session, so that its session-level lock and a
 * transaction around its work hold. The caller ends it.
 * @param shadowClient A client of a scratch database, which `diff` from migrations fills. Only diffs need one.
 */
export async function createSchemaEngine(client: pg.Client, shadowClient?: pg.Client): Promise<SchemaEngine> {
  await instantiate()
  const scripts: { error?: Error } = {}
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(client, scripts),
    connectToShadowDb: () => {
      if (!shadowClient) throw new Error('this engine was made without a shadow database')
      return connect(shadowClient, scripts)
    },
  }
  const adapter = bindMigrationAwareSqlAdapterFactory(factory)
  const engine = await engineModule.SchemaEngine.new({ datamodels: undefined }, () => {}, adapter)
  return { engine, scriptError: () => scripts.error }
}

async function connect(client: pg.Client, scripts: { error?: Error }): Promise<SqlDriverAdapter> {
  // Prisma's adapter takes a pool; this one never connects and hands every query to the one client.
  const pool = new pg.Pool()
  let charColumns: number[] = []
  pool.query = (async (query: pg.QueryArrayConfig) => {
    const result = await client.query(query)
    charColumns = hideCharColumns(result.fields)
    return result
  }) as typeof pool.query
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  let previous: Promise<unknown> = Promise.resolve()
  adapter.queryRaw = query => {
    const result = previous.then(async () => {
      const answer = await queryRaw(query)
      for (const column of charColumns) answer.columnTypes[column] = ColumnTypeEnum.Character
      return answer
    })
    previous = result.catch(() => {})
    return result
  }
  // The engine's executeScript cuts a script at every semicolon, even inside strings, comments and function bodies.
  // PostgreSQL accepts a whole script in one message and knows where its statements end.
  adapter.executeScript = async script => {
    await client.query(script).catch(error => {
      scripts.error ??= error
      throw error
    })
  }
  return adapter
}

/** The one-byte type "char" of PostgreSQL's own catalog. */
const internalChar = 18

/**
 * Prisma's adapter refuses the type of pg_constraint.contype, which Prisma's engine reads if a schema has a CHECK. Such
 * columns are given to the adapter as text, and their numbers are returned.
 */
function hideCharColumns(fields: pg.FieldDef[]): number[] {
  const columns: number[] = []
  fields.forEach((field, column) => {
    if (field.dataTypeID !== internalChar) return
    field.dataTypeID = pg.types.builtins.TEXT
    columns.push(column)
  })
  return columns
}

/**
 * The part of WebAssembly that is used here: its types come only with those of the browser, which this program leaves
 * out.
 */
const { WebAssembly: webAssembly } = globalThis as unknown as {
  WebAssembly: {
    instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
  }
}

let instantiation: Promise<void> | undefined

function instantiate(): Promise<void> {
  instantiation ??= (async () => {
    const glue = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const { instance } = await webAssembly.instantiate(await readFile(glue.replace(/\.js$/, '.wasm')), {
      './schema_engine_bg.js': engineModule,
    })
    // The engine reports the message of its panic here before it ends: without this the message is lost.
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (text: string) => console.error(text) } })
    engineModule.__wbg_set_wasm(instance.exports)
    const start = instance.exports['__wbindgen_start']
    if (typeof start === 'function') start()
  })()
  return instantiation
}

/** Migrations in the form of Prisma's engine, which reads no files. */
export function toMigrationList(migrations: readonly Migration[]): engineModule.MigrationList {
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
