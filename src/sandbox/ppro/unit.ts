import type { Settings } from '../faults/settings.ts'
import { randomToken } from '../storage/identifiers.ts'
import type { Store, Table } from '../storage/store.ts'
import { UnitOfWork } from '../storage/unit-of-work.ts'
import type { SandboxClock } from '../time/clock.ts'
import type { WebhookRecord } from '../webhook-sender.ts'
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

/** The environment of the state machines. */
export type Surroundings = {
  readonly tables: Tables
  readonly settings: Settings
  readonly clock: SandboxClock
  readonly inferences: Inferences
  readonly merchantId: string
  /** The page's address for an authentication of this id. */
  readonly authenticationUrl: (authenticationId: string) => string
}

/** One unit of work of the PPRO simulator, with PPRO's ids and event format. */
export class Unit extends UnitOfWork<TimerTask> {
  readonly surroundings: Surroundings

  constructor(surroundings: Surroundings) {
    const { clock, tables } = surroundings
    super({ clock, timers: tables.timers, webhooks: tables.webhooks })
    this.surroundings = surroundings
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

  /** Records an event for delivery: a CloudEvent in PPRO's format. */
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
    this.recordWebhook({
      id,
      type: event.type,
      subject: event.subject,
      reference: event.reference ?? event.subject,
      url: event.url,
      body: JSON.stringify(envelope),
    })
  }
}
