import type { Tenant } from '../../../domain/enums.ts'
import type { EventFact } from '../../../domain/event-log/describe-event.ts'
import { type Sql, statement } from '../../sql/database.ts'
import { idsIn } from '../ids.ts'

export type ChargeEventRow = EventFact & { readonly chargeId: string }

const chargeEventsStatement = statement<ChargeEventRow>(
  'charge-events',
  `SELECT event.subject_id AS "chargeId", event.type, event.source, event.actor, event.occurred_at AS "occurredAt",
          event.status, event.data
   FROM events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.subject_id = ANY (${idsIn('$3')}::text[])
   ORDER BY event.seq`,
)

/** All events of the charges, oldest first. */
export function chargeEvents(sql: Sql, tenant: Tenant, chargeIds: readonly string[]): Promise<ChargeEventRow[]> {
  return sql.rows(chargeEventsStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
