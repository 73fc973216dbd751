import type { ProviderCode } from '../../src/domain/enums.ts'
import type { ProviderNotification, WebhookNotice } from '../../src/providers/port/provider.ts'
import type { Chance } from '../engine/chance.ts'
import type { Scheduler } from '../engine/scheduler.ts'
import type { Swarm } from '../engine/swarm.ts'
import { encode } from './wire-json.ts'

const FIRST_RETRY_MS = 15_000
const DELIVERIES_MAX = 15

export interface WebhookRoute {
  readonly scheduler: Scheduler
  readonly chance: Chance
  readonly swarm: () => Swarm
  /** Delivers to a running process; false if none accepted it. */
  readonly deliver: (code: ProviderCode, notification: ProviderNotification) => Promise<boolean>
}

/**
 * Sends a provider's events. The seed decides whether they are out of order, duplicated, hours late or lost. They are
 * sent again until they are accepted.
 */
export function createWebhookSender(route: WebhookRoute): (code: ProviderCode, notice: WebhookNotice) => void {
  const { scheduler, chance, swarm } = route
  const providerRequest = (code: ProviderCode, notice: WebhookNotice, delayMs: number, deliveries: number) => {
    scheduler.after(
      'provider',
      delayMs,
      `${code} sends ${notice.type} ${notice.subject.providerReference ?? notice.subject.sentReference} ${notice.eventId.slice(-8)}`,
      () => {
        void route.deliver(code, notificationOf(notice, scheduler.nowMs, 'genuine')).then(taken => {
          if (taken || deliveries === DELIVERIES_MAX) return
          providerRequest(code, notice, FIRST_RETRY_MS * 2 ** (deliveries - 1), deliveries + 1)
        })
      },
    )
  }
  return (code, notice) => {
    const { webhookLost, webhookTwice, webhookForged, webhookMaxMs } = swarm()
    const delayMs = () => chance.between(0, webhookMaxMs)
    if (chance.happens(webhookForged))
      scheduler.after('provider', delayMs(), `a forged ${notice.type}`, () => {
        void route.deliver(code, notificationOf(notice, scheduler.nowMs, 'forged'))
      })
    if (chance.happens(webhookLost)) return
    providerRequest(code, notice, delayMs(), 1)
    if (chance.happens(webhookTwice)) providerRequest(code, notice, delayMs(), 1)
  }
}

function notificationOf(notice: WebhookNotice, nowMs: number, signature: string): ProviderNotification {
  return { headers: { signature }, rawBody: Buffer.from(encode(notice)), receivedAt: new Date(nowMs) }
}
