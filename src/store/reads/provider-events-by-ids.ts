import { type Sql, statement } from '../sql/database.ts'
import { idsIn } from './ids.ts'
import {
  type ProviderEventReader,
  type ShownProviderEventRow,
  shownProviderEvents,
  shownToOwner,
} from './provider-event.ts'

const providerEventsByIdsStatement = statement<ShownProviderEventRow>(
  'provider-events-by-ids',
  `SELECT ${shownProviderEvents.select('event')} FROM provider_events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND (${shownToOwner('event')} OR $4) AND event.id = ANY (${idsIn('$3')}::text[])`,
)

/** Those of the ids that the reader may see, in no order. */
export function providerEventsByIds(
  sql: Sql,
  { merchantId, mode, operator }: ProviderEventReader,
  ids: readonly string[],
): Promise<ShownProviderEventRow[]> {
  return sql.rows(providerEventsByIdsStatement, [merchantId, mode, ids, operator])
}
