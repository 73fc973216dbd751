import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rename, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { unprivilegedAccount } from '../../../src/supervisor/postgres/account.ts'
import { locateBinaries } from '../../../src/supervisor/postgres/binaries.ts'
import { initializeCluster, superuser } from '../../../src/supervisor/postgres/initialize.ts'
import { reachableBinaries } from '../../../src/supervisor/postgres/reach.ts'
import { startServer } from '../../../src/supervisor/postgres/server.ts'

/** A PostgreSQL of a test run or of one test, in a temporary folder. */
export type TestCluster = {
  readonly pid: number
  readonly port: number
  readonly dataFolder: string
  /** A connection URL of its superuser. The database `postgres` exists from the start. */
  url(database?: string): string
  /** Ends it at once, as if its machine lost power, and removes its folder. A second call changes nothing. */
  stop(): Promise<void>
}

/** The database with all migrations applied, the template of test databases. Nobody connects to it. */
export const templateDatabase = 'perennial_template'

const password = 'test'

/** Makes a test cluster fast: its data need not survive a crash of the machine. */
const testSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  timezone: 'UTC',
}

/**
 * Starts a cluster in about half a second. If this process dies, a guardian process ends the cluster. A transaction
 * left open in any database of a cluster holds back `pg_snapshot_xmin` in all of them: tests that hold one open on
 * purpose start a cluster of their own.
 *
 * @param options.backup The folder of a base backup, which becomes the cluster's.
 */
export async function startCluster(
  settings: Record<string, string> = {},
  { backup }: { readonly backup?: string } = {},
): Promise<TestCluster> {
  const account = await unprivilegedAccount()
  const binaries = await reachableBinaries(await locateBinaries(), account)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-cluster-'))
  await chmod(folder, 0o711) // PostgreSQL's account passes through it
  const clusterFolder = { binaries, account, dataFolder: path.join(folder, 'postgres') }
  if (backup === undefined) await initializeCluster(clusterFolder, { password, durable: false })
  else await rename(backup, clusterFolder.dataFolder)
  const server = await startServer({
    ...clusterFolder,
    settings: { ...testSettings, ...settings },
    logFile: path.join(folder, 'postgres.log'),
  })
  const guardian = spawn(
    process.execPath,
    [fileURLToPath(new URL('cluster-guardian.ts', import.meta.url)), String(server.pid), folder],
    { detached: true, stdio: ['pipe', 'ignore', 'inherit'] },
  )
  guardian.unref()
  let stopped: Promise<void> | undefined
  const stop = async () => {
    await server.stop('immediate')
    await rm(folder, { recursive: true, force: true })
    guardian.kill('SIGKILL')
  }
  return {
    pid: server.pid,
    port: server.port,
    dataFolder: clusterFolder.dataFolder,
    url: (database = 'postgres') => `postgresql://${superuser}:${password}@127.0.0.1:${server.port}/${database}`,
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}
