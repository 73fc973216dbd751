import { randomBytes, randomInt } from 'node:crypto'
import type { Settings } from '../faults/settings.ts'
import { randomToken } from '../storage/identifiers.ts'
import type { Store, Table } from '../storage/store.ts'
import { UnitOfWork } from '../storage/unit-of-work.ts'
import type { SandboxClock } from '../time/clock.ts'
import type { WebhookRecord } from '../webhook-sender.ts'
import type { Values } from './api/validation.ts'
import type { Inferences } from './inferences.ts'
import type { AgreementRecord, OrderRecord, TimerRecord, TimerTask, TokenRecord } from './records.ts'

export type Tables = {
  readonly tokens: Table<TokenRecord>
  readonly agreements: Table<AgreementRecord>
  readonly orders: Table<OrderRecord>
  readonly timers: Table<TimerRecord>
  readonly webhooks: Table<WebhookRecord>
}

export function openTables(store: Store): Tables {
  return {
    tokens: store.table('tokens'),
    agreements: store.table('agreements'),
    orders: store.table('orders'),
    timers: store.table('timers'),
    webhooks: store.table('webhooks'),
  }
}

/** Indexes by the caller's references; oldest first. */
type Searches = {
  readonly ordersByReference: (reference: string) => OrderRecord[]
  readonly orderBySession: (sessionId: string) => OrderRecord | undefined
  readonly tokensByReference: (reference: string) => TokenRecord[]
}

export function openSearches(tables: Tables): Searches {
  const bySession = tables.orders.indexBy(order => order.authentication?.sessionId ?? null)
  return {
    ordersByReference: tables.orders.indexBy(order => order.reference),
    orderBySession: sessionId => bySession(sessionId)[0],
    tokensByReference: tables.tokens.indexBy(token => token.reference),
  }
}

/** The environment of the state machines. */
export type Surroundings = {
  readonly tables: Tables
  readonly searches: Searches
  readonly settings: Settings
  readonly clock: SandboxClock
  readonly inferences: Inferences
  /** The fields with their signature. */
  readonly signed: (fields: Values) => Values
  /** The body of a piece of feedback. */
  readonly webhookBody: (signed: Values) => string
  /** The page's address for a 3-D Secure session. */
  readonly authenticationUrl: (sessionId: string, orderId: string) => string
}

const HEX_BYTES = 16
const LARGEST_RANDOM = 2 ** 48 - 1

/** One unit of work of the APS simulator. It also creates APS's ids and records APS's notifications. */
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

  get searches(): Searches {
    return this.surroundings.searches
  }

  get inferences(): Inferences {
    return this.surroundings.inferences
  }

  /** Eighteen digits that no order has yet. */
  newFortId(): string {
    for (;;) {
      const id = `1699${String(randomInt(LARGEST_RANDOM)).padStart(15, '0').slice(-14)}`
      if (!this.tables.orders.get(id)) return id
    }
  }

  /** 32 hex characters, the form of APS's token names and sessions. */
  newHex(): string {
    return randomBytes(HEX_BYTES).toString('hex')
  }

  newAgreementId(): string {
    return `A${randomToken(20)}`
  }

  newAuthorizationCode(): string {
    return String(randomInt(1_000_000)).padStart(6, '0')
  }

  /** Records feedback, direct or by notification: the signed fields of the answer in both cases. */
  emit(type: string, orderId: string, fields: Values): void {
    const { signed, webhookBody } = this.surroundings
    this.recordWebhook({
      id: randomToken(21),
      type,
      subject: orderId,
      reference: fields['merchant_reference'] ?? orderId,
      url: null,
      body: webhookBody(signed(fields)),
    })
  }
}
