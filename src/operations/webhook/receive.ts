import { newId } from '../../base/id.ts'
import type { ProviderCode } from '../../domain/enums.ts'
import type { ProviderNotification, WebhookReading } from '../../providers/port/provider.ts'
import { encryptBody } from '../../store/webhook/body.ts'
import { keepNotification, type NewNotification } from '../../store/webhook/keep.ts'
import { queues } from '../../store/work-queue/queues.ts'
import { claimOne } from '../../store/work-queue/work-queue.ts'
import type { Background, Deps } from '../command/deps.ts'
import { leaseUntil, withLease } from '../provider-request/lease.ts'
import { ownerOf, readByAccount } from './account.ts'
import { type HeldEvent, webhookProcess } from './process.ts'
import { storableReading } from './storable-reading.ts'

/** How many notifications a process works on now, by its background. */
const underWay = new WeakMap<Background, number>()

/**
 * Receives a provider's notification: verifies the raw bytes, stores it, and only then acknowledges it. It is stored
 * under a lease of this process, which then processes the content in memory. If the process dies, the inbox job
 * processes it after the lease has ended. If this process already processes many, the inbox job does it at once, so
 * that a burst is acknowledged quickly. Throws if the notification could not be stored, so that the provider sends it
 * again.
 *
 * @param account The account in the path: the id of a merchant's own account, or `default`.
 */
export async function webhookReceive(
  deps: Deps,
  code: ProviderCode,
  notification: ProviderNotification,
  account?: string,
): Promise<{ status: 200 | 401 | 404; verdict: WebhookReading['verdict'] | 'unknownProvider' }> {
  const read = await readByAccount(deps, code, notification, account)
  if (read === undefined && account !== undefined) return refused(deps, code, 'unknown account in the path')
  if (read === undefined) return { status: 404, verdict: 'unknownProvider' }
  const { providerAccountId, reading: received } = read
  if (received.verdict === 'forged') return refused(deps, code, received.reason)
  const reading = storableReading(received, notification.rawBody)
  if (reading.verdict === 'unreadable' && received.verdict !== 'unreadable')
    deps.log.warn({ provider: code, reason: reading.reason }, 'stored a notification that cannot be processed')
  const now = deps.clock.now()
  const id = newId('providerEvent', now)
  const row: NewNotification = {
    id,
    provider: code,
    providerAccountId,
    owner: ownerOf(deps, code, providerAccountId),
    encryptedBody: encryptBody(deps.vault, id, notification.rawBody),
    ...contentOf(reading),
  }
  const leave = enter(deps)
  const lease = leave ? leaseUntil(deps.realTime) : null
  const kept = await keepNotification(deps.database, row, { now, leaseUntil: lease }).catch(error => {
    leave?.()
    throw error
  })
  if (leave === undefined)
    deps.tail.wake() // the inbox jobs of other processes look at once
  else if (reading.verdict !== 'accepted' || kept.state === 'known') leave()
  else {
    const { notice } = reading
    deps.background.run('webhook', async () => {
      try {
        const event = kept.state === 'held' ? newEvent(row, now) : await claim(deps, kept.id)
        if (event !== undefined) await withLease(deps, event, () => webhookProcess(deps, event, notice))
      } finally {
        leave()
      }
    })
  }
  return { status: 200, verdict: reading.verdict }
}

/** Undefined if this process works on enough notifications; otherwise call the result when it has worked on this one. */
function enter({ background, settings }: Deps): (() => void) | undefined {
  const count = underWay.get(background) ?? 0
  if (count >= (settings.webhooksAtOnce ?? Number.POSITIVE_INFINITY)) return undefined
  underWay.set(background, count + 1)
  return () => underWay.set(background, (underWay.get(background) ?? 0) - 1)
}

function refused({ log }: Deps, provider: ProviderCode, reason: string) {
  log.warn({ provider, reason }, 'rejected a notification')
  return { status: 401, verdict: 'forged' } as const
}

/** The event as it was just inserted. */
function newEvent(row: NewNotification, receivedAt: Date): HeldEvent {
  const unmatched = { consumerId: null, merchantId: null, mode: null }
  return { ...row, ...unmatched, deliveries: 1, tries: 0, receivedAt, table: 'provider_events', fencingToken: 0 }
}

/** Claims a notification that was stored before, and that this delivery has made due. */
function claim(deps: Deps, id: string): Promise<HeldEvent | undefined> {
  const realNow = new Date(deps.realTime.nowMs())
  return claimOne(deps.database, queues.inbox, id, {
    now: deps.clock.now(),
    realNow,
    leaseUntil: leaseUntil(deps.realTime),
  })
}

type Content = Omit<NewNotification, 'id' | 'provider' | 'providerAccountId' | 'owner' | 'encryptedBody'>

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
