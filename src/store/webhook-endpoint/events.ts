import { firstId } from '../../base/id.ts'
import type { LogPosition } from '../event-log/cursor.ts'
import { logStart, positionOf } from '../event-log/position.ts'
import { type Sql, statement } from '../sql/database.ts'
import type { LoggedEventRow } from '../tables.ts'

// An event of any tenant: it is only a position in the log.
const lastBefore = statement<Pick<LoggedEventRow, 'xid' | 'seq'>>(
  'webhook-last-event-before',
  'SELECT e.xid, e.seq FROM events e WHERE e.id < $1 ORDER BY e.id DESC LIMIT 1',
)

/** No transaction takes longer, so events that occurred this much earlier are earlier in the log. */
export const LONGEST_TRANSACTION_MS = 60_000

/** A position before every event that occurred at this time or later. */
export async function positionBefore(sql: Sql, time: Date): Promise<LogPosition> {
  const from = new Date(Math.max(0, time.getTime() - LONGEST_TRANSACTION_MS))
  const last = await sql.row(lastBefore, [firstId('event', from)])
  return last ? positionOf(last) : logStart
}
