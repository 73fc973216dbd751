import path from 'node:path'
import type { NodeAddress } from './node.ts'
import type { Programs } from './programs.ts'

export interface PatroniSettings {
  /** Seconds after which a silent primary loses its role. */
  readonly ttl: number
  /** True: without a synchronous standby, writes wait. False: then the primary goes on alone. */
  readonly strict: boolean
  readonly passwords: { readonly superuser: string; readonly replication: string; readonly rewind: string }
}

export const SCOPE = 'perennial'
const MAX_CONNECTIONS = 150

/** PostgreSQL's data on a node. */
export const dataFolderOf = (nodeFolder: string) => path.join(nodeFolder, 'data')

/** One node's configuration. docs/clusters.md explains each setting that matters for money. */
export function patroniConfig(
  node: NodeAddress,
  all: readonly NodeAddress[],
  { ttl, strict, passwords }: PatroniSettings,
  { postgresBin }: Pick<Programs, 'postgresBin'>,
): object {
  const at = (port: number) => `127.0.0.1:${port}`
  // Patroni requires ttl >= loop_wait + 2 * retry_timeout.
  const loopWait = Math.floor(ttl / 4)
  return {
    scope: SCOPE,
    name: node.name,
    log: { level: 'INFO' },
    restapi: { listen: at(node.patroniPort), connect_address: at(node.patroniPort) },
    etcd3: { hosts: all.map(({ etcdPort }) => at(etcdPort)) },
    bootstrap: {
      dcs: {
        ttl,
        loop_wait: loopWait,
        retry_timeout: Math.floor((ttl - loopWait) / 2),
        maximum_lag_on_failover: 1_048_576,
        synchronous_mode: true,
        synchronous_mode_strict: strict,
        postgresql: { use_pg_rewind: true, use_slots: true, parameters: serverSettings },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
    },
    postgresql: {
      listen: at(node.postgresPort),
      connect_address: at(node.postgresPort),
      data_dir: dataFolderOf(node.folder),
      bin_dir: postgresBin,
      pgpass: path.join(node.folder, 'pgpass'),
      authentication: {
        superuser: { username: 'postgres', password: passwords.superuser },
        replication: { username: 'replicator', password: passwords.replication },
        rewind: { username: 'rewinder', password: passwords.rewind },
      },
      pg_hba: ['host all all 127.0.0.1/32 scram-sha-256', 'host replication replicator 127.0.0.1/32 scram-sha-256'],
      // No socket: the folder's path may be longer than a socket's may be.
      parameters: { unix_socket_directories: '' },
    },
    watchdog: { mode: 'off' },
  }
}

const serverSettings = {
  // `on` with a synchronous standby: a COMMIT is answered once both have it on disk.
  synchronous_commit: 'on',
  max_connections: MAX_CONNECTIONS,
  password_encryption: 'scram-sha-256',
  shared_buffers: '64MB',
  max_wal_size: '512MB',
  timezone: 'UTC',
}
