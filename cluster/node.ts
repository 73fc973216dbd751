import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { reservePort } from '../test/support/programs/ports.ts'
import { etcdWords } from './etcd.ts'
import { dataFolderOf, type PatroniSettings, patroniConfig } from './patroni.ts'
import { killAll, startProcess } from './processes.ts'
import { own, type Workplace } from './workplace.ts'

/** The name of Patroni's configuration, by which its processes are found. */
export const PATRONI_FILE = 'patroni.yml'

/** One machine of the cluster: a folder, with PostgreSQL, Patroni and a member of etcd. */
export interface ClusterNode extends NodeAddress {
  start(): void
  /** As if the machine lost power: SIGKILL to all its processes. The files stay. */
  kill(): Promise<void>
  /** PostgreSQL and Patroni alone: etcd keeps its majority. */
  startDatabase(): void
  killDatabase(): Promise<void>
}

export interface NodeAddress {
  readonly name: string
  readonly folder: string
  readonly postgresPort: number
  readonly patroniPort: number
  readonly etcdPort: number
  readonly etcdPeerPort: number
}

export async function reserveNode(name: string, folder: string): Promise<NodeAddress> {
  return {
    name,
    folder: path.join(folder, name),
    postgresPort: await reservePort(),
    patroniPort: await reservePort(),
    etcdPort: await reservePort(),
    etcdPeerPort: await reservePort(),
  }
}

export async function prepareNode(
  { programs, account }: Workplace,
  address: NodeAddress,
  all: readonly NodeAddress[],
  settings: PatroniSettings,
): Promise<ClusterNode> {
  const { folder } = address
  await mkdir(folder)
  const configFile = path.join(folder, PATRONI_FILE)
  // JSON is YAML.
  await writeFile(configFile, JSON.stringify(patroniConfig(address, all, settings, programs), undefined, 2), {
    mode: 0o600,
  })
  await own(account, folder, configFile)
  const run = (file: string, words: readonly string[], log: string) =>
    startProcess({ file, words, folder, account, logFile: path.join(folder, log) })
  const startDatabase = () => void run(programs.patroni, [configFile], 'patroni.log')
  return {
    ...address,
    start() {
      run(programs.etcd, etcdWords(address, all), 'etcd.log')
      startDatabase()
    },
    kill: () => killAll(folder),
    startDatabase,
    killDatabase: async () => void (await Promise.all([killAll(configFile), killAll(dataFolderOf(folder))])),
  }
}
