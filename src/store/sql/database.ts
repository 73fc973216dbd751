import pg from 'pg'
import { parseInstant, TIMESTAMPTZ } from './instant-parser.ts'

/** A named statement: prepared once per connection under its name, so the name changes with the text. */
export interface Statement<Row> {
  readonly name: string
  readonly text: string
  /** True where no connection keeps it: it is planned each time, and its name is for listeners alone. */
  readonly unprepared?: boolean
  /** Phantom: only its type is used. */
  readonly row?: Row
}

export function statement<Row>(name: string, text: string): Statement<Row> {
  return { name, text }
}

/**
 * Statements whose texts are put together from parts, each built once under its name. A connection keeps what it has
 * prepared for as long as it lives, and callers choose the parts: past the first `most` they are built and planned each time.
 * Who has usual statements and odd ones gives each kind a number of its own: see reads/page.ts.
 */
export function statementsBuilt<Row>(
  most: number,
): (name: string, build: (name: string) => Statement<Row>) => Statement<Row> {
  const kept = new Map<string, Statement<Row>>()
  return (name, build) => {
    const known = kept.get(name)
    if (known !== undefined) return known
    const built = build(name)
    if (kept.size >= most) return { ...built, unprepared: true }
    kept.set(name, built)
    return built
  }
}

/** Runs statements: the pool, or one open transaction. */
export interface Sql {
  rows<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row[]>
  /** The first row, or undefined. */
  row<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row | undefined>
}

export interface Database extends Sql {
  /**
   * Runs `work` in a READ COMMITTED transaction: commits what it returns, rolls back what it throws, and runs it again
   * (three times in all) where PostgreSQL broke a deadlock. So `work` must have no effect but through `sql`.
   */
  transaction<T>(work: (sql: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Every statement that goes to the server, BEGIN and COMMIT included: for counting round trips. */
  onStatement(listener: (name: string) => void): () => void
  /** Tells these listeners of a statement that Prisma's client sends over the same pool. */
  announce(name: string): void
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** One open transaction, and the locks it holds until its end. */
export interface Transaction extends Sql {
  /** Waits for an advisory lock. Nothing may have been written or locked before: see aggregate-lock.ts. */
  lock(number: bigint): Promise<void>
  holds(number: bigint): boolean
}

/** Locks that are taken with BEGIN, in the same round trip, before the transaction has an id. */
export interface TransactionOptions {
  /** Only one transaction at a time runs with this number; a second one waits for LOCK_WAIT_MS, then fails with LockedElsewhere. */
  readonly alone?: bigint
  /** Waited for in this order, as long as a statement may take. */
  readonly locks?: readonly bigint[]
}

/** Another transaction with the same number of `alone` is still open. */
export class LockedElsewhere extends Error {
  override readonly name = 'LockedElsewhere'
}

/** How long a transaction waits to be alone. */
export const LOCK_WAIT_MS = 2_000

export interface DatabaseOptions {
  readonly url: string
  readonly maxConnections?: number
  readonly applicationName?: string
}

const STATEMENT_TIMEOUT_MS = 15_000
// An open write transaction anywhere holds the log back for everyone: each one has an end.
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000
// Since PostgreSQL 17; older servers have only the two limits above.
const limitTransactions = `SELECT set_config(name, '20s', false) FROM pg_settings WHERE name = 'transaction_timeout'`
const DEADLOCK_DETECTED = '40P01'
const LOCK_NOT_AVAILABLE = '55P03'
const TRIES = 3
const INT8 = 20

const ownParsers = new Map<number, (text: string) => unknown>([
  [INT8, BigInt],
  [TIMESTAMPTZ, parseInstant],
])
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    ownParsers.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
}

const takeLock: Statement<unknown> = { name: 'advisory-lock', text: 'SELECT pg_advisory_xact_lock($1)' }

export function openDatabase(options: DatabaseOptions): Database {
  return databaseOn(createPool(options))
}

export function createPool({ url, maxConnections = 10, applicationName = 'perennial' }: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: applicationName,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    types,
    onConnect: async client => void (await client.query(limitTransactions)),
  })
  // A connection lost while idle is replaced at the next use; the query that meets a lost one fails by itself.
  pool.on('error', () => {})
  // The pool takes its own listener away when it hands a connection on, and whoever gets it adds theirs a microtask later. The
  // server's farewell in between, in the very packet that ended the query before, would end the process.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** The database behind a pool of connections; simulations give a pool of their own. */
export function databaseOn(pool: pg.Pool): Database {
  const listeners = new Set<(name: string) => void>()
  const announce = (name: string) => {
    for (const listener of listeners) listener(name)
  }
  const run = async <Row>(
    client: pg.Pool | pg.PoolClient,
    { name, text, unprepared = false }: Statement<Row>,
    values: readonly unknown[],
  ) => {
    announce(name)
    const prepared = unprepared ? {} : { name }
    const result = await client.query<pg.QueryResultRow>({ ...prepared, text, values: values as unknown[] })
    return result.rows as Row[]
  }
  const sqlOn = (client: pg.Pool | pg.PoolClient): Sql => ({
    rows: (statement, values = []) => run(client, statement, values),
    row: async (statement, values = []) => (await run(client, statement, values))[0],
  })
  const transactionOn = (client: pg.PoolClient, { locks = [] }: TransactionOptions): Transaction => {
    const held = new Set(locks)
    return {
      ...sqlOn(client),
      lock: async number => {
        await run(client, takeLock, [number])
        held.add(number)
      },
      holds: number => held.has(number),
    }
  }
  const command = async (client: pg.PoolClient, text: string) => {
    announce(text.slice(0, 6).replace(';', ''))
    await client.query(text)
  }
  return {
    ...sqlOn(pool),
    pool,
    async transaction(work, options = {}) {
      const begin = beginning(options)
      for (let attemptNumber = 1; ; attemptNumber++) {
        try {
          return await inTransaction(pool, { begin, command }, client => work(transactionOn(client, options)))
        } catch (error) {
          if (attemptNumber === TRIES || sqlState(error) !== DEADLOCK_DETECTED) throw error
        }
      }
    },
    onStatement(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announce,
    close: () => pool.end(),
  }
}

// One message of several commands: the numbers are bigints of ours, so nothing can be smuggled in.
function beginning({ alone, locks = [] }: TransactionOptions): string {
  // Said in full: under a stricter default, what is read after a lock would be older than the lock.
  const commands = ['BEGIN ISOLATION LEVEL READ COMMITTED']
  if (alone !== undefined)
    commands.push(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`, advisoryLock(alone), 'SET LOCAL lock_timeout = 0')
  return [...commands, ...locks.map(advisoryLock)].join('; ')
}

function advisoryLock(number: bigint): string {
  return `SELECT pg_advisory_xact_lock(${number})`
}

async function inTransaction<T>(
  pool: pg.Pool,
  { begin, command }: { begin: string; command: (client: pg.PoolClient, text: string) => Promise<void> },
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection can be lost between two statements, where no query of ours is there to fail.
  const lost = (error: Error) => {
    broken = error
  }
  client.on('error', lost)
  try {
    try {
      await command(client, begin).catch((error: unknown) => {
        throw sqlState(error) === LOCK_NOT_AVAILABLE ? new LockedElsewhere() : error
      })
      const value = await work(client)
      await command(client, 'COMMIT')
      return value
    } catch (error) {
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        broken = rollbackError
      })
      throw error
    }
  } finally {
    client.off('error', lost)
    client.release(broken)
  }
}

/** PostgreSQL's five-character code of an error, or undefined where it is none of PostgreSQL's. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}
