import pg from 'pg'
import { inSpan } from '../../base/trace.ts'
import { FairPool } from './fair-pool.ts'
import { parseInstant, TIMESTAMPTZ } from './instant-parser.ts'
import { ANSWER_TIMEOUT_MS, KEEP_ALIVE_MS, prepareSession, refuseUnreplicated } from './session.ts'

export interface PoolOptions {
  readonly url: string
  readonly maxConnections?: number
  readonly applicationName?: string
  /** The part of the connections that one merchant's operations can have at once, from 0 to 1. */
  readonly merchantShare?: number
  /** True if the server may be a standby, for reads that can be late. */
  readonly standby?: boolean
  /** How long a statement waits for its answer. 0: without a limit, for an operator's long work. */
  readonly answerTimeoutMs?: number
}

/** MERCHANT_SHARE's default. */
const MERCHANT_SHARE = 0.5

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
  const {
    url,
    maxConnections = 10,
    applicationName = 'perennial',
    merchantShare = MERCHANT_SHARE,
    standby = false,
    answerTimeoutMs = ANSWER_TIMEOUT_MS,
  } = options
  const config = {
    connectionString: url,
    max: maxConnections,
    application_name: applicationName,
    query_timeout: answerTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types,
    // Statements that are not awaited go out together, see Transaction.
    pipeline: true,
    onConnect: (client: pg.ClientBase) => prepareSession(client, !standby),
  }
  const pool = new FairPool(config, Math.max(1, Math.floor(maxConnections * merchantShare)))
  // A connection that was lost while idle is replaced at the next use; only the query that meets it fails.
  pool.on('error', () => {})
  // The pool removes its own listener when it hands out a connection, and the new owner adds one a microtask later.
  // Without this listener, an error that arrives in between (in the same packet as the end of the previous query) would
  // end the process.
  pool.on('connect', client => client.on('error', () => {}))
  pool.on('connect', refuseUnreplicated)
  return pool
}

/** Sends a statement, as a span of the traced operation that it belongs to. */
export function tracedQuery(client: pg.Pool | pg.PoolClient, label: string, query: string | pg.QueryConfig) {
  return inSpan(
    () => ({ name: `SQL ${label}`, kind: 'client', onlyWithin: true }),
    async () => client.query(query),
  )
}
