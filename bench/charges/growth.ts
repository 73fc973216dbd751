import pg from 'pg'
import { CONNECTIONS } from '../reads/reads.ts'
import { startChild } from '../support/children.ts'
import { SANDBOX_KEY } from '../support/gateway.ts'
import type { LoadResult } from '../support/load.ts'
import { type Comparison, compare, type Effort } from '../support/rounds.ts'
import type { Owners } from './recording.ts'

export interface GrowthResults {
  readonly smallest: number
  /** Each operation's rate with more earlier charges, divided by its rate with the fewest. */
  readonly rows: readonly { readonly charges: number; readonly operation: string; readonly comparison: Comparison }[]
  /** At the largest size: what one `chargeCreate` adds to each table, indexes included, and to the WAL. */
  readonly bytes: readonly { readonly table: string; readonly perCharge: number }[]
}

const SIZES = [10_000, 100_000, 1_000_000]
const CHARGES_MEASURED_MS = 5_000

/** The reads of every page and program, on rows from all over the table. */
const reads: Readonly<Record<string, (of: KnownCharge) => { query: string; variables?: object }>> = {
  'charge by id': ({ chargeId }) => ({
    query:
      'query ($id: ID!) { charge(id: $id) { id status amount { value currency } authorizations { id } captures { id } } }',
    variables: { id: chargeId },
  }),
  'page of 50 charges': () => ({ query: '{ charges(first: 50) { nodes { id status amount { value currency } } } }' }),
  'search by reference': ({ reference }) => ({
    query: 'query ($text: String!) { search(text: $text) { matchedBy } }',
    variables: { text: reference },
  }),
  'replay of a subscription’s 50 events': ({ chargeId }) => ({
    query: 'query ($id: ID!) { events(first: 50, filter: { subjectId: $id }) { nodes { type version } } }',
    variables: { id: chargeId },
  }),
}

interface KnownCharge {
  readonly chargeId: string
  readonly reference: string
}

/** @param databaseFor Makes a database with all migrations. */
export async function measureGrowth(
  databaseFor: (name: string) => Promise<string>,
  effort: Effort,
  say: (line: string) => void,
  most: number,
): Promise<GrowthResults> {
  const [smallest = 0, ...larger] = SIZES.filter(size => size <= most)
  const base = await openSize(databaseFor, smallest, say)
  const rows: GrowthResults['rows'][number][] = []
  let bytes: GrowthResults['bytes'] = []
  try {
    for (const charges of larger) {
      const size = await openSize(databaseFor, charges, say)
      try {
        for (const [operation, rate] of Object.entries(size.rates)) {
          const smaller = base.rates[operation]
          if (smaller === undefined) continue
          const comparison = await compare(rate, smaller, effort)
          rows.push({ charges, operation, comparison })
          say(`${operation} at ${charges} by ${smallest}: ${comparison.ratio.median.toFixed(2)}`)
        }
        bytes = await size.bytesOfCharge()
      } finally {
        await size.close()
      }
    }
    return { smallest, rows, bytes }
  } finally {
    await base.close()
  }
}

async function openSize(databaseFor: (name: string) => Promise<string>, charges: number, say: (line: string) => void) {
  say(`writing ${charges} charges`)
  const databaseUrl = await databaseFor(`bench_growth_${charges}`)
  const gateway = await startChild('charges/gateway.ts', {
    DATABASE_URL: databaseUrl,
    EARLIER_CHARGES: String(charges),
  })
  const load = await startChild('support/load.ts')
  const { url } = gateway.ready as { url: string; owners: Owners }
  const client = new pg.Client(databaseUrl)
  await client.connect()
  const { rows: known } = await client.query<KnownCharge>(
    `SELECT id AS "chargeId", reference FROM charges WHERE reference LIKE 'invoice-%' ORDER BY hashtext(id) LIMIT 500`,
  )
  const ask = { url, headers: { authorization: `Bearer ${SANDBOX_KEY}` }, connections: CONNECTIONS }
  const overHttp = (bodyOf: (of: KnownCharge) => object) => {
    const bodies = known.map(of => JSON.stringify(bodyOf(of)))
    return async (seconds: number) =>
      (await load.call<LoadResult>('run', { ...ask, bodies, durationMs: seconds * 1000 })).perSecond
  }
  const charge = (seconds: number) => gateway.call<number>('charge', { lanes: CONNECTIONS, durationMs: seconds * 1000 })
  const rates: Readonly<Record<string, (seconds: number) => Promise<number>>> = {
    chargeCreate: charge,
    ...Object.fromEntries(Object.entries(reads).map(([name, bodyOf]) => [name, overHttp(bodyOf)])),
  }
  return {
    rates,
    async bytesOfCharge() {
      const before = await sizesOf(client)
      await charge(CHARGES_MEASURED_MS / 1000)
      const after = await sizesOf(client)
      const made = (after.get('charges')?.rows ?? 0) - (before.get('charges')?.rows ?? 0)
      return [...after]
        .map(([table, { bytes }]) => ({ table, perCharge: (bytes - (before.get(table)?.bytes ?? 0)) / made }))
        .filter(({ perCharge }) => perCharge >= 1)
        .sort((a, b) => b.perCharge - a.perCharge)
    },
    async close() {
      await client.end()
      await Promise.all([gateway.stop(), load.stop()])
    },
  }
}

/** Each table with its indexes; a partition counts for its table. And the write-ahead log. */
async function sizesOf(client: pg.Client) {
  const { rows } = await client.query<{ table: string; bytes: string }>(
    `SELECT coalesce(i.inhparent::regclass, c.oid::regclass)::text AS table, sum(pg_total_relation_size(c.oid)) AS bytes
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1
     UNION ALL SELECT 'WAL', pg_current_wal_lsn() - '0/0'`,
  )
  const counted = await client.query<{ rows: string }>('SELECT count(*) AS rows FROM charges')
  const charges = Number(counted.rows[0]?.rows)
  return new Map(
    rows.map(({ table, bytes }) => [table, { bytes: Number(bytes), rows: table === 'charges' ? charges : 0 }]),
  )
}
