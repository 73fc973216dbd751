import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { unprivilegedAccount } from '../src/supervisor/postgres/account.ts'
import { startProxy } from './haproxy.ts'
import { findPrimary, isWhole, readMembers } from './members.ts'
import { type ClusterNode, PATRONI_FILE, prepareNode, reserveNode } from './node.ts'
import { endAll } from './processes.ts'
import type { Programs } from './programs.ts'
import { own, type Workplace } from './workplace.ts'

export interface ClusterOptions {
  readonly nodes: number
  /** Patroni's: seconds after which a silent primary loses its role. */
  readonly ttl: number
  /** Patroni's synchronous_mode_strict. */
  readonly strict: boolean
}

/** A PostgreSQL that survives the loss of a machine. All its machines are folders of this one. */
export interface PostgresCluster {
  /** The primary, by the proxy; the user owns the database. */
  readonly url: string
  /** Standbys, by the proxy. */
  readonly standbyUrl: string
  readonly nodes: readonly ClusterNode[]
  readonly workplace: Workplace
  readonly password: string
  /** Waits until there is a primary, a synchronous standby, and every other node follows. */
  whole(withinMs: number, signal?: AbortSignal): Promise<void>
  /** Ends all processes; removes the folder unless `keep` is true. */
  close(keep?: boolean): Promise<void>
}

const USER = 'perennial'
const START_MS = 900_000
const POLL_MS = 200

/** Starts the cluster in a temporary folder and waits until it is whole. If that fails, everything is ended. */
export async function startCluster(programs: Programs, options: ClusterOptions): Promise<PostgresCluster> {
  const account = await unprivilegedAccount()
  const folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-postgres-'))
  await chmod(folder, 0o755)
  await own(account, folder)
  const guardian = spawn(process.execPath, [fileURLToPath(new URL('guardian.ts', import.meta.url)), folder], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  guardian.unref()
  const close = async (keep = false) => {
    guardian.kill('SIGKILL')
    // Patroni ends its PostgreSQL, and needs etcd for that.
    await endAll(folder, PATRONI_FILE)
    if (!keep) await rm(folder, { recursive: true, force: true })
  }
  try {
    return await start({ programs, account, folder }, options, close)
  } catch (error) {
    await close(true)
    throw new Error(`The cluster did not start; its logs are in ${folder}.`, { cause: error })
  }
}

async function start(
  workplace: Workplace,
  { nodes: count, ttl, strict }: ClusterOptions,
  close: PostgresCluster['close'],
): Promise<PostgresCluster> {
  const secret = () => randomBytes(12).toString('hex')
  const passwords = { superuser: secret(), replication: secret(), rewind: secret() }
  const password = secret()
  const addresses = await Promise.all(
    Array.from({ length: count }, (_, index) => reserveNode(`node-${index + 1}`, workplace.folder)),
  )
  const nodes = await Promise.all(
    addresses.map(address => prepareNode(workplace, address, addresses, { ttl, strict, passwords })),
  )
  for (const node of nodes) node.start()
  const proxy = await startProxy(workplace, nodes)
  const whole: PostgresCluster['whole'] = async (withinMs, signal) => {
    const end = Date.now() + withinMs
    for (;;) {
      const members = await readMembers(nodes)
      if (isWhole(members, count)) return
      if (Date.now() > end) throw new Error(`the cluster is not whole: ${JSON.stringify(members)}`)
      await delay(POLL_MS, undefined, { signal })
    }
  }
  await whole(START_MS)
  await createDatabase(nodes, passwords.superuser, password)
  const urlAt = (port: number) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${USER}`
  return {
    url: urlAt(proxy.primaryPort),
    standbyUrl: urlAt(proxy.standbyPort),
    ...{ nodes, workplace, password, whole, close },
  }
}

async function createDatabase(nodes: readonly ClusterNode[], superuserPassword: string, password: string) {
  const primary = await findPrimary(nodes)
  if (primary === undefined) throw new Error('there is no primary')
  const { postgresPort: port } = primary
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', password: superuserPassword })
  await client.connect()
  try {
    // The password is hexadecimal digits of ours.
    await client.query(`CREATE ROLE ${USER} LOGIN PASSWORD '${password}'`)
    await client.query(`CREATE DATABASE ${USER} OWNER ${USER}`)
  } finally {
    await client.end()
  }
}
