import type { Mode, OperationKind, ProviderCode } from '../../domain/enums.ts'
import type { ProviderNote } from '../../domain/event-log/events.ts'
import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'
import type { ChargeReport } from '../../domain/provider/report.ts'
import type { Prepared, ProviderCommand, ProviderRequest } from './command.ts'
import type { HostedSetUp } from './hosted.ts'
import type { Answer, ProviderReport, StatusAnswer } from './outcome.ts'

// The port has one entry: its commands are exported with it.
export type * from './command.ts'

/**
 * The port that every provider implements. An adapter only translates: it decides nothing, stores nothing and never
 * retries. Each sent request has exactly one outcome.
 */
export interface Provider {
  readonly code: ProviderCode
  readonly name: string
  /** True for the built-in simulator. */
  readonly simulated: boolean
  /** Modes of keys that may use these credentials. */
  readonly modes: readonly Mode[]
  readonly capabilities: readonly PaymentMethodCapability[]
  /** What the provider guarantees for repeated requests. */
  readonly idempotencySupport: IdempotencySupport
  /** False if an agreement cannot be queried by its own id, only through its first charge. */
  readonly readsAgreements: boolean
  /**
   * Present if the consumer reaches the provider through the gateway's page. Otherwise the provider's response has the
   * address.
   */
  readonly hosted?: HostedSetUp

  /**
   * Turns a command into the exact request. Pure, so that it can be stored first and resent byte for byte. What the
   * provider would refuse is returned as a refusal; the paths of issues start below the mutation's input.
   */
  prepare(command: ProviderCommand): Prepared
  /** Sends a prepared request once. Never throws: every result is one of the six outcomes. */
  send(request: ProviderRequest, options: { readonly deadlineMs: number }): Promise<Answer>
  /** Queries the status of a charge or agreement. Never throws. */
  queryStatus(question: StatusQuery, options: { readonly deadlineMs: number }): Promise<StatusAnswer>
  /**
   * Present if the provider lists the charges of an agreement. Used after a restore only. Undefined if the provider did
   * not say. Never throws.
   */
  listCharges?(agreementReference: string, options: { readonly deadlineMs: number }): Promise<ChargeList | undefined>
  /** Verifies the raw bytes, then reads them. Never throws. */
  receive(notification: ProviderNotification): WebhookReading
  /** Reads a stored webhook again to match it later; its signature was verified when it arrived. */
  read(rawBody: Uint8Array): WebhookNotice | undefined
  health(): ProviderHealth
}

export interface ChargeList {
  readonly reports: readonly ChargeReport[]
  /** False if there may be more: a charge that is not in the list can exist. */
  readonly isComplete: boolean
}

export interface IdempotencySupport {
  /** Verbs that take effect once even if the same request is repeated. Only these are resent. */
  readonly safeVerbs: readonly ProviderCommand['verb'][]
  /** true: a second sending gets the response to the first; false: its response is about the second sending only. */
  readonly replaysResponse: boolean
  /** How long after the first sending this is guaranteed; null: forever. */
  readonly rememberedMs: number | null
}

/** A status query. Uses the provider's id if it is known, otherwise our reference. */
export type StatusQuery =
  | {
      readonly about: 'charge'
      readonly providerReference: string | null
      readonly sentReference: string
      /** The operation in question, if it is not the charge itself. */
      readonly operation?: { readonly kind: OperationKind; readonly sentReference: string }
    }
  | {
      readonly about: 'agreement'
      readonly providerReference: string | null
      readonly initialChargeSentReference: string | null
    }

export interface ProviderNotification {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Uint8Array
  readonly receivedAt: Date
}

export type WebhookReading =
  /** No signature or a wrong one: answered with 401, not stored. */
  | { readonly verdict: 'forged'; readonly reason: string }
  /** Signed but unreadable: stored as FAILED. */
  | { readonly verdict: 'unreadable'; readonly eventId: string; readonly reason: string }
  /** Signed, but for another account or outside of the provider's time window: stored as REJECTED. */
  | { readonly verdict: 'rejected'; readonly eventId: string; readonly type: string | null; readonly reason: string }
  | { readonly verdict: 'accepted'; readonly notice: WebhookNotice }

export interface WebhookNotice {
  /** The provider's id of the event; if there is none, derived from the body. */
  readonly eventId: string
  readonly type: string
  readonly occurredAt: Date | null
  /**
   * The object of the webhook: the provider's id, and our reference if given. `other` changes nothing; its reference
   * only identifies the merchant.
   */
  readonly subject: {
    readonly kind: 'charge' | 'agreement' | 'other'
    readonly providerReference: string | null
    readonly sentReference: string | null
  }
  /**
   * True if the provider's events have no ids, so that two identical deliveries can be two events: each one is
   * processed, and the state decides whether it changes anything.
   */
  readonly withoutEventId?: boolean
  /** Empty if it changes nothing (settlement reports, instrument updates). */
  readonly reports: readonly ProviderReport[]
  /** True if it does not say which of our requests caused the change: the provider's status is then queried. */
  readonly ask?: boolean
  /** A note for people, e.g. a chargeback: recorded in the log as this event type, changing no status. */
  readonly note?: ProviderNote & {
    /** True if a person must act on it. */
    readonly needsAttention: boolean
  }
}

export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN'

export interface ProviderHealth {
  readonly circuit: CircuitState
  /** When an open circuit allows a trial. */
  readonly retryAfter: Date | null
  /** Over the last calls, 0 to 1; null before the first. */
  readonly successRate: number | null
  readonly p95LatencyMs: number | null
  readonly lastFailureAt: Date | null
}
