import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { type ReadQuery, readQueries } from '../reads/queries.ts'
import { CONNECTIONS } from '../reads/reads.ts'
import { startChild } from '../support/children.ts'
import { SANDBOX_KEY } from '../support/gateway.ts'
import { FRESH, type LoadResult } from '../support/load.ts'
import { type Comparison, compare, type Effort } from '../support/rounds.ts'
import type { Owners, Sent, Transactions } from './recording.ts'

export interface ChargeResults {
  /** chargeCreate in one process against its own SQL through bare pg in another. */
  readonly operation: Comparison
  /** The same over HTTP. */
  readonly http: Comparison
  readonly counted: {
    readonly roundTrips: number
    readonly commits: number
    /** Rows read by scans of whole tables, for each charge. */
    readonly rowsScanned: readonly { readonly table: string; readonly perCharge: number }[]
    /** The statements of the reads, by their names. */
    readonly reads: readonly { readonly query: ReadQuery; readonly names: readonly string[] }[]
  }
}

const COUNTED_CHARGES_MS = 1_000
const STATISTICS_DELAY_MS = 1_500

const mutation = `mutation ($input: ChargeCreateInput!) { chargeCreate(input: $input) { __typename
  ... on ChargeCreatePayload { eventCursor charge { id status capturedAmount { value currency } } } ... on UserError { message } } }`

/** chargeCreate, on a provider that responds at once, against the statements that it sends. */
export async function measureCharges(
  databaseUrl: string,
  effort: Effort,
  say: (line: string) => void,
): Promise<ChargeResults> {
  const environment = { DATABASE_URL: databaseUrl }
  const gateway = await startChild('charges/gateway.ts', environment)
  const { url, owners } = gateway.ready as { url: string; owners: Owners }
  const [replay, load] = [await startChild('charges/replay.ts', environment), await startChild('support/load.ts')]
  try {
    const transactions = await gateway.call<Transactions>('record')
    await replay.call('learn', { transactions, owners })
    const rateOf = (call: (options: object) => Promise<number>) => (seconds: number) =>
      call({ lanes: CONNECTIONS, durationMs: seconds * 1000 })
    const bare = rateOf(options => replay.call('replay', options))
    const rowsScanned = await countRowsScanned(databaseUrl, durationMs =>
      gateway.call('charge', { lanes: CONNECTIONS, durationMs }),
    )
    const operation = await compare(
      rateOf(options => gateway.call('charge', options)),
      bare,
      effort,
    )
    say(`chargeCreate by its own SQL: ${operation.ratio.median.toFixed(2)}`)
    const ask = { url, headers: { authorization: `Bearer ${SANDBOX_KEY}` }, bodies: owners.agreementIds.map(bodyFor) }
    const overHttp = async (seconds: number) =>
      (await load.call<LoadResult>('run', { ...ask, connections: CONNECTIONS, durationMs: seconds * 1000 })).perSecond
    const http = await compare(overHttp, bare, effort)
    say(`chargeCreate over HTTP by its own SQL: ${http.ratio.median.toFixed(2)}`)
    const reads = []
    for (const query of readQueries)
      reads.push({ query, names: await gateway.call<string[]>('statements', { body: readBody(query, owners) }) })
    return { operation, http, counted: { ...countSent(transactions), rowsScanned, reads } }
  } finally {
    await Promise.all([load.stop(), replay.stop(), gateway.stop()])
  }
}

function bodyFor(agreementId: string): string {
  const input = { idempotencyKey: FRESH, agreementId, amount: { value: 1999, currency: 'USD' } }
  return JSON.stringify({ query: mutation, variables: { input } })
}

function readBody({ of, ours }: ReadQuery, { agreementIds, chargeIds }: Owners): string {
  const id = { agreement: agreementIds, charge: chargeIds }[of ?? 'agreement'][0]
  return JSON.stringify({ query: ours, ...(of === undefined ? {} : { variables: { id } }) })
}

/** One message to the server is one round trip: BEGIN carries its locks with it. */
export function countSent(transactions: Transactions): { roundTrips: number; commits: number } {
  const sent: readonly Sent[] = transactions.flat()
  return {
    roundTrips: sent.filter(({ pipelined }) => !pipelined).length,
    commits: sent.filter(({ text }) => text === 'COMMIT').length,
  }
}

/**
 * Rows of whole-table scans at each charge: if they grow with the table, so does the time of a charge. PostgreSQL's
 * plans use statistics, so these are gathered first, as autovacuum would do.
 */
async function countRowsScanned(databaseUrl: string, work: (durationMs: number) => Promise<unknown>) {
  const client = new pg.Client(databaseUrl)
  await client.connect()
  try {
    const read = async () => {
      const { rows } = await client.query<{ table: string; scanned: string; inserted: string }>(
        'SELECT relname AS table, seq_tup_read AS scanned, n_tup_ins AS inserted FROM pg_stat_user_tables',
      )
      return new Map(rows.map(({ table, scanned, inserted }) => [table, { scanned: +scanned, inserted: +inserted }]))
    }
    await work(COUNTED_CHARGES_MS)
    await client.query('VACUUM ANALYZE')
    // A working session sends its counts to the server once a second: earlier counts would come late.
    await work(STATISTICS_DELAY_MS)
    await delay(STATISTICS_DELAY_MS)
    const before = await read()
    await work(COUNTED_CHARGES_MS)
    await delay(STATISTICS_DELAY_MS)
    const after = await read()
    const rise = (table: string, count: 'scanned' | 'inserted') =>
      (after.get(table)?.[count] ?? 0) - (before.get(table)?.[count] ?? 0)
    const made = rise('charges', 'inserted')
    return (
      [...after.keys()]
        .map(table => ({ table, perCharge: rise(table, 'scanned') / made }))
        // The log's tail and a new plan read a table now and then.
        .filter(({ perCharge }) => perCharge >= 1)
    )
  } finally {
    await client.end()
  }
}
