/**
 * The xmin of a statement's snapshot: every transaction with a smaller id has ended, so no row of one can appear later.
 * An SQL expression, like the next ones.
 */
export const snapshotXmin = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint'

/** Above every transaction id that was issued. */
export const snapshotXmax = 'pg_snapshot_xmax(pg_current_snapshot())::text::bigint'

/**
 * The first transaction id after all events, archived ones too, at most the snapshot's xmin: what a position may be that names no event. The
 * ids between it and the xmin belong to transactions without events, and a crash can take them back: a server does not
 * remember the id of a transaction that was rolled back just before, and a promoted standby has never seen it. Both give
 * it to a new transaction, and a position after it would skip that one's events.
 */
export const snapshotLogEnd = `least(${snapshotXmin}, coalesce((SELECT max(e.xid) + 1 FROM events e),
  (SELECT max(a.last_xid) + 1 FROM archives a), 0))`

/** A whole snapshot as text, for storing. */
export const snapshotAsText = 'pg_current_snapshot()::text'

/** Selects events that readers of the log may get: no slower transaction can add an event before them. */
export function isReadable(event: string, xmin = snapshotXmin): string {
  return `${event}.xid < ${xmin}`
}

/** Selects events of transactions that a stored snapshot did not see. */
export function isAfterSnapshot(event: string, snapshot: string): string {
  // The first condition lets PostgreSQL use the index. It is not exact: a transaction at or above the xmin can have
  // committed before the snapshot was taken.
  return `${event}.xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot)::text::bigint
     AND NOT pg_visible_in_snapshot(${event}.xid::text::xid8, ${snapshot}::pg_snapshot)`
}
