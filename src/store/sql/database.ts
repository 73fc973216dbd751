import pg from 'pg'
import { LOCK_WAIT_MS, LockedElsewhere, linesForLocks } from './lock-lines.ts'
import { DEADLOCK_DETECTED, isDatabaseOutage, LOCK_NOT_AVAILABLE, sqlState } from './outage.ts'
import { createPool, type PoolOptions, tracedQuery } from './pool.ts'

/** A named statement: prepared once per connection under its name, so the name changes with the text. */
export interface Statement<Row> {
  readonly name: string
  readonly text: string
  /** What listeners get instead of the name. */
  readonly label?: string
  /** True if no connection prepares it: it is planned each time, and its name is only for listeners. */
  readonly unprepared?: boolean
  /** A phantom: only its type is used. */
  readonly row?: Row
}

export function statement<Row>(name: string, text: string): Statement<Row> {
  return { name, text }
}

/**
 * Caches statements whose texts are composed of parts, each built once under its name. A connection keeps what it has
 * prepared for as long as it lives, and callers choose the parts, so beyond the first `most` statements they are built
 * and planned each time.
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
   * Runs `work` in a READ COMMITTED transaction: commits if it returns, rolls back if it throws, and runs it again
   * (three times in all) if PostgreSQL broke a deadlock, or if an erasure destroyed the data key that it had read. So
   * `work` must have no effect except through `sql`.
   */
  transaction<T>(work: (sql: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** The listener is called for every statement that goes to the server, including BEGIN and COMMIT. */
  onStatement(listener: StatementListener): () => void
  /** Reports a statement to these listeners that Prisma's client sends over the same pool. */
  announce(name: string): void
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** `pipelined`: it was sent before the previous statement was answered, so it cost no extra round trip. */
export type StatementListener = (name: string, pipelined: boolean) => void

/**
 * One open transaction, and the locks that it holds until its end. Statements that are not awaited one by one are sent
 * together and run in their order, each with its own snapshot: the first read goes out with BEGIN and still sees what
 * the former holder of the locks committed.
 */
export interface Transaction extends Sql {
  /** Waits for an advisory lock. Nothing may have been written or locked before: see aggregate-lock.ts. */
  lock(number: bigint): Promise<void>
  holds(number: bigint): boolean
  /** The last statement, in one round trip with COMMIT: if it fails, nothing is committed. Returns its first row. */
  commit<Row>(statement: Statement<Row>, values?: readonly unknown[]): Promise<Row | undefined>
}

/** Locks that are taken with BEGIN, in the same round trip, before the transaction has an id. */
export interface TransactionOptions {
  /**
   * Only one transaction at a time runs with this number. A second one waits for LOCK_WAIT_MS, then fails with
   * LockedElsewhere.
   */
  readonly alone?: bigint
  /** Waited for in this order, as long as a statement may take. */
  readonly locks?: readonly bigint[]
}

export { LOCK_WAIT_MS, LockedElsewhere, sqlState }

/** The trigger that refuses a provider request without its data key. */
const DATA_KEY_DESTROYED = 'provider_requests_data_key'
const TRIES = 3
const takeLock: Statement<unknown> = { name: 'advisory-lock', text: 'SELECT pg_advisory_xact_lock($1)' }

export function openDatabase(options: PoolOptions): Database {
  return databaseOn(createPool(options))
}

/** The database behind a connection pool. Simulations supply their own pool. */
export function databaseOn(pool: pg.Pool): Database {
  const listeners = new Set<StatementListener>()
  const tell: StatementListener = (name, pipelined) => {
    for (const listener of listeners) listener(name, pipelined)
  }
  const lines = linesForLocks()
  return {
    ...sqlOn(senderOn(pool, name => tell(name, false))),
    pool,
    async transaction(work, options = {}) {
      const leave = lines.enter(options) ?? (await lines.wait(options))
      try {
        for (let tries = 1; ; tries++) {
          try {
            return await inTransaction(pool, { tell, options }, work)
          } catch (error) {
            if (tries === TRIES || !isPassing(error)) throw error
          }
        }
      } finally {
        leave()
      }
    },
    onStatement(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announce: name => tell(name, false),
    close: () => pool.end(),
  }
}

type Send = (statement: Statement<unknown>, values?: readonly unknown[]) => Promise<pg.QueryResult>

function senderOn(client: pg.Pool | pg.PoolClient, tell: StatementListener): Send {
  let unanswered = 0
  return async ({ name, text, label = name, unprepared = false }, values) => {
    tell(label, unanswered > 0)
    unanswered += 1
    try {
      if (values === undefined) return await tracedQuery(client, label, text)
      return await tracedQuery(client, label, { ...(unprepared ? {} : { name }), text, values: values as unknown[] })
    } finally {
      unanswered -= 1
    }
  }
}

function sqlOn(send: Send): Sql {
  return {
    rows: async <Row>(statement: Statement<Row>, values: readonly unknown[] = []) =>
      (await send(statement, values)).rows as Row[],
    row: async <Row>(statement: Statement<Row>, values: readonly unknown[] = []) =>
      (await send(statement, values)).rows[0] as Row | undefined,
  }
}

// One message with several commands. The numbers are bigints from the gateway's code, so SQL injection is not possible.
function beginning({ alone, locks = [] }: TransactionOptions): string {
  // The isolation level is explicit: with a stricter default, a read after a lock could be older than the lock.
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
  { tell, options }: { readonly tell: StatementListener; readonly options: TransactionOptions },
  work: (sql: Transaction) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A connection can be lost between two statements, when no query is there to report it.
  const lost = (error: Error) => {
    broken = error
  }
  client.on('error', lost)
  const send = senderOn(client, tell)
  // Not awaited, so that the first reads of `work` go out with it. If it fails, all that follows fails too.
  const begun = send({ name: 'BEGIN', text: beginning(options) })
  begun.catch(() => {})
  const { sql, commit } = transactionOn(send, options)
  try {
    const value = await work(sql)
    await commit()
    return value
  } catch (error) {
    // After an outage the connection leads nowhere, or to a server that is not the primary: it is not used again.
    if (isDatabaseOutage(error)) broken = error as Error
    else
      await client.query('ROLLBACK').catch((rollbackError: Error) => {
        broken = rollbackError
      })
    await begun.catch((cause: unknown) => {
      throw sqlState(cause) === LOCK_NOT_AVAILABLE ? new LockedElsewhere() : cause
    })
    throw error
  } finally {
    client.off('error', lost)
    client.release(broken)
  }
}

function transactionOn(send: Send, { locks = [] }: TransactionOptions) {
  const held = new Set(locks)
  let committed: Promise<void> | undefined
  const commit = () => {
    committed ??= send({ name: 'COMMIT', text: 'COMMIT' }).then(({ command }) => {
      // PostgreSQL answers COMMIT with ROLLBACK if an earlier statement failed.
      if (command === 'ROLLBACK') throw new Error('the transaction was rolled back: one of its statements failed')
    })
    return committed
  }
  const open: Send = (statement, values) => {
    if (committed) throw new Error(`${statement.name} was sent after its transaction was committed`)
    return send(statement, values)
  }
  const sql: Transaction = {
    ...sqlOn(open),
    lock: async number => {
      // Statements that are sent after it run after it.
      held.add(number)
      await open(takeLock, [number])
    },
    holds: number => held.has(number),
    async commit(statement, values) {
      const [row] = await Promise.all([sql.row(statement, values), commit()])
      return row
    },
  }
  return { sql, commit }
}

/**
 * True if the same work can succeed when it runs again: a deadlock, or a data key that was destroyed after it was read.
 */
function isPassing(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError && (error.code === DEADLOCK_DETECTED || error.constraint === DATA_KEY_DESTROYED)
  )
}
