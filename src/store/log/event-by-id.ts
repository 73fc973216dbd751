import type { Tenant } from '../../domain/vocabulary.ts'
import { type Sql, statement } from '../database.ts'
import { type LoggedEventRow, loggedEvents } from '../tables/event.ts'

const eventsByIds = statement<LoggedEventRow>(
  'log-events-by-ids',
  `SELECT ${loggedEvents.select('e')} FROM events e
   WHERE e.id = ANY ($3) AND e.merchant_id = $1 AND e.mode = $2::mode
     AND e.xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
)

/**
 * Events of the tenant by their ids, in no order. One that readers of the log do not get yet is left out: its place would
 * be handed out as a cursor, and something slower may still come before it.
 */
export function readEventsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<LoggedEventRow[]> {
  return sql.rows(eventsByIds, [tenant.merchantId, tenant.mode, ids])
}
