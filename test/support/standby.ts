import { chmod, chown, cp, lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { unprivilegedAccount } from '../../src/supervisor/postgres/account.ts'
import { locateBinaries } from '../../src/supervisor/postgres/binaries.ts'
import { reachableBinaries } from '../../src/supervisor/postgres/reach.ts'
import { startServer } from '../../src/supervisor/postgres/server.ts'
import { startCluster, type TestCluster } from './cluster.ts'

/** A PostgreSQL and its streaming replica. */
export interface Replicated {
  readonly primary: TestCluster
  /** Connection URLs of the database `postgres`. */
  readonly primaryUrl: string
  readonly replicaUrl: string
  /** Ends the replica alone. */
  stopReplica(): Promise<void>
  stop(): Promise<void>
}

/**
 * A primary with what `prepare` does, and a hot standby that streams from it. The copy is made by PostgreSQL's functions
 * for backups: the embedded PostgreSQL has no pg_basebackup.
 */
export async function startReplicated(prepare: (url: string) => Promise<unknown>): Promise<Replicated> {
  const primary = await startCluster({ wal_level: 'replica' })
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-standby-'))
  await prepare(primary.url())
  const account = await unprivilegedAccount()
  const binaries = await reachableBinaries(await locateBinaries(), account)
  const dataFolder = path.join(folder, 'postgres')
  const client = new pg.Client(primary.url())
  await client.connect()
  await client.query(`SELECT pg_backup_start('standby', fast => true)`)
  const { rows: places } = await client.query<{ source: string }>(`SELECT current_setting('data_directory') AS source`)
  await cp(places[0]?.source ?? '', dataFolder, {
    recursive: true,
    filter: source => !/postmaster\.(pid|opts)$/.test(source),
  })
  const { rows } = await client.query<{ label: string }>('SELECT labelfile AS label FROM pg_backup_stop(false)')
  await client.end()
  await writeFile(path.join(dataFolder, 'backup_label'), rows[0]?.label ?? '')
  await writeFile(path.join(dataFolder, 'standby.signal'), '')
  await chmod(folder, 0o711)
  await chmod(dataFolder, 0o700)
  if (account) await chownAll(dataFolder, account)
  const server = await startServer({
    ...{ account, binaries, dataFolder, logFile: path.join(folder, 'postgres.log') },
    settings: {
      ...{ listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', fsync: 'off' },
      ...{ timezone: 'UTC', primary_conninfo: primary.url().replace(/\/postgres$/, '') },
    },
  })
  let stopped: Promise<void> | undefined
  const stopReplica = () => {
    stopped ??= server.stop('immediate')
    return stopped
  }
  return {
    primary,
    primaryUrl: primary.url(),
    replicaUrl: primary.url().replace(`:${primary.port}/`, `:${server.port}/`),
    stopReplica,
    async stop() {
      await stopReplica()
      await primary.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function chownAll(place: string, account: { readonly uid: number; readonly gid: number }): Promise<void> {
  await chown(place, account.uid, account.gid)
  if (!(await lstat(place)).isDirectory()) return
  for (const name of await readdir(place)) await chownAll(path.join(place, name), account)
}
