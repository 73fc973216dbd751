import { newId } from '../../../src/base/id.ts'
import type { Tenant } from '../../../src/domain/enums.ts'
import type { Sql } from '../../../src/store/sql/database.ts'
import { statement } from '../../../src/store/sql/database.ts'
import { insert, write } from '../../../src/store/sql/write.ts'
import {
  type WebhookDeliveryRow,
  type WebhookEndpointRow,
  webhookDeliveries,
  webhookEndpoints,
} from '../../../src/store/tables.ts'
import { nextInstant } from './rows.ts'

const putMerchant = statement<never>(
  'test-put-merchant',
  'INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now()) ON CONFLICT DO NOTHING',
)

/** A paused endpoint, so that no worker changes it. */
export async function addWebhookEndpoint(sql: Sql, tenant: Tenant, given: Partial<WebhookEndpointRow> = {}) {
  const now = nextInstant()
  const row: WebhookEndpointRow = {
    ...{ id: newId('webhookEndpoint', now), ...tenant, url: 'http://127.0.0.1:9/hooks', description: null },
    ...{ eventTypes: [], ordered: false, status: 'PAUSED', disabledReason: null, encryptedSecrets: Buffer.alloc(1) },
    ...{ overlapUntil: null, logXid: 0n, logSeq: 0n, readAt: now, failingSince: null, impaired: false },
    ...{ createdAt: now, updatedAt: now },
    ...given,
  }
  await sql.rows(putMerchant, [tenant.merchantId])
  await write(sql, [insert(webhookEndpoints, [row])])
  return row
}

export async function addWebhookDelivery(
  sql: Sql,
  { id: endpointId, merchantId, mode }: Pick<WebhookEndpointRow, 'id' | 'merchantId' | 'mode'>,
  given: Partial<WebhookDeliveryRow> = {},
) {
  const now = nextInstant()
  const row: WebhookDeliveryRow = {
    ...{ id: newId('webhookDelivery', now), merchantId, mode, endpointId },
    ...{ eventId: newId('event', now), eventType: 'charge.created', eventXid: 1n, eventSeq: 1n },
    ...{ subjectId: newId('charge', now), body: '{}', replayed: false, state: 'PENDING', tries: [], step: 0 },
    ...{ nextAt: now, createdAt: now, endedAt: null },
    ...given,
  }
  await write(sql, [insert(webhookDeliveries, [row])])
  return row
}
