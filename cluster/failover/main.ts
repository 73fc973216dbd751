// npm run failover -- [options]: machines of the database fail under load, and afterwards all records are compared. See
// `usage`.
import os from 'node:os'
import { accounts, verdict } from '../../chaos/report.ts'
import { run } from '../../chaos/run.ts'
import { findPrograms } from '../programs.ts'
import { readApplied } from './applied.ts'
import { readOptions, usage } from './options.ts'
import { watchPauses } from './pauses.ts'
import { startStack } from './stack.ts'
import { troubleOf } from './trouble.ts'

const say = (text: string) => void process.stdout.write(`${text}\n`)
function fail(text: string): never {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}

const options = readOptions(process.argv.slice(2)) ?? fail(usage)
const programs = await findPrograms()
if (typeof programs === 'string') fail(programs)
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopping.abort())

/** Those in which a charge or a notification is written. */
const MONEY_TABLES = ['charges', 'provider_requests', 'provider_calls', 'events', 'provider_events']

const { fault, kills, strict, seed } = options
say(`failover: seed ${seed}, ${options.providers.join(' and ')}, ${options.gateways} gateways, ${options.charges} charges,
  ${options.schedules} schedules, ${options.subscribers} subscribers of an agreement, ${kills} times: ${fault}
  three nodes, synchronous_mode${strict ? ', synchronous_mode_strict' : ''}, ttl ${options.ttl} s, ${options.pooling ? `PgBouncer (${options.pooling})` : 'no pooler'}
  ${os.cpus().length} threads of ${os.cpus()[0]?.model}, load ${os.loadavg()[0]?.toFixed(1)}`)
const stack = await startStack(programs, options)
const { versions } = stack
if (versions) say(`  upgrade ${versions.description}`)
const pauses = watchPauses(stack.databaseUrl, versions ? MONEY_TABLES : [])
let succeeded = false
try {
  const startedAt = performance.now()
  const done = (what: string) => say(`  ${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(5)} s  ${what}`)
  const outcome = await run(stack, options, troubleOf(stack, options, done), stopping.signal)
  const shown = pauses.seconds.map(seconds => seconds.toFixed(1)).join(', ')
  say(`\n  pauses of writes     longest ${pauses.longest.toFixed(1)} s; all above one second: ${shown || 'none'}`)
  say([...accounts(options, outcome), '', verdict('failover', options, outcome)].join('\n'))
  if (versions)
    for (const { name, seconds } of await readApplied(stack.databaseUrl, versions.migrations))
      say(`  migration            ${name}: its last try took ${seconds.toFixed(2)} s`)
  succeeded = outcome.differences.length === 0
} catch (error) {
  if (!stopping.signal.aborted) throw error
  process.stderr.write('failover: stopped before its end\n')
} finally {
  await pauses.stop()
  const keep = options.keep || (!succeeded && !stopping.signal.aborted)
  await stack.close(keep)
  if (keep) process.stderr.write(`failover: logs and databases are kept in ${stack.cluster.workplace.folder}\n`)
}
process.exit(succeeded ? 0 : 1)
