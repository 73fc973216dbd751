import { matchesType } from '../../domain/webhook-endpoint/event-types.ts'
import { readLogAfter } from '../../store/event-log/read-page.ts'
import type { WebhookEndpointRow } from '../../store/tables.ts'
import { storeReadEvents } from '../../store/webhook-endpoint/deliveries.ts'
import type { Claimed } from '../../store/work-queue/work-queue.ts'
import type { Deps } from '../command/deps.ts'
import { newDelivery } from './message.ts'

const EVENTS_AT_ONCE = 200

/**
 * Reads the log on for an endpoint, and stores a delivery for each event that it wants. The log shows only events
 * before every open transaction, so no event can appear before the position later. If the process dies, the same
 * events are read again, and the database takes each only once.
 */
export async function webhookReadLog(deps: Deps, endpoint: Claimed<WebhookEndpointRow>): Promise<void> {
  const { merchantId, mode, logXid, logSeq, eventTypes } = endpoint
  const after = { kind: 'position', xid: logXid, seq: logSeq } as const
  const view = { tenant: { merchantId, mode }, filter: {} }
  const { rows, position } = await readLogAfter(deps.database, view, after, { limit: EVENTS_AT_ONCE })
  const wanted = rows.filter(({ type }) => matchesType(eventTypes, type))
  await storeReadEvents(deps.database, endpoint, {
    position,
    realNow: new Date(deps.realTime.nowMs()),
    deliveries: wanted.map(event => newDelivery(deps, endpoint, event)),
  })
}
