import pg from 'pg'
import { inSpan } from '../../base/trace.ts'
import { FairPool } from './fair-pool.ts'
import { parseInstant, TIMESTAMPTZ } from './instant-parser.ts'

export interface PoolOptions {
  readonly url: string
  readonly maxConnections?: number
  readonly applicationName?: string
  /** The part of the connections that one merchant's operations can have at once, from 0 to 1. */
  readonly merchantShare?: number
}

/** MERCHANT_SHARE's default. */
const MERCHANT_SHARE = 0.5

export const STATEMENT_TIMEOUT_MS = 15_000
// An open write transaction anywhere delays the log for every reader, so each one is limited.
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000
// Since PostgreSQL 17. Older servers have only the two limits above.
const limitTransactions = `SELECT set_config('transaction_timeout', '20s', false)
  WHERE current_setting('transaction_timeout', true) IS NOT NULL`
const INT8 = 20

const ownParsers = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [TIMESTAMPTZ, parseInstant],
])
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    ownParsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

export function createPool(options: PoolOptions): pg.Pool {
  const { url, maxConnections = 10, applicationName = 'perennial', merchantShare = MERCHANT_SHARE } = options
  const config = {
    connectionString: url,
    max: maxConnections,
    application_name: applicationName,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types,
    // Statements that are not awaited go out together, see Transaction.
    pipeline: true,
    onConnect: async (client: pg.ClientBase) => void (await client.query(limitTransactions)),
  }
  const pool = new FairPool(config, Math.max(1, Math.floor(maxConnections * merchantShare)))
  // A connection that was lost while idle is replaced at the next use; only the query that meets it fails.
  pool.on('error', () => {})
  // The pool removes its own listener when it hands out a connection, and the new owner adds one a microtask later.
  // Without this listener, an error that arrives in between (in the same packet as the end of the previous query) would
  // end the process.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** Sends a statement, as a span of the traced operation that it belongs to. */
export function tracedQuery(client: pg.Pool | pg.PoolClient, label: string, query: string | pg.QueryConfig) {
  return inSpan(
    () => ({ name: `SQL ${label}`, kind: 'client', onlyWithin: true }),
    async () => client.query(query),
  )
}
