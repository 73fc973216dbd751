import type { Failure } from '../../domain/decline/failure.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import type { CreateAgreementCommand, PrepareRefusal } from './command.ts'
import type { ProviderReport } from './outcome.ts'

/**
 * For a provider whose consumer enters the payment instrument on the provider's page before its API can be called.
 * Nothing is sent when the agreement is recorded: our page posts the consumer's browser to the provider, the browser
 * returns with a token of the instrument, and only then a recorded provider request creates the agreement. All
 * functions are pure. Data from a browser is trusted only if it is signed.
 */
export interface HostedSetUp {
  /** Why a creation is refused before the consumer is sent to the provider; undefined if it is accepted. */
  check(command: CreateAgreementCommand): PrepareRefusal | undefined
  /** The form that our page posts from the consumer's browser. */
  form(visit: HostedVisit): HostedForm
  /** Verifies and reads the parameters with which the browser returns. Never throws. */
  readReturn(parameters: Readonly<Record<string, string>>): BrowserReturn
}

interface HostedVisit {
  /** The reference of the provider request that will create the agreement. */
  readonly sentReference: string
  /** The gateway's address: at most 300 characters, letters, digits, and `:/._-`. */
  readonly returnUrl: string
  readonly paymentMethod: string
  /** BCP 47; null if the consumer's locale is unknown. */
  readonly locale: string | null
}

export interface HostedForm {
  /** Absolute URL of the provider's page. */
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export type BrowserReturn =
  /** No signature or a wrong one: nothing changes. */
  | { readonly verdict: 'forged'; readonly reason: string }
  /** Signed, but inconclusive: the provider's status is queried, if it can be. */
  | { readonly verdict: 'undecided'; readonly sentReference: string | null; readonly reason: string }
  /** The consumer gave a payment instrument: the agreement can be created with it. */
  | { readonly verdict: 'instrument'; readonly sentReference: string; readonly instrument: InstrumentReport }
  /** The consumer gave none: no agreement is created. */
  | { readonly verdict: 'refused'; readonly sentReference: string; readonly failure: Failure }
  /** The outcome of an earlier request, for which the consumer had to authenticate. */
  | { readonly verdict: 'result'; readonly sentReference: string; readonly reports: readonly ProviderReport[] }
