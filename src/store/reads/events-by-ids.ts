import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { isReadable } from '../sql/snapshot.ts'
import { type LoggedEventRow, loggedEvents } from '../tables.ts'
import { idsIn } from './ids.ts'

const eventsByIdsStatement = statement<LoggedEventRow>(
  'events-by-ids',
  `SELECT ${loggedEvents.select('event')} FROM events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.id = ANY (${idsIn('$3')}::text[])
     AND ${isReadable('event')} ORDER BY event.xid, event.seq`,
)

/**
 * Those of the ids that belong to the tenant, in the log's order. An event that readers of the log do not get yet is left out:
 * its position would become a cursor, and a slower transaction may still add an event before it.
 */
export function eventsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<LoggedEventRow[]> {
  return sql.rows(eventsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
