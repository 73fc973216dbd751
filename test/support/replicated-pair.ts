import { chmod, chown, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { unprivilegedAccount } from '../../src/supervisor/postgres/account.ts'
import { locateBinaries } from '../../src/supervisor/postgres/binaries.ts'
import { initializeCluster, superuser } from '../../src/supervisor/postgres/initialize.ts'
import { reachableBinaries } from '../../src/supervisor/postgres/reach.ts'
import { type PostgresServer, startServer } from '../../src/supervisor/postgres/server.ts'
import { until } from './until.ts'

/** A primary and a standby that follows it, synchronously, by streaming replication. */
export interface ReplicatedPair {
  readonly primaryUrl: string
  /** Refuses writes until `failOver`. */
  readonly standbyUrl: string
  /** Ends the primary as if its machine lost power, and promotes the standby. */
  failOver(): Promise<void>
  stop(): Promise<void>
}

const password = 'test'
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  shared_buffers: '32MB',
  // The log of what is rolled back stays in memory until a commit writes it, and checkpoints do not interfere.
  wal_writer_delay: '10s',
  checkpoint_timeout: '1h',
  bgwriter_lru_maxpages: '0',
}

/** Starts both in about two seconds. */
export async function startReplicatedPair(): Promise<ReplicatedPair> {
  const account = await unprivilegedAccount()
  const binaries = await reachableBinaries(await locateBinaries(), account)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-pair-'))
  await chmod(folder, 0o711) // PostgreSQL's account passes through it
  const start = (name: string, more: Record<string, string> = {}) =>
    startServer({
      ...{ binaries, account, dataFolder: path.join(folder, name), settings: { ...settings, ...more } },
      logFile: path.join(folder, `${name}.log`),
    })
  const urlOf = ({ port }: PostgresServer) => `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres`
  const dataFolder = path.join(folder, 'primary')
  await initializeCluster({ binaries, account, dataFolder }, { password, durable: false })
  const primary = await start('primary', { synchronous_standby_names: '*' })
  const administrator = new pg.Client(urlOf(primary))
  await administrator.connect()
  await administrator.query('SET synchronous_commit = local')
  await copyPrimary(administrator, folder, account)
  const standby = await start('standby', {
    primary_conninfo: `host=127.0.0.1 port=${primary.port} user=${superuser} password=${password}`,
  })
  await until('the standby follows', async () => {
    const { rowCount } = await administrator.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)
    return rowCount === 1
  })
  await administrator.end()
  return {
    primaryUrl: urlOf(primary),
    standbyUrl: urlOf(standby),
    async failOver() {
      process.kill(primary.pid, 'SIGKILL')
      await primary.exited
      const client = new pg.Client(urlOf(standby))
      await client.connect()
      await client.query('SELECT pg_promote()')
      await client.end()
    },
    async stop() {
      await Promise.all([primary, standby].map(server => server.stop('immediate')))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function copyPrimary(
  administrator: pg.Client,
  folder: string,
  account: { uid: number; gid: number } | undefined,
): Promise<void> {
  const [from, to] = [path.join(folder, 'primary'), path.join(folder, 'standby')]
  await administrator.query(`SELECT pg_backup_start('pair', true)`)
  await cp(from, to, { recursive: true, preserveTimestamps: true, filter: file => !file.endsWith('postmaster.pid') })
  const { rows } = await administrator.query<{ labelfile: string }>('SELECT labelfile FROM pg_backup_stop(false)')
  await writeFile(path.join(to, 'backup_label'), rows[0]?.labelfile ?? '')
  await writeFile(path.join(to, 'standby.signal'), '')
  await chmod(to, 0o700)
  if (account) await ownAll(to, account)
}

async function ownAll(folder: string, { uid, gid }: { uid: number; gid: number }): Promise<void> {
  await chown(folder, uid, gid)
  for (const entry of await readdir(folder, { recursive: true })) await chown(path.join(folder, entry), uid, gid)
}
