import { type Sql, statement } from '../sql/database.ts'
import { snapshotXmin } from '../sql/snapshot.ts'
import type { LogPosition } from './cursor.ts'
import { beforeTransaction, logStart } from './position.ts'

/** The part of the log that the database holds. */
interface KeptLog {
  /** The position of the last archived event: the log holds everything after it, and nothing before it. */
  readonly start: LogPosition
  /** See readLogHorizon. */
  readonly end: LogPosition
}

/** The row of the last archived event, as an SQL expression of the columns xid and seq; empty if nothing is archived. */
export const lastArchived = `SELECT a.last_xid AS xid, a.last_seq AS seq FROM archives a WHERE a.last_xid IS NOT NULL
   ORDER BY a.last_xid DESC, a.last_seq DESC LIMIT 1`

interface KeptRow {
  readonly xmin: bigint
  readonly xid: bigint | null
  readonly seq: bigint | null
}

const readKept = statement<KeptRow>(
  'log-read-kept',
  `SELECT ${snapshotXmin} AS xmin, last.xid, last.seq FROM (VALUES (true)) one LEFT JOIN (${lastArchived}) last ON true`,
)

export async function readKeptLog(sql: Sql): Promise<KeptLog> {
  const row = await sql.row(readKept)
  if (row === undefined) throw new Error('the statement "log-read-kept" must return one row, and returned none')
  const { xmin, ...last } = row
  return { start: archivedTo(last), end: beforeTransaction(xmin) }
}

export function archivedTo({ xid, seq }: Omit<KeptRow, 'xmin'>): LogPosition {
  return xid === null || seq === null ? logStart : { kind: 'position', xid, seq }
}

/** Events after the reader's position were archived: reading on would leave them out silently. */
export class LogArchived extends Error {
  override readonly name = 'LogArchived'
}
