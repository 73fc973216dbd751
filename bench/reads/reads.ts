import { randomBytes } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { openInstallation } from '../../src/app/installation.ts'
import { ensureSandboxMerchant } from '../../src/app/sandbox/merchant.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { type Child, startChild } from '../support/children.ts'
import { fillTables, type Rows } from '../support/data.ts'
import { SANDBOX_KEY, startGateway } from '../support/gateway.ts'
import type { LoadOptions, LoadResult } from '../support/load.ts'
import { residentMegabytes } from '../support/machine.ts'
import { type Comparison, compare, type Effort } from '../support/rounds.ts'
import { comparable, type ReadQuery, readQueries } from './queries.ts'

export const CONNECTIONS = 16
/** The number of connections of each side's pool. */
export const DATABASE_CONNECTIONS = 10
const ENCRYPTION_KEY = randomBytes(32)
const SIZE = { agreements: 1_000, chargesPerAgreement: 20 }
const DIFFERENT_ROWS = 500

export interface ReadResult {
  readonly query: ReadQuery
  readonly comparison: Comparison
  /** The statements that one request sends. */
  readonly statements: { readonly theirs: number }
}

export interface ReadResults {
  readonly rows: readonly ReadResult[]
  /** Memory of our process after all of it; undefined if the platform does not report it. */
  readonly residentAfterMb: number | undefined
}

type Ask = Pick<LoadOptions, 'url' | 'headers' | 'bodies'>

/** Our reads against PostGraphile's: the same tables and rows in the same PostgreSQL, over HTTP. */
export async function measureReads(
  { databaseUrl, dataDir }: { databaseUrl: string; dataDir: string },
  effort: Effort,
  say: (line: string) => void,
): Promise<ReadResults> {
  const gateway = await startGateway(databaseUrl, dataDir, ENCRYPTION_KEY.toString('base64'))
  const rows = await fill(databaseUrl)
  const environment = { DATABASE_URL: databaseUrl, MAX_CONNECTIONS: String(DATABASE_CONNECTIONS) }
  const postgraphile = await startChild('reads/postgraphile.mjs', environment)
  const load = await startChild('support/load.ts')
  const results: ReadResult[] = []
  try {
    for (const query of readQueries) {
      const ours = {
        url: gateway.url,
        headers: { authorization: `Bearer ${SANDBOX_KEY}` },
        ...bodies(query, 'ours', rows),
      }
      const theirs = { url: `${urlOf(postgraphile)}/graphql`, headers: {}, ...bodies(query, 'theirs', rows) }
      await mustAnswerTheSame(ours, theirs)
      const rate = (ask: Ask) => async (seconds: number) =>
        (await load.call<LoadResult>('run', { ...ask, connections: CONNECTIONS, durationMs: seconds * 1000 })).perSecond
      const comparison = await compare(rate(ours), rate(theirs), effort)
      const statements = { theirs: await statementsOf(postgraphile, theirs) }
      say(`${query.name}: ${comparison.ratio.median.toFixed(2)}`)
      results.push({ query, comparison, statements })
    }
    return { rows: results, residentAfterMb: await residentMegabytes(gateway.pid) }
  } finally {
    await Promise.all([load.stop(), postgraphile.stop(), gateway.stop()])
  }
}

async function fill(url: string): Promise<Rows> {
  const database = openDatabase({ url, maxConnections: 1 })
  try {
    const tenant = await ensureSandboxMerchant(database, SANDBOX_KEY, new Date())
    const { vault } = await openInstallation(database, masterKeys([ENCRYPTION_KEY]), new Date())
    return await fillTables(database, vault, tenant, SIZE)
  } finally {
    await database.close()
  }
}

function bodies(query: ReadQuery, side: 'ours' | 'theirs', rows: Rows): { bodies: string[] } {
  if (query.of === undefined) return { bodies: [JSON.stringify({ query: query[side] })] }
  const ids = query.of === 'charge' ? rows.chargeIds : rows.agreementIds
  // The same ones for both, spread over the whole table.
  const chosen = ids.filter((_, index) => index % Math.ceil(ids.length / DIFFERENT_ROWS) === 0)
  return { bodies: chosen.map(id => JSON.stringify({ query: query[side], variables: { id } })) }
}

async function mustAnswerTheSame(ours: Ask, theirs: Ask): Promise<void> {
  const [mine, other] = await Promise.all([firstAnswer(ours), firstAnswer(theirs)])
  if (!isDeepStrictEqual(comparable(mine), comparable(other)))
    throw new Error(`the two sides answer differently:\n${JSON.stringify(mine)}\n${JSON.stringify(other)}`)
}

export async function firstAnswer({ url, headers, bodies }: Ask): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: bodies[0] ?? '',
  })
  const result = (await answer.json()) as { data?: unknown; errors?: unknown }
  if (result.errors !== undefined || !answer.ok) throw new Error(`refused: ${JSON.stringify(result)}`)
  return result.data
}

async function statementsOf(postgraphile: Child, ask: Ask): Promise<number> {
  const before = await postgraphile.call<number>('statements')
  await firstAnswer(ask)
  return (await postgraphile.call<number>('statements')) - before
}

function urlOf({ ready }: Child): string {
  return (ready as { url: string }).url
}
