// npm run cluster -- [options]: a PostgreSQL of three nodes on this machine, until Ctrl-C. See `usage`.

import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startCluster } from './cluster.ts'
import { type Member, readMembers } from './members.ts'
import { findPrograms } from './programs.ts'

const usage = `Usage: npm run cluster -- [options]
  --nodes N      machines: each with PostgreSQL, Patroni and a member of etcd (3)
  --ttl SECONDS  after which a silent primary loses its role (20)
  --not-strict   without a synchronous standby the primary goes on alone; otherwise writes wait
Starts them and HAProxy in a temporary folder, prints the addresses and every change of roles, and ends them on Ctrl-C.`

const LOOK_MS = 1_000

function optionsFrom(words: string[]) {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        nodes: { type: 'string', default: '3' },
        ttl: { type: 'string', default: '20' },
        'not-strict': { type: 'boolean', default: false },
      },
    })
    const options = { nodes: Number(values.nodes), ttl: Number(values.ttl), strict: !values['not-strict'] }
    const usable = Number.isInteger(options.nodes) && options.nodes >= 2 && Number.isInteger(options.ttl)
    return usable && options.ttl >= 8 ? options : undefined
  } catch {
    return undefined
  }
}

function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

const describe = (members: readonly Member[]) =>
  members.length === 0
    ? 'no node answers'
    : members
        .map(({ name, role, state, timeline }) => `${name} ${role} ${state} (timeline ${timeline ?? '?'})`)
        .join(', ')

const options = optionsFrom(process.argv.slice(2)) ?? fail(usage)
const programs = await findPrograms()
if (typeof programs === 'string') fail(programs)
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())
const cluster = await startCluster(programs, options)
try {
  process.stdout.write(
    `DATABASE_URL=${cluster.url}\nstandbys:    ${cluster.standbyUrl}\nfolder:      ${cluster.workplace.folder}\n`,
  )
  for (const { name, postgresPort, patroniPort } of cluster.nodes)
    process.stdout.write(`${name}: PostgreSQL ${postgresPort}, Patroni http://127.0.0.1:${patroniPort}/cluster\n`)
  let shown = ''
  while (!stopping.signal.aborted) {
    const now = describe(await readMembers(cluster.nodes))
    if (now !== shown) process.stdout.write(`${new Date().toISOString()} ${now}\n`)
    shown = now
    await delay(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {})
  }
} finally {
  await cluster.close()
}
