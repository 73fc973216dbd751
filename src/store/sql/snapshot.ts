/**
 * The xmin of a statement's snapshot: every transaction with a smaller id has ended, so nothing can appear below it any more.
 * An SQL expression, as the next ones.
 */
export const snapshotXmin = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint'

/** Above every transaction id that was given out. */
export const snapshotXmax = 'pg_snapshot_xmax(pg_current_snapshot())::text::bigint'

/** A whole snapshot, to be kept as text. */
export const snapshotAsText = 'pg_current_snapshot()::text'

/** True of events that readers of the log may get: no slower transaction can put anything before them. */
export function isReadable(event: string, xmin = snapshotXmin): string {
  return `${event}.xid < ${xmin}`
}

/** True of events that were written by transactions that a kept snapshot did not see. */
export function isAfterSnapshot(event: string, snapshot: string): string {
  // The first condition is for the index. It is not enough: transactions above the xmin may have ended already.
  return `${event}.xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot)::text::bigint
     AND NOT pg_visible_in_snapshot(${event}.xid::text::xid8, ${snapshot}::pg_snapshot)`
}
