import path from 'node:path'
import type { NodeAddress } from './node.ts'

const urlOf = (port: number) => `http://127.0.0.1:${port}`

/** The command line of a node's member. After a restart it finds its place in the data folder. */
export function etcdWords(node: NodeAddress, all: readonly NodeAddress[]): readonly string[] {
  const [clients, peers] = [urlOf(node.etcdPort), urlOf(node.etcdPeerPort)]
  return [
    `--name=${node.name}`,
    `--data-dir=${path.join(node.folder, 'etcd')}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=${all.map(({ name, etcdPeerPort }) => `${name}=${urlOf(etcdPeerPort)}`).join(',')}`,
    '--initial-cluster-state=new',
    // Slower than the default (100 and 1000): all three run on one machine, which may be busy.
    '--heartbeat-interval=250',
    '--election-timeout=2500',
    '--log-level=warn',
  ]
}
