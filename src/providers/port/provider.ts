import type { Mode, OperationKind, ProviderCode } from '../../domain/enums.ts'
import type { PaymentMethodCapability } from '../../domain/provider/capability.ts'
import type { Prepared, ProviderCommand, ProviderRequest } from './command.ts'
import type { HostedSetUp } from './hosted.ts'
import type { Answer, ProviderReport, StatusAnswer } from './outcome.ts'

// The port has one door: what it is asked in comes with it.
export type * from './command.ts'

/**
 * The port behind which every provider stands. An adapter translates; it decides nothing, remembers nothing and never
 * tries again by itself: a request that went out is answered with exactly one outcome.
 */
export interface Provider {
  readonly code: ProviderCode
  readonly name: string
  /** True if it talks to the built-in simulator. */
  readonly simulated: boolean
  /** Modes of keys that may use these credentials. */
  readonly modes: readonly Mode[]
  readonly capabilities: readonly PaymentMethodCapability[]
  /** What it promises about requests that come to it a second time. */
  readonly idempotencySupport: IdempotencySupport
  /** False if an agreement cannot be asked about by its own id, only through the charge that was made with it. */
  readonly readsAgreements: boolean
  /**
   * Present where the consumer reaches the provider by way of a page of ours; else the provider's own answer says where
   * to go.
   */
  readonly hosted?: HostedSetUp

  /**
   * Turns a command into the exact request: pure, so that it can be stored before it is sent and sent again byte for
   * byte. What the provider would not take comes back as a refusal, issues with paths below the mutation's input.
   */
  prepare(command: ProviderCommand): Prepared
  /** Sends a prepared request once. Never throws: whatever happens is one of the six outcomes. */
  send(request: ProviderRequest, options: { readonly deadlineMs: number }): Promise<Answer>
  /** Asks what became of something. Never throws. */
  queryStatus(question: StatusQuery, options: { readonly deadlineMs: number }): Promise<StatusAnswer>
  /** Verifies on the raw bytes, then reads. Never throws. */
  receive(delivery: WebhookDelivery): WebhookReading
  /**
   * Reads a stored notification again, whose signature was verified when it came: for one that was kept to be matched
   * later.
   */
  read(rawBody: Uint8Array): WebhookNotice | undefined
  health(): ProviderHealth
}

export interface IdempotencySupport {
  /** Verbs that happen once however often the very same request comes: only these are ever sent again. */
  readonly safeVerbs: readonly ProviderCommand['verb'][]
  /** True if a idempotencySupport is answered as the first was; else its answer is about the second sending only. */
  readonly replaysResponse: boolean
  /** For how long after the first sending that holds; null: for ever. */
  readonly rememberedMs: number | null
}

/** A question. Where the provider's id is known it is used; else our reference. */
export type StatusQuery =
  | {
      readonly about: 'charge'
      readonly providerReference: string | null
      readonly sentReference: string
      /**
       * The operation that is asked about, where it is not the charge itself: its kind and the reference it was sent
       * with.
       */
      readonly operation?: { readonly kind: OperationKind; readonly sentReference: string }
    }
  | {
      readonly about: 'agreement'
      readonly providerReference: string | null
      readonly initialChargeSentReference: string | null
    }

export interface WebhookDelivery {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly rawBody: Uint8Array
  readonly receivedAt: Date
}

export type WebhookReading =
  /** No signature, or a wrong one: answered 401, not stored. */
  | { readonly verdict: 'forged'; readonly reason: string }
  /** Signed, but not to be read: kept FAILED. */
  | { readonly verdict: 'unreadable'; readonly eventId: string; readonly reason: string }
  /** Signed, but for an account that is not ours or outside a stated window: kept REJECTED. */
  | { readonly verdict: 'rejected'; readonly eventId: string; readonly type: string | null; readonly reason: string }
  | { readonly verdict: 'accepted'; readonly notice: WebhookNotice }

export interface WebhookNotice {
  /** The provider's id of the event; where it states none, derived from the body. */
  readonly eventId: string
  readonly type: string
  readonly occurredAt: Date | null
  /**
   * What it is about: the provider's id, and our reference where given. `other` changes nothing; a reference given with
   * it only tells whose it is.
   */
  readonly subject: {
    readonly kind: 'charge' | 'agreement' | 'other'
    readonly providerReference: string | null
    readonly sentReference: string | null
  }
  /**
   * True if the provider gives its events no ids, so that two that are alike word for word may be two events: each
   * delivery is looked at, and the state tells whether it is update.
   */
  readonly withoutEventId?: boolean
  /** What it says; none if it changes nothing (settlement reports, instrument updates). */
  readonly reports: readonly ProviderReport[]
  /**
   * True if it tells that something has changed but not which of our requests did it: the provider is asked how things
   * stand.
   */
  readonly ask?: boolean
  /** A note for people, e.g. a chargeback: recorded in the log as this event type, changing no status. */
  readonly note?: {
    readonly type: string
    readonly data: Readonly<Record<string, string>>
    /** True if a person has to do something about it. */
    readonly needsAttention: boolean
  }
}

export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN'

export interface ProviderHealth {
  readonly circuit: CircuitState
  /** When an open circuit lets a trial through. */
  readonly retryAfter: Date | null
  /** Over the last calls, 0 to 1; null before the first. */
  readonly successRate: number | null
  readonly p95LatencyMs: number | null
  readonly lastFailureAt: Date | null
}
