import type { Tenant } from '../../domain/enums.ts'
import { type Sql, statement } from '../sql/database.ts'
import { isReadable } from '../sql/snapshot.ts'
import { type LoggedEventRow, loggedEvents } from '../tables/event.ts'
import { idsIn } from './ids.ts'

const eventsByIdsStatement = statement<LoggedEventRow>(
  'events-by-ids',
  `SELECT ${loggedEvents.select('event')} FROM events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.id = ANY (${idsIn('$3')}::text[])
     AND ${isReadable('event')}`,
)

/**
 * Those of the ids that are the tenant's, in no order. One that readers of the log do not get yet is left out: its place
 * would be handed out as a cursor, and a slower transaction may still put something before it.
 */
export function eventsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<LoggedEventRow[]> {
  return sql.rows(eventsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
