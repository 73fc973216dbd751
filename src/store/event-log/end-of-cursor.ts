import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { LoggedEventRow } from '../tables/event.ts'
import type { Cursor, LogPosition } from './cursor.ts'
import { beforeTransaction, isAfter, justAfter, positionOf } from './position.ts'

const changeToVersion = statement<Pick<LoggedEventRow, 'xid' | 'seq'>>(
  'log-change-to-version',
  `SELECT e.xid, e.seq FROM events e
   WHERE e.subject_id = $3 AND e.merchant_id = $1 AND e.mode = $2::mode AND e.version = $4 AND e.change`,
)

/**
 * Where reading before a cursor ends: events in front of this position are read. The event whose cursor it is does not,
 * as in every list. Of an object, the change that made the version does: reading after the same cursor leaves it out, so
 * that an event that neither gives would be lost. What others wrote at that time may come in both.
 */
export async function endOfCursor(sql: Sql, { merchantId, mode }: Tenant, cursor: Cursor): Promise<LogPosition> {
  if (cursor.kind === 'position') return cursor
  const snapshotXmin = beforeTransaction(cursor.snapshotXmin)
  const change = await sql.row(changeToVersion, [merchantId, mode, cursor.id, cursor.version])
  const end = change === undefined ? snapshotXmin : justAfter(positionOf(change))
  return isAfter(snapshotXmin, end) ? snapshotXmin : end
}
