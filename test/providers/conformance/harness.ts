import type { Log } from '../../../src/base/log/log.ts'
import type { Failure } from '../../../src/domain/decline/failure.ts'
import type { ProviderCode } from '../../../src/domain/enums.ts'
import type { HostedForm } from '../../../src/providers/port/hosted.ts'
import type { Answer } from '../../../src/providers/port/outcome.ts'
import type { ConsumerDetails, Provider, ProviderRequest } from '../../../src/providers/port/provider.ts'
import type { Delivery } from './mailbox.ts'

/**
 * What the conformance suite needs to know about a provider, beyond the port: how to open its simulator, what its
 * consumer does in a browser, and how its responses can be changed. One file per provider; the cases are written once.
 */
export interface ConformanceHarness {
  /** As in the tests' names. */
  readonly name: string
  open(): Promise<Simulation>
}

export type CloseableProvider = Provider & { close(): Promise<void> }

/** A provider's simulator, on a free port, and how to reach it through its adapter. */
export interface Simulation {
  readonly code: ProviderCode
  /** Root of the sandbox: control calls below `/control`, consumers' pages. */
  readonly sandboxUrl: string
  /** The address for its webhooks from now on. */
  setWebhookUrl(url: string): void
  /** The adapter, as the registry would make it. */
  connect(connection: Connection): CloseableProvider

  readonly method: MethodUnderTest
  /** By exponent, a currency that the provider supports, and with which method; null if no method supports one. */
  readonly currencies: {
    readonly 0: MethodMoney | null
    readonly 2: MethodMoney | null
    readonly 3: MethodMoney | null
  }
  /** The faults after which the provider itself does not know the state of a charge. */
  readonly doubtfulOutcome: string
  readonly consumer: ConsumersBrowser
  readonly wire: WireKnowledge
  /** Values that must never be in a log, a call record or a refusal: credentials, phrases, card numbers. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

export interface Connection {
  /** The address of the API: the relay, which records the traffic and can change it. */
  readonly origin: string
  readonly log: Log
  /** For providers whose unknown state is kept on this side. */
  readonly strange?: 'credentials' | 'webhookSecret'
}

/** The payment method that the cases use. It accepts 1000, 300001 and 300002 minor units of its currency. */
export interface MethodUnderTest {
  readonly paymentMethod: string
  readonly currency: string
  readonly consumer: ConsumerDetails
}

export interface MethodMoney {
  readonly paymentMethod: string
  readonly currency: string
}

export type Decision = 'approve' | 'decline'

/** The consumer's actions. Both return the parameters that the browser brings back to our return URL. */
export interface ConsumersBrowser {
  /** Opens the provider's page with our form and gives a card, or none. Only for hosted set-ups. */
  fillIn(form: HostedForm, decision: Decision): Promise<Readonly<Record<string, string>>>
  /** Opens the page to which the provider redirects the consumer, and decides there. */
  decide(requestUrl: string, decision: Decision): Promise<Readonly<Record<string, string>>>
}

export type Distortion = 'amount' | 'currency' | 'reference' | 'signature'

export interface WireKnowledge {
  /** The digits of the amount in a request's body. */
  amountIn(request: ProviderRequest): string | undefined
  /**
   * A genuine response, changed so that it is about something else, and signed if the provider signs. Undefined if the
   * provider's responses have no such field: no echo, no signature.
   */
  distort(answer: string, distortion: Distortion): string | undefined
  /** The result of wrong credentials: not sent, or refused with the provider's message. */
  readonly wrongCredentials: {
    readonly outcome: Extract<Answer['outcome'], 'notSent' | 'declined'>
    readonly failure: Pick<Failure, 'kind' | 'code' | 'advice'>
  }
  readonly webhooks: {
    /** What the signature covers: the raw bytes, or the values in any form. */
    readonly signatureOver: 'bytes' | 'values'
    /** Another amount, id or status in it, under the old signature. */
    tamper(delivery: Delivery): Delivery
    withoutSignature(delivery: Delivery): Delivery
    /** The same values in other bytes. */
    rewrite(delivery: Delivery): Delivery
  }
}
