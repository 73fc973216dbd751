import type { OutboundResult } from '../../base/outbound/outbound.ts'
import { verdictOf, type WebhookTry, withTry } from '../../domain/webhook-endpoint/delivery.ts'
import { hasFailedForLong, nextTryAt } from '../../domain/webhook-endpoint/retry-schedule.ts'
import type { WebhookDeliveryRow, WebhookEndpointRow } from '../../store/tables.ts'
import { type Settled, settleDelivery } from '../../store/webhook-endpoint/deliveries.ts'
import { findEndpoint } from '../../store/webhook-endpoint/repository.ts'
import { type Claimed, finish } from '../../store/work-queue/work-queue.ts'
import type { Deps } from '../command/deps.ts'
import { openSecrets, signedHeaders } from './secrets.ts'

/** A response that takes longer is slow: the endpoint's deliveries then use places of their own. */
const SLOW_MS = 3_000

const outcomes = { SUCCEEDED: 'succeeded', PENDING: 'failed', FAILED: 'given_up' } as const

/**
 * Sends one event to its endpoint and records how that ended. If the process dies in between, the same webhook is sent
 * again with the same webhook-id: at least once.
 */
export async function webhookDeliver(deps: Deps, delivery: Claimed<WebhookDeliveryRow>): Promise<void> {
  const endpoint = await findEndpoint(deps.database, delivery, delivery.endpointId)
  if (endpoint?.status !== 'ENABLED') return finish(deps.database, delivery)
  const request = requestOf(deps, endpoint, { id: delivery.eventId, body: delivery.body })
  const { result, tried } = await sendOnce(deps, request)
  const settled = settledBy(deps, delivery, endpoint, { result, tried })
  await settleDelivery(deps.database, delivery, settled)
  deps.meter?.webhookTried(outcomes[settled.state])
  const { disabledReason: reason } = settled
  if (reason !== null) deps.log.warn({ webhookEndpointId: endpoint.id, reason }, 'a webhook endpoint was disabled')
}

export interface Sent {
  readonly result: OutboundResult
  readonly tried: WebhookTry
}

/** The request, as it goes out. */
export function requestOf(
  { vault, clock, realTime }: Pick<Deps, 'vault' | 'clock' | 'realTime'>,
  endpoint: WebhookEndpointRow,
  { id, body }: { readonly id: string; readonly body: string },
) {
  const secrets = openSecrets(vault, endpoint, clock.now())
  const headers = signedHeaders(secrets, { id, body, realNowMs: realTime.nowMs() })
  return { url: endpoint.url, headers, body, loopback: endpoint.mode === 'TEST' }
}

export async function sendOnce(deps: Deps, request: ReturnType<typeof requestOf>): Promise<Sent> {
  const at = deps.clock.now().toISOString()
  const result = await deps.outbound.post(request)
  const { durationMs } = result
  if (result.kind === 'failed')
    return { result, tried: { at, durationMs, httpStatus: null, response: null, error: result.error } }
  const { error } = verdictOf(result.status)
  return { result, tried: { at, durationMs, httpStatus: result.status, response: result.text, error } }
}

function settledBy(
  { clock }: Deps,
  delivery: WebhookDeliveryRow,
  endpoint: WebhookEndpointRow,
  { result, tried }: Sent,
): Settled {
  const now = clock.now()
  const step = delivery.step + 1
  const tries = withTry(delivery.tries, tried)
  const isSlow = result.durationMs > SLOW_MS
  if (tried.error === null)
    return {
      ...{ state: 'SUCCEEDED', step, tries, nextAt: null, endedAt: now },
      ...{ failedAt: null, impaired: isSlow, disabledReason: null },
    }
  const gone = result.kind === 'answered' && verdictOf(result.status).gone
  const retryAfter = result.kind === 'answered' ? result.retryAfter : undefined
  const nextAt = gone ? undefined : nextTryAt({ step, now, random: Math.random(), retryAfter })
  const isDead = hasFailedForLong(endpoint.failingSince ?? now, now)
  return {
    ...{ state: nextAt === undefined ? 'FAILED' : 'PENDING', step, tries },
    ...{ nextAt: nextAt ?? null, endedAt: nextAt === undefined ? now : null },
    ...{ failedAt: now, impaired: true, disabledReason: gone ? 'GONE' : isDead ? 'FAILING' : null },
  }
}
