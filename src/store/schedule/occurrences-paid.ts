import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { isAfterSnapshot, snapshotAsText } from '../sql/snapshot.ts'

const readSeen = statement<{ seen: string }>('log-seen', `SELECT ${snapshotAsText} AS seen`)

/** A snapshot of the visible events, opaque, from which later events are counted. */
export async function logSeen(sql: Sql): Promise<string> {
  const row = await sql.row(readSeen)
  if (row === undefined) throw new Error('the statement "log-seen" must return one row, and returned none')
  return row.seen
}

const count = statement<{ paid: number }>(
  'occurrences-paid-since',
  `SELECT count(*)::int AS paid FROM events e
   WHERE e.merchant_id = $1 AND e.mode = $2::mode AND e.type = 'schedule.occurrence_paid'
     AND ${isAfterSnapshot('e', '$3')}`,
)

/** How many of a tenant's occurrences were paid since then, according to the log. */
export async function occurrencesPaidSince(sql: Sql, { merchantId, mode }: Tenant, seen: string): Promise<number> {
  return (await sql.row(count, [merchantId, mode, seen]))?.paid ?? 0
}
