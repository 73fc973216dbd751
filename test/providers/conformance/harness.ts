import type { Log } from '../../../src/base/log/log.ts'
import type { Failure } from '../../../src/domain/decline/failure.ts'
import type { ProviderCode } from '../../../src/domain/enums.ts'
import type { HostedForm } from '../../../src/providers/port/hosted.ts'
import type { Answer } from '../../../src/providers/port/outcome.ts'
import type { ConsumerDetails, Provider, ProviderRequest } from '../../../src/providers/port/provider.ts'
import type { Delivery } from './mailbox.ts'

/**
 * What the conformance suite needs to know of a provider, beyond the port: how to open its simulator, what its consumer
 * does in a browser, and how its wire can be bent. One file per provider; the cases themselves are written once.
 */
export interface ConformanceHarness {
  /** As the tests are named. */
  readonly name: string
  open(): Promise<Simulation>
}

export type CloseableProvider = Provider & { close(): Promise<void> }

/** A provider's simulator, running on a free port, and how to reach it through its adapter. */
export interface Simulation {
  readonly code: ProviderCode
  /** Root of the sandbox: control calls below `/control`, consumers' pages. */
  readonly sandboxUrl: string
  /** To where it delivers its webhooks from now on. */
  setWebhookUrl(url: string): void
  /** The adapter, as the registry would make it. */
  connect(connection: Connection): CloseableProvider

  readonly method: MethodUnderTest
  /** By exponent, a currency that the provider takes, and with which method; null where no method takes one. */
  readonly currencies: {
    readonly 0: MethodMoney | null
    readonly 2: MethodMoney | null
    readonly 3: MethodMoney | null
  }
  /** What the simulator has to be told so that the provider itself does not know what became of a charge. */
  readonly doubtfulOutcome: string
  readonly consumer: ConsumersBrowser
  readonly wire: WireKnowledge
  /** Never to be seen in a log, a call record or a refusal: credentials, phrases, card numbers. */
  readonly secrets: readonly string[]
  close(): Promise<void>
}

export interface Connection {
  /** Where the API is to be reached: the relay, so that what goes over the wire is seen and can be bent. */
  readonly origin: string
  readonly log: Log
  /** Given where this side holds what the provider does not know. */
  readonly strange?: 'credentials' | 'webhookSecret'
}

/** The payment method that the cases use. It takes 1000, 300001 and 300002 minor units of its currency. */
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

/** What the consumer does. Both answer with the parameters that the browser brings back to our return URL. */
export interface ConsumersBrowser {
  /** Opens the provider's page with our form and gives a means of payment, or gives none. Only for hosted set-ups. */
  fillIn(form: HostedForm, decision: Decision): Promise<Readonly<Record<string, string>>>
  /** Opens the page to which the provider sends the consumer, and decides there. */
  decide(requestUrl: string, decision: Decision): Promise<Readonly<Record<string, string>>>
}

export type Distortion = 'amount' | 'currency' | 'reference' | 'signature'

export interface WireKnowledge {
  /** The digits of the amount as they stand in a request's body. */
  amountIn(request: ProviderRequest): string | undefined
  /**
   * A true answer, changed so that it speaks of something else, and signed where the provider signs. Undefined where the
   * provider's answers have no such thing: no echo of it, no signature.
   */
  distort(answer: string, distortion: Distortion): string | undefined
  /** What wrong credentials come to: certainly not taken, or refused in the provider's words. */
  readonly wrongCredentials: {
    readonly outcome: Extract<Answer['outcome'], 'notSent' | 'declined'>
    readonly failure: Pick<Failure, 'kind' | 'code' | 'advice'>
  }
  readonly webhooks: {
    /** What the signature is over: the raw bytes, or the values however they are written. */
    readonly signatureOver: 'bytes' | 'values'
    /** Another amount, id or status in it, under the old signature. */
    tamper(delivery: Delivery): Delivery
    withoutSignature(delivery: Delivery): Delivery
    /** The same values in other bytes. */
    rewrite(delivery: Delivery): Delivery
  }
}
