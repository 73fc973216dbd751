import { type Sql, statement } from '../sql/database.ts'
import { isReadable, snapshotLogEnd, snapshotXmax, snapshotXmin } from '../sql/snapshot.ts'
import { type LoggedEventRow, loggedEvents } from '../tables.ts'
import type { LogPosition } from './cursor.ts'
import { beforeTransaction, positionOf } from './position.ts'

/** The events that the tail reads: those of every tenant. */
export interface LogBatch {
  readonly rows: readonly LoggedEventRow[]
  /** Everything up to here has been read. */
  readonly position: LogPosition
  /** True if there is more to read at once. */
  readonly more: boolean
  /** The first event that is committed but has to wait until a transaction with a smaller id ends. */
  readonly heldBack: LogPosition | undefined
  /** The number of transaction ids issued since the oldest open transaction. */
  readonly openTransactionIds: bigint
}

interface State {
  readonly xmin: bigint
  readonly endXid: bigint
  readonly next: bigint
  readonly heldXid: bigint | null
  readonly heldSeq: bigint | null
}
type BatchRow = (State & LoggedEventRow) | (State & { readonly seq: null })

// Below the snapshot's xmin every transaction has ended, so no event can appear there later. One statement, so that the
// xmin and the rows come from one snapshot. The row with the state is returned even if there is no event. PostgreSQL
// leaves out partitions by the simple comparison with $1, not by that of two columns.
const readBatch = statement<BatchRow>(
  'log-read-batch',
  `SELECT s.xmin, s."endXid", s.next, held.xid AS "heldXid", held.seq AS "heldSeq", event.*
   FROM (SELECT ${snapshotXmin} AS xmin,
                ${snapshotLogEnd} AS "endXid",
                ${snapshotXmax} AS next) s
   LEFT JOIN LATERAL (
     SELECT e.xid, e.seq FROM events e WHERE NOT ${isReadable('e', 's.xmin')} ORDER BY e.xid, e.seq LIMIT 1
   ) held ON true
   LEFT JOIN LATERAL (
     SELECT ${loggedEvents.select('e')} FROM events e
     WHERE (e.xid, e.seq) > ($1::bigint, $2::bigint) AND ${isReadable('e', 's.xmin')} AND e.xid >= $1
     ORDER BY e.xid, e.seq LIMIT $3
   ) event ON true
   ORDER BY event.xid, event.seq`,
)

/** @param limit The maximum number of events; 0 moves to the end without reading any. */
export async function readLogBatch(sql: Sql, after: LogPosition, limit: number): Promise<LogBatch> {
  const answered = await sql.rows(readBatch, [after.xid, after.seq, limit])
  const [state] = answered
  if (state === undefined) throw new Error('the statement "log-read-batch" must return a row, and returned none')
  const rows = answered.flatMap(({ xmin: _m, endXid: _e, next: _n, heldXid: _x, heldSeq: _s, ...row }) =>
    row.seq === null ? [] : [row],
  )
  const last = rows.at(-1)
  const more = limit > 0 && rows.length === limit
  return {
    rows,
    position: more && last !== undefined ? positionOf(last) : beforeTransaction(state.endXid),
    more,
    heldBack:
      state.heldXid === null || state.heldSeq === null
        ? undefined
        : { kind: 'position', xid: state.heldXid, seq: state.heldSeq },
    openTransactionIds: state.next - state.xmin,
  }
}
