import { newId } from '../../base/id.ts'
import { positionOf } from '../../store/event-log/position.ts'
import type { LoggedEventRow, WebhookDeliveryRow, WebhookEndpointRow } from '../../store/tables.ts'
import type { Deps } from '../command/deps.ts'

/**
 * The body of an event's webhook: ids, statuses and the position in the log. The receiver reads everything else with
 * its key, so a webhook that goes astray shows little, and an old one is harmless.
 */
export function messageOf({ cursors }: Pick<Deps, 'cursors'>, event: LoggedEventRow): string {
  const { merchantId, mode } = event
  return JSON.stringify({
    type: event.type,
    timestamp: event.occurredAt.toISOString(),
    data: {
      eventId: event.id,
      eventCursor: cursors.encode({ merchantId, mode }, positionOf(event)),
      mode,
      subjectType: event.subjectType,
      subjectId: event.subjectId,
      consumerId: event.consumerId,
      agreementId: event.agreementId,
      version: event.version,
      previousStatus: event.previousStatus,
      status: event.status,
    },
  })
}

export function testMessage(now: Date, mode: WebhookEndpointRow['mode']): string {
  return JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: { mode } })
}

/** An event for an endpoint, due now. */
export function newDelivery(
  deps: Pick<Deps, 'cursors' | 'clock'>,
  { id: endpointId, merchantId, mode }: Pick<WebhookEndpointRow, 'id' | 'merchantId' | 'mode'>,
  event: LoggedEventRow,
  { replayed = false } = {},
): WebhookDeliveryRow {
  const now = deps.clock.now()
  return {
    ...{ id: newId('webhookDelivery', now), merchantId, mode, endpointId },
    ...{ eventId: event.id, eventType: event.type, eventXid: event.xid, eventSeq: event.seq },
    ...{ subjectId: event.subjectId, body: messageOf(deps, event), replayed },
    ...{ state: 'PENDING', tries: [], step: 0, nextAt: now, createdAt: now, endedAt: null },
  }
}
