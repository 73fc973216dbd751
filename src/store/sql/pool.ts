import pg from 'pg'
import { inSpan } from '../../base/trace.ts'
import { FairPool } from './fair-pool.ts'
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

const { INT8, TIMESTAMPTZ } = pg.types.builtins

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

const parseAnything: (text: string) => Date = pg.types.getTypeParser(TIMESTAMPTZ)
const SHORTEST = '2026-03-01 09:00:00+00'.length
const LONGEST = '2026-03-01 09:00:00.001+00'.length

/**
 * Reads a timestamptz as PostgreSQL writes it. The library uses a regular expression. The usual form in the gateway's
 * tables (UTC, a four-digit year, at most milliseconds) is read by position, in less than half the time: a list has two
 * or three in every row. The library reads everything else.
 */
export function parseInstant(text: string): Date {
  const end = text.length - 3
  if (text.length < SHORTEST || text.length > LONGEST || !text.endsWith('+00') || text[4] !== '-' || text[10] !== ' ')
    return parseAnything(text)
  // Date.UTC interprets the years 0 to 99 as 1900 to 1999.
  if (text.startsWith('00')) return parseAnything(text)
  let milliseconds = 0
  for (let at = 20, worth = 100; at < end; at++, worth /= 10) milliseconds += (text.charCodeAt(at) - ZERO) * worth
  return new Date(
    Date.UTC(
      two(text, 0) * 100 + two(text, 2),
      two(text, 5) - 1,
      two(text, 8),
      two(text, 11),
      two(text, 14),
      two(text, 17),
      milliseconds,
    ),
  )
}

const ZERO = 48

function two(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
}
