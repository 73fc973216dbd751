import { createHash } from 'node:crypto'
import type { Transaction } from './database.ts'

type Aggregate = 'consumer' | 'agreement' | 'charge' | 'schedule'

/**
 * The number on which transactions that change one aggregate wait for each other: PostgreSQL's advisory locks, taken
 * before anything else in the transaction.
 *
 * Why not SELECT … FOR UPDATE alone: a session that has waited for an updated row follows its versions to lock the
 * newest, and takes its transaction id before that. With three sessions the later holder can so have the smaller id,
 * and the log, whose order is that of transaction ids, would tell version 9 before version 8. An advisory lock assigns
 * no transaction id while it waits.
 */
export function aggregateLock(kind: Aggregate, id: string): bigint {
  return createHash('sha256').update(`${kind}:${id}`).digest().readBigInt64BE(0)
}

/** What is loaded to be changed is read under its lock: else two could change the same version, and the later one would win. */
export function requireLock(sql: Transaction, kind: Aggregate, id: string): void {
  if (!sql.holds(aggregateLock(kind, id))) throw new Error(`${kind} ${id} is loaded to be changed without its lock`)
}
