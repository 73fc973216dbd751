import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'

const readSeen = statement<{ seen: string }>('log-seen', 'SELECT pg_current_snapshot()::text AS seen')

/** What of the log is to be seen now, to count later what has come since. Opaque. */
export async function logSeen(sql: Sql): Promise<string> {
  const row = await sql.row(readSeen)
  if (row === undefined) throw new Error('the log was answered without a row')
  return row.seen
}

// By the snapshot and not by its floor alone: what a transaction wrote that had ended by then was to be seen already.
const count = statement<{ paid: number }>(
  'occurrences-paid-since',
  `SELECT count(*)::int AS paid FROM events e
   WHERE e.merchant_id = $1 AND e.mode = $2::mode AND e.type = 'schedule.occurrence_paid'
     AND e.xid >= pg_snapshot_xmin($3::pg_snapshot)::text::bigint
     AND NOT pg_visible_in_snapshot(e.xid::text::xid8, $3::pg_snapshot)`,
)

/** How many of a tenant's occurrences were paid, by the log, since that of it was to be seen. */
export async function occurrencesPaidSince(sql: Sql, { merchantId, mode }: Tenant, seen: string): Promise<number> {
  return (await sql.row(count, [merchantId, mode, seen]))?.paid ?? 0
}
