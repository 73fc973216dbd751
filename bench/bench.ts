// npm run bench -- [PART …] [--seconds N] [--rounds N] [--write]
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { migrate } from '../src/store/migrations/migrate.ts'
import { startCluster } from '../test/support/database/cluster.ts'
import { measureCharges } from './charges/charges.ts'
import { measureGrowth } from './charges/growth.ts'
import { measureProcesses } from './charges/processes.ts'
import { measureConsole } from './console/console.ts'
import { measureFeed } from './feed/feed.ts'
import { measureIntegrity } from './integrity/integrity.ts'
import { measureReads } from './reads/reads.ts'
import { type Results, report } from './report/report.ts'
import { kept } from './report/results-file.ts'
import { measureScheduler } from './scheduler/scheduler.ts'
import { measureSizes } from './sizes.ts'
import { measureFanOut } from './subscribers/fan-out.ts'
import { measureSubscribers } from './subscribers/subscribers.ts'
import { measureTails } from './subscribers/tails.ts'
import { describeMachine } from './support/machine.ts'
import type { Effort } from './support/rounds.ts'
import { measureWebhooks } from './webhooks/webhooks.ts'

const USUAL_PARTS = ['reads', 'charges', 'webhooks', 'processes', 'scheduler', 'fan-out', 'subscribers', 'sizes']
/** Only if named: `tails` compares with nothing, `feed` needs Chromium, the others take minutes to fill their tables. */
const PARTS = [...USUAL_PARTS, 'tails', 'feed', 'integrity', 'console', 'growth']
const USAGE = `Usage: npm run bench -- [${PARTS.join('|')} …] [--seconds N] [--rounds N] [--most CHARGES] [--write]
Without the name of a part (or --only PART) it measures all of them but tails, feed, integrity, console and growth. Prints what was measured, and with --write keeps it in bench/RESULTS.md. A missed target is no failure.`

const folder = fileURLToPath(new URL('.', import.meta.url))

interface Asked {
  readonly parts: readonly string[]
  readonly effort: Effort
  readonly write: boolean
  /** The largest number of charges in the part growth. */
  readonly most: number
}

function readArguments(): Asked | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        only: { type: 'string', multiple: true, default: [] },
        seconds: { type: 'string', default: '3' },
        rounds: { type: 'string', default: '5' },
        write: { type: 'boolean', default: false },
        most: { type: 'string', default: '1000000' },
      },
    })
    const named = [...positionals, ...values.only]
    const [seconds, rounds] = [Number(values.seconds), Number(values.rounds)]
    const valid = seconds > 0 && Number.isInteger(rounds) && rounds > 0
    if (!valid || !named.every(part => PARTS.includes(part))) return undefined
    const parts = named.length === 0 ? USUAL_PARTS : named
    return { parts, effort: { seconds, rounds }, write: values.write, most: Number(values.most) }
  } catch {
    return undefined
  }
}

/** PostGraphile is not a dependency of the project: it is installed here, from the lock file, when it is needed. */
function installPostGraphile(): void {
  if (existsSync(path.join(folder, 'node_modules', 'postgraphile'))) return
  say('installing PostGraphile in bench/ (once)')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { status } = spawnSync(npm, ['ci', '--prefix', folder], { stdio: 'inherit', shell: npm.endsWith('.cmd') })
  if (status !== 0) throw new Error('npm ci in bench/ failed')
}

async function measure({ parts, effort, most }: Asked): Promise<Results> {
  if (parts.includes('reads')) installPostGraphile()
  const load = os.loadavg()[0]?.toFixed(1)
  const cluster = await startCluster()
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'perennial-bench-'))
  try {
    const databaseFor = async (name: string) => {
      const client = new pg.Client(cluster.url())
      await client.connect()
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      await migrate(cluster.url(name))
      return cluster.url(name)
    }
    const reads = parts.includes('reads')
      ? await measureReads({ databaseUrl: await databaseFor('bench_reads'), dataDir }, effort, say)
      : undefined
    const charges = parts.includes('charges')
      ? await measureCharges(await databaseFor('bench_charges'), effort, say)
      : undefined
    const webhooks = parts.includes('webhooks')
      ? await measureWebhooks({ databaseUrl: await databaseFor('bench_webhooks'), dataDir }, effort, say)
      : undefined
    const processes = parts.includes('processes')
      ? await measureProcesses(await databaseFor('bench_processes'), effort, say)
      : undefined
    const scheduler = parts.includes('scheduler')
      ? await measureScheduler(
          { scheduled: await databaseFor('bench_scheduled'), single: await databaseFor('bench_single') },
          effort,
          say,
        )
      : undefined
    const fanOut = parts.includes('fan-out')
      ? await measureFanOut(await databaseFor('bench_fan_out'), dataDir, effort, say)
      : undefined
    const subscribers = parts.includes('subscribers')
      ? await measureSubscribers(await databaseFor('bench_subscribers'), dataDir, say)
      : undefined
    const tails = parts.includes('tails')
      ? await measureTails(await databaseFor('bench_tails'), effort, say)
      : undefined
    const feed = parts.includes('feed')
      ? await measureFeed(await databaseFor('bench_feed'), dataDir, effort, say)
      : undefined
    const sizes = parts.includes('sizes') ? await measureSizes(say) : undefined
    const integrity = parts.includes('integrity') ? await measureIntegrity(say) : undefined
    const console = parts.includes('console') ? await measureConsole(dataDir, say) : undefined
    const growth = parts.includes('growth') ? await measureGrowth(databaseFor, effort, say, most) : undefined
    const { seconds, rounds } = effort
    return {
      machine: [...(await describeMachine(cluster.url())), `load average ${load} before the run`],
      effort: `16 connections; ${rounds} rounds of ${seconds} s a side, in turn; median of the rounds' ratios (least–most)`,
      ...{
        reads,
        charges,
        webhooks,
        processes,
        scheduler,
        fanOut,
        subscribers,
        tails,
        sizes,
        integrity,
        console,
        feed,
        growth,
      },
    }
  } finally {
    await cluster.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

const asked = readArguments()
if (asked === undefined) {
  say(USAGE)
  process.exit(1)
}
const text = report(await measure(asked))
process.stdout.write(`\n${text}`)
if (asked.write) {
  const file = path.join(folder, 'RESULTS.md')
  await writeFile(file, kept(await readFile(file, 'utf8').catch(() => ''), text))
}
process.exit(0)
