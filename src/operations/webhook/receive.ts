import type { ProviderCode } from '../../domain/enums.ts'
import type { WebhookDelivery, WebhookReading } from '../../providers/port/provider.ts'
import { type Delivered, keepDelivery } from '../../store/webhook/inbox.ts'
import type { Deps } from '../command/deps.ts'
import { webhookProcess } from './process.ts'
import { storableReading } from './storable-reading.ts'

/**
 * Takes a provider's notification: verifies it on the raw bytes, stores it, and only then acknowledges. Processing
 * follows by itself. Throws where it could not be stored: the provider has to send it again.
 */
export async function webhookReceive(
  deps: Deps,
  code: ProviderCode,
  delivery: WebhookDelivery,
): Promise<{ status: 200 | 401 | 404; verdict: WebhookReading['verdict'] | 'unknownProvider' }> {
  const provider = deps.providers.find(code)
  if (provider === undefined) return { status: 404, verdict: 'unknownProvider' }
  const received = provider.receive(delivery)
  if (received.verdict === 'forged') {
    deps.log.warn({ provider: code, reason: received.reason }, 'refused a notification')
    return { status: 401, verdict: received.verdict }
  }
  const reading = storableReading(received, delivery.rawBody)
  if (reading.verdict === 'unreadable' && received.verdict !== 'unreadable')
    deps.log.warn({ provider: code, reason: reading.reason }, 'kept a notification that cannot be used')
  const encryptedBody = deps.vault.encrypt('webhook', Buffer.from(delivery.rawBody).toString('utf8'))
  const kept = await keepDelivery(
    deps.database,
    { provider: code, owner: deps.settings.accountOwner(code), encryptedBody, ...contentOf(reading) },
    deps.clock.now(),
  )
  if (kept.due) deps.background.run('webhook', () => webhookProcess(deps, kept.id))
  return { status: 200, verdict: reading.verdict }
}

type Content = Omit<Delivered, 'provider' | 'owner' | 'encryptedBody'>

function contentOf(reading: Exclude<WebhookReading, { verdict: 'forged' }>): Content {
  const nothing = { providerReference: null, sentReference: null, withoutEventId: false }
  switch (reading.verdict) {
    case 'unreadable':
      return { ...nothing, providerEventId: reading.eventId, type: null, status: 'FAILED', error: reading.reason }
    case 'rejected':
      return {
        ...nothing,
        providerEventId: reading.eventId,
        type: reading.type,
        status: 'REJECTED',
        error: reading.reason,
      }
    case 'accepted': {
      const { eventId, type, subject, withoutEventId = false } = reading.notice
      const { providerReference, sentReference } = subject
      return {
        providerEventId: eventId,
        type,
        status: 'RECEIVED',
        providerReference,
        sentReference,
        error: null,
        withoutEventId,
      }
    }
  }
}
