import { randomBytes } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { StartupError } from '../base/log/startup-error.ts'
import { ensureSecretFile } from '../config/encryption-key.ts'
import { unprivilegedAccount } from './postgres/account.ts'
import { locateBinaries } from './postgres/binaries.ts'
import { placeDataFolder } from './postgres/data-folder.ts'
import { initializeCluster, superuser } from './postgres/initialize.ts'
import { reachableBinaries } from './postgres/reach.ts'
import { type PostgresServer, type ServerOptions, startServer } from './postgres/server.ts'

const databaseName = 'perennial'

/** The PostgreSQL that Perennial ships and runs. */
export type EmbeddedDatabase = {
  /** The URL with the password. */
  readonly url: string
  readonly server: PostgresServer
  /** One sentence for each part that is outside DATA_DIR and node_modules. */
  readonly elsewhere: readonly string[]
  /** Starts an ended server again, on the same port, because the gateway knows it. */
  restart(): Promise<PostgresServer>
}

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and error details hold personal data. The gateway gets each error and logs it itself.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/**
 * Starts PostgreSQL on `dataDir`, initialized at the first start, or adopts one that a killed supervisor left running.
 *
 * @param dataDir An existing folder.
 * @param options.shared Where root keeps files that PostgreSQL's account cannot reach elsewhere.
 */
export async function startEmbeddedDatabase(
  dataDir: string,
  options: { shared?: string | undefined } = {},
): Promise<EmbeddedDatabase> {
  const account = await unprivilegedAccount()
  const [found, password, dataFolder] = await Promise.all([
    locateBinaries(),
    ensureSecretFile(path.join(dataDir, 'postgres-password'), () => randomBytes(24).toString('base64url')),
    placeDataFolder(dataDir, account, options.shared),
  ])
  const binaries = await reachableBinaries(found, account, options.shared)
  const serverOptions: ServerOptions = {
    ...{ binaries, account, dataFolder, settings },
    logFile: path.join(path.resolve(dataDir), 'postgres.log'),
  }
  await initializeCluster(serverOptions, { password, durable: true })
  const server = await startServer(serverOptions)
  const url = (database: string) => `postgresql://${superuser}:${password}@127.0.0.1:${server.port}/${database}`
  await ensureDatabase(url('postgres'), dataDir).catch(async error => {
    await server.stop()
    throw error
  })
  const realDataDir = await realpath(dataDir)
  const elsewhere = [
    ...(binaries.root === found.root ? [] : [`PostgreSQL's programs are in ${binaries.root}`]),
    ...(path.dirname(dataFolder) === realDataDir ? [] : [`PostgreSQL's data is in ${dataFolder}`]),
  ]
  return {
    ...{ url: url(databaseName), server, elsewhere },
    restart: () => startServer({ ...serverOptions, port: server.port }),
  }
}

async function ensureDatabase(url: string, dataDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`)
  } catch (error) {
    const advice =
      error instanceof pg.DatabaseError && error.code === '28P01'
        ? ` (the password is in ${dataDir}/postgres-password)`
        : ''
    throw new StartupError(`The embedded PostgreSQL refuses the connection${advice}: ${(error as Error).message}.`, {
      cause: error,
    })
  } finally {
    await client.end()
  }
}
