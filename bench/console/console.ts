import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { newId } from '../../src/base/id.ts'
import { scopes } from '../../src/domain/access/scopes.ts'
import { keepApiKey } from '../../src/operations/api-key/secret.ts'
import { ensureMerchant } from '../../src/store/merchant/merchants.ts'
import { migrate } from '../../src/store/migrations/migrate.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { startCluster } from '../../test/support/database/cluster.ts'
import { firstAnswer } from '../reads/reads.ts'
import { SANDBOX_KEY, startGateway } from '../support/gateway.ts'
import { median } from '../support/rounds.ts'
import { type ConsoleSize, fillYear } from './data.ts'
import { explained, type PlanSummary, planReader, planSettings } from './plans.ts'
import { type ConsoleQuery, consoleQueries, type KnownRows } from './queries.ts'

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
  const url = cluster.url()
  try {
    await migrate(url)
    return await withGateway(url, dataDir, async gatewayUrl => {
      say(`writing ${SIZE.charges} charges and what belongs to them: some minutes`)
      const queries = consoleQueries(await fillConsole(url, SIZE))
      const times = await timesOf(queries, gatewayUrl)
      // In another process: what is explained is slower.
      const plans = await withGateway(explained(url), dataDir, other => plansOf(queries, other, url))
      const rows = queries.map((query, index) => ({
        query,
        milliseconds: times[index] ?? Number.NaN,
        plan: plans[index] ?? { indexes: [], pages: 0 },
      }))
      return { size: SIZE, rows }
    })
  } finally {
    await cluster.stop()
  }
}

async function withGateway<Made>(
  databaseUrl: string,
  dataDir: string,
  work: (url: string) => Promise<Made>,
): Promise<Made> {
  const gateway = await startGateway(databaseUrl, dataDir, ENCRYPTION_KEY.toString('base64'))
  try {
    return await work(gateway.url)
  } finally {
    await gateway.stop()
  }
}

/** @returns Rows to ask for. */
async function fillConsole(url: string, size: ConsoleSize): Promise<KnownRows> {
  const database = openDatabase({ url, maxConnections: 1 })
  const client = new pg.Client(url)
  await client.connect()
  try {
    const now = new Date()
    const merchantId = await ensureMerchant(database, { id: newId('merchant', now), name: 'Console' }, now)
    const tenant = { merchantId, mode: 'TEST' } as const
    await keepApiKey(database, SANDBOX_KEY, { tenant, scopes, now })
    await openInstallation(database, masterKeys([ENCRYPTION_KEY]), now)
    await fillYear(client, tenant, size)
    const { rows } = await client.query<Omit<KnownRows, 'now'>>(
      `SELECT c.id AS "chargeId", c.agreement_id AS "agreementId", c.consumer_id AS "consumerId", r.id AS "requestId"
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

const ask = ({ query }: ConsoleQuery, url: string) =>
  firstAnswer({ url, headers: { authorization: `Bearer ${SANDBOX_KEY}` }, bodies: [JSON.stringify({ query })] })

async function timesOf(queries: readonly ConsoleQuery[], url: string): Promise<number[]> {
  const medians: number[] = []
  for (const query of queries) {
    // With plans that are kept and pages in memory, as in a console that is in use.
    for (let time = 0; time < REQUESTS; time++) await ask(query, url)
    const times: number[] = []
    for (let time = 0; time < REQUESTS; time++) {
      const startedAt = performance.now()
      await ask(query, url)
      times.push(performance.now() - startedAt)
    }
    medians.push(median(times))
  }
  return medians
}

async function plansOf(queries: readonly ConsoleQuery[], url: string, databaseUrl: string): Promise<PlanSummary[]> {
  const planOf = await planReader(databaseUrl)
  const plans: PlanSummary[] = []
  for (const query of queries) {
    for (let time = 0; time < REQUESTS; time++) await ask(query, url)
    plans.push(await planOf(() => ask(query, url)))
  }
  return plans
}
