import { isoTime, type SandboxClock } from '../clock.ts'
import { randomToken } from '../identifiers.ts'
import type { Settings } from '../settings.ts'
import type { Store, Table } from '../store.ts'
import type { WebhookRecord } from '../webhook-delivery.ts'
import type { Inferences } from './inferences.ts'
import type {
  AgreementRecord,
  AuthenticationRecord,
  ChargeRecord,
  IdempotencyRecord,
  TimerRecord,
  TimerTask,
} from './records.ts'

export type Tables = {
  readonly agreements: Table<AgreementRecord>
  readonly charges: Table<ChargeRecord>
  readonly authentications: Table<AuthenticationRecord>
  readonly idempotency: Table<IdempotencyRecord>
  readonly timers: Table<TimerRecord>
  readonly webhooks: Table<WebhookRecord>
}

export function openTables(store: Store): Tables {
  return {
    agreements: store.table('agreements'),
    charges: store.table('charges'),
    authentications: store.table('authentications'),
    idempotency: store.table('idempotency'),
    timers: store.table('timers'),
    webhooks: store.table('webhooks'),
  }
}

/** What the state machines need of their surroundings. */
export type Surroundings = {
  readonly tables: Tables
  readonly settings: Settings
  readonly clock: SandboxClock
  readonly inferences: Inferences
  readonly merchantId: string
  /** The page's address for an authentication of this id. */
  readonly authenticationUrl: (authenticationId: string) => string
}

/**
 * One transaction's view: all that happens in it bears the same time, and what it sets off (webhooks, timers) is
 * recorded with it and started only after it is kept.
 */
export class Unit {
  readonly surroundings: Surroundings
  readonly nowMs: number
  readonly now: string
  readonly webhookIds: string[] = []
  readonly newTimers: TimerRecord[] = []
  readonly canceledTimerIds: string[] = []

  constructor(surroundings: Surroundings) {
    this.surroundings = surroundings
    this.nowMs = surroundings.clock.now()
    this.now = isoTime(this.nowMs)
  }

  get tables(): Tables {
    return this.surroundings.tables
  }

  get inferences(): Inferences {
    return this.surroundings.inferences
  }

  /** A PPRO identifier: the prefix and 21 random characters. */
  newId(prefix: string): string {
    return `${prefix}_${randomToken(21)}`
  }

  /** @returns the timer's id, for `cancelTimer` */
  setTimer(delayMs: number, task: TimerTask): string {
    const timer = { id: randomToken(21), dueAtMs: this.nowMs + delayMs, task }
    this.tables.timers.put(timer)
    this.newTimers.push(timer)
    return timer.id
  }

  cancelTimer(timerId: string): void {
    this.tables.timers.delete(timerId)
    this.canceledTimerIds.push(timerId)
  }

  /** Records an event for delivery: a CloudEvent in PPRO's form, whose bytes stay the same over all retries. */
  emit(event: {
    readonly type: string
    readonly subject: string
    readonly reference: string | null
    readonly url: string | null
    readonly data: Readonly<Record<string, unknown>>
  }): void {
    const id = randomToken(21)
    const envelope = {
      specversion: '1.0.2',
      source: 'https://www.ppro.com',
      datacontenttype: 'application/json',
      id,
      type: event.type,
      subject: event.subject,
      time: this.now,
      data: event.data,
    }
    this.tables.webhooks.put({
      id,
      type: event.type,
      subject: event.subject,
      reference: event.reference ?? event.subject,
      url: event.url,
      body: JSON.stringify(envelope),
      attempts: 0,
      delivered: false,
      nextAttemptAtMs: this.nowMs,
    })
    this.webhookIds.push(id)
  }
}
