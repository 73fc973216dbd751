import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openInstallation } from '../src/app/installation.ts'
import { ensureSandboxMerchant } from '../src/app/sandbox-merchant.ts'
import { masterKeys } from '../src/base/encryption/master-keys.ts'
import { migrate } from '../src/store/migrations/migrate.ts'
import { openDatabase } from '../src/store/sql/database.ts'
import { startCluster } from '../test/support/cluster.ts'
import { type ConsoleSize, fillYear } from './console-data.ts'
import { type PlanSummary, planReader, planSettings } from './console-plans.ts'
import { type ConsoleQuery, consoleQueries, type KnownRows } from './console-queries.ts'
import { SANDBOX_KEY, startGateway } from './gateway.ts'
import { firstAnswer } from './reads.ts'
import { median } from './rounds.ts'

export interface ConsoleResult {
  readonly query: ConsoleQuery
  /** Over HTTP, the median of some requests one after the other. */
  readonly milliseconds: number
  readonly plan: PlanSummary
}

export interface ConsoleResults {
  readonly size: ConsoleSize
  readonly rows: readonly ConsoleResult[]
}

const SIZE: ConsoleSize = { charges: 1_000_000, agreements: 40_000 }
const ENCRYPTION_KEY = randomBytes(32)
const REQUESTS = 7

/** What the console asks for, on a year of a million charges. */
export async function measureConsole(dataDir: string, say: (line: string) => void): Promise<ConsoleResults> {
  const cluster = await startCluster({ ...planSettings, shared_buffers: '512MB' })
  try {
    await migrate(cluster.url())
    const gateway = await startGateway(cluster.url(), dataDir, ENCRYPTION_KEY.toString('base64'))
    try {
      say(`writing ${SIZE.charges} charges and what belongs to them: some minutes`)
      const known = await fillConsole(cluster.url(), SIZE)
      return { size: SIZE, rows: await askAll(cluster.url(), gateway.url, known, say) }
    } finally {
      await gateway.stop()
    }
  } finally {
    await cluster.stop()
  }
}

/** @returns Rows to ask for. */
async function fillConsole(url: string, size: ConsoleSize): Promise<KnownRows> {
  const database = openDatabase({ url, maxConnections: 1 })
  const client = new pg.Client(url)
  await client.connect()
  try {
    const tenant = await ensureSandboxMerchant(database, SANDBOX_KEY, new Date())
    await openInstallation(database, masterKeys([ENCRYPTION_KEY]), new Date())
    await fillYear(client, tenant, size)
    const { rows } = await client.query<Omit<KnownRows, 'now'>>(
      `SELECT c.id AS "chargeId", agreement_id AS "agreementId", consumer_id AS "consumerId", r.id AS "requestId"
       FROM charges c JOIN provider_requests r ON r.charge_id = c.id WHERE c.reference = 'invoice-777777'`,
    )
    const [known] = rows
    if (known === undefined) throw new Error('the charge invoice-777777 is missing')
    return { ...known, now: new Date() }
  } finally {
    await client.end()
    await database.close()
  }
}

async function askAll(databaseUrl: string, url: string, known: KnownRows, say: (line: string) => void) {
  const plans = await planReader(databaseUrl)
  const headers = { authorization: `Bearer ${SANDBOX_KEY}` }
  const results: ConsoleResult[] = []
  try {
    for (const query of consoleQueries(known)) {
      const ask = () => firstAnswer({ url, headers, bodies: [JSON.stringify({ query: query.query })] })
      // Plans that are kept, and pages in memory, as in a console that is in use.
      for (let time = 0; time < REQUESTS; time++) await ask()
      const times: number[] = []
      for (let time = 0; time < REQUESTS; time++) {
        const startedAt = performance.now()
        await ask()
        times.push(performance.now() - startedAt)
      }
      const milliseconds = median(times)
      const plan = await plans.of(ask)
      say(`${query.name}: ${milliseconds.toFixed(0)} ms, ${plan.indexes.join(', ')}`)
      results.push({ query, milliseconds, plan })
    }
  } finally {
    await plans.close()
  }
  return results
}
