import type { Tenant } from '../../../domain/enums.ts'
import type { WebhookFact } from '../../../domain/event-log/timeline.ts'
import { type Sql, statement } from '../../sql/database.ts'
import { idsIn } from '../ids.ts'

export interface ChargeWebhookRow extends WebhookFact {
  readonly chargeId: string
}

const chargeWebhooksStatement = statement<ChargeWebhookRow>(
  'charge-webhooks',
  `SELECT event.subject_id AS "chargeId", event.id, event.provider, event.type, event.status, event.deliveries,
          event.error, event.received_at AS "receivedAt"
   FROM provider_events event
   WHERE event.merchant_id = $1 AND event.mode = $2 AND event.subject_id = ANY (${idsIn('$3')}::text[])
   ORDER BY event.id`,
)

/** Every notification that was matched to the charges, oldest first. */
export function chargeWebhooks(sql: Sql, tenant: Tenant, chargeIds: readonly string[]): Promise<ChargeWebhookRow[]> {
  return sql.rows(chargeWebhooksStatement, [tenant.merchantId, tenant.mode, chargeIds])
}
