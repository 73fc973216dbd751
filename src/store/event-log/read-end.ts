import { type Sql, type Statement, statement } from '../sql/database.ts'
import { snapshotLogEnd, snapshotXmin } from '../sql/snapshot.ts'
import type { LogPosition } from './cursor.ts'
import { beforeTransaction } from './position.ts'

const readEnd = statement<{ xid: bigint }>('log-read-end', `SELECT ${snapshotLogEnd} AS xid`)
const readHorizon = statement<{ xid: bigint }>('log-read-horizon', `SELECT ${snapshotXmin} AS xid`)

/**
 * The log's current end. An event before it is visible to every later statement; uncommitted and later events come
 * after it. A client that reads it, then reads objects, then follows the log from it misses nothing.
 */
export function readLogEnd(sql: Sql): Promise<LogPosition> {
  return readPosition(sql, readEnd)
}

/** No position was ever issued after this one, unless the server lost transactions since: a restore, or a failover. */
export function readLogHorizon(sql: Sql): Promise<LogPosition> {
  return readPosition(sql, readHorizon)
}

async function readPosition(sql: Sql, asked: Statement<{ xid: bigint }>): Promise<LogPosition> {
  const row = await sql.row(asked)
  if (row === undefined) throw new Error(`the statement "${asked.name}" must return one row, and returned none`)
  return beforeTransaction(row.xid)
}
