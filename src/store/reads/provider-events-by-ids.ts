import type { Tenant } from '../../domain/vocabulary.ts'
import { type Sql, statement } from '../database.ts'
import { idsIn } from './ids.ts'
import { type ShownProviderEventRow, shownProviderEvents } from './provider-event.ts'

const providerEventsByIdsStatement = statement<ShownProviderEventRow>(
  'provider-events-by-ids',
  `SELECT ${shownProviderEvents.select('event')} FROM provider_events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that are the tenant's, in no order. */
export function providerEventsByIds(
  sql: Sql,
  tenant: Tenant,
  ids: readonly string[],
): Promise<ShownProviderEventRow[]> {
  return sql.rows(providerEventsByIdsStatement, [tenant.merchantId, tenant.mode, ids])
}
