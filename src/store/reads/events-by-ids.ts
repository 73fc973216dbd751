import type { Tenant } from '../../domain/vocabulary.ts'
import { type Sql, statement } from '../database.ts'
import { type LoggedEventRow, loggedEvents } from '../tables/event.ts'

const eventsByIdsStatement = statement<LoggedEventRow>(
  'events-by-ids',
  `SELECT ${loggedEvents.select('event')} FROM events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.id = ANY ($3)`,
)

/** Those of the ids that are the tenant's, in no order. */
export function eventsByIds(sql: Sql, tenant: Tenant, ids: readonly string[]): Promise<LoggedEventRow[]> {
  return sql.rows(eventsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
