import { createHash } from 'node:crypto'
import type { Transaction } from './database.ts'

type Aggregate = 'consumer' | 'agreement' | 'charge' | 'schedule'

/**
 * The number of the advisory lock that serializes transactions which change one aggregate. It is taken before anything
 * else in the transaction.
 *
 * SELECT … FOR UPDATE alone is not enough: a session that waits for an updated row takes its transaction id before it
 * gets the row. With three sessions, the later holder can then have the smaller id, and the log, whose order is that of
 * transaction ids, would contain version 9 before version 8. Waiting for an advisory lock assigns no transaction id.
 */
export function aggregateLock(kind: Aggregate, id: string): bigint {
  return createHash('sha256').update(`${kind}:${id}`).digest().readBigInt64BE(0)
}

/**
 * Data that is loaded for a change is read under its aggregate's lock. Otherwise two transactions could change the same
 * version, and the later one would overwrite the earlier.
 */
export function requireLock(sql: Transaction, kind: Aggregate, id: string): void {
  if (!sql.holds(aggregateLock(kind, id))) throw new Error(`${kind} ${id} was loaded for a change without its lock`)
}
