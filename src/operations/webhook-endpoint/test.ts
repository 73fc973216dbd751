import { newId } from '../../base/id.ts'
import { type Result, succeed } from '../../domain/input/user-error.ts'
import type { WebhookTry } from '../../domain/webhook-endpoint/delivery.ts'
import { eventsByIds } from '../../store/reads/events-by-ids.ts'
import type { WebhookEndpointRow } from '../../store/tables.ts'
import { findEndpoint } from '../../store/webhook-endpoint/repository.ts'
import { notFound } from '../command/answers.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import { requestOf, sendOnce } from './deliver.ts'
import { messageOf, testMessage } from './message.ts'

export interface WebhookEndpointTestInput {
  readonly webhookEndpointId: string
  readonly eventId?: string | null | undefined
  readonly dryRun?: boolean | null | undefined
}

export interface WebhookEndpointTested {
  readonly webhookEndpoint: WebhookEndpointRow
  readonly request: ReturnType<typeof requestOf>
  /** Null in a dry run. */
  readonly result: WebhookTry | null
}

/**
 * Shows the request that an endpoint would get, and sends it unless it is a dry run: an event of the log, or a test
 * message. It is sent once, whatever the endpoint's status, and is in no history.
 */
export async function webhookEndpointTest(
  deps: Deps,
  { tenant }: Pick<Caller, 'tenant'>,
  { webhookEndpointId, eventId, dryRun }: WebhookEndpointTestInput,
): Promise<Result<WebhookEndpointTested, 'NOT_FOUND'>> {
  const webhookEndpoint = await findEndpoint(deps.database, tenant, webhookEndpointId)
  if (webhookEndpoint === undefined) return notFound('webhook endpoint', webhookEndpointId)
  const [event] = eventId == null ? [] : await eventsByIds(deps.database, tenant, [eventId])
  if (eventId != null && event === undefined) return notFound('event', eventId)
  const now = deps.clock.now()
  const message = event
    ? { id: event.id, body: messageOf(deps, event) }
    : { id: newId('webhookDelivery', now), body: testMessage(now, tenant.mode) }
  const request = requestOf(deps, webhookEndpoint, message)
  const sent = dryRun === true ? undefined : await sendOnce(deps, request)
  return succeed({ webhookEndpoint, request, result: sent?.tried ?? null })
}
