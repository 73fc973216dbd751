import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { LoggedEventRow } from '../tables.ts'
import type { Cursor, LogPosition } from './cursor.ts'
import { beforeTransaction, isAfter, justAfter, positionOf } from './position.ts'

const changeToVersion = statement<Pick<LoggedEventRow, 'xid' | 'seq'>>(
  'log-change-to-version',
  `SELECT e.xid, e.seq FROM events e
   WHERE e.subject_id = $3 AND e.merchant_id = $1 AND e.mode = $2::mode AND e.version = $4 AND e.change`,
)

/**
 * The end of reading before a cursor: events before this position are read. An event's own cursor excludes the event,
 * as in every list. An object's cursor includes the change that made its version: reading after the same cursor leaves
 * that change out, so the event would otherwise be in neither part. Events of other objects from the same time can be
 * in both.
 */
export async function endOfCursor(sql: Sql, { merchantId, mode }: Tenant, cursor: Cursor): Promise<LogPosition> {
  if (cursor.kind === 'position') return cursor
  const snapshotXmin = beforeTransaction(cursor.snapshotXmin)
  const change = await sql.row(changeToVersion, [merchantId, mode, cursor.id, cursor.version])
  const end = change === undefined ? snapshotXmin : justAfter(positionOf(change))
  return isAfter(snapshotXmin, end) ? snapshotXmin : end
}
