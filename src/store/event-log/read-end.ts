import { type Sql, statement } from '../sql/database.ts'
import { snapshotXmin } from '../sql/snapshot.ts'
import type { LogPosition } from './cursor.ts'
import { beforeTransaction } from './position.ts'

const readEnd = statement<{ xmin: bigint }>('log-read-end', `SELECT ${snapshotXmin} AS xmin`)

/**
 * The log's current end. An event before it is visible to every later statement; uncommitted and later events come
 * after it. A client that reads it, then reads objects, then follows the log from it misses nothing.
 */
export async function readLogEnd(sql: Sql): Promise<LogPosition> {
  const row = await sql.row(readEnd)
  if (row === undefined) throw new Error('the statement for the end of the log must return one row, and returned none')
  return beforeTransaction(row.xmin)
}
