import type { Failure } from '../../domain/decline/failure.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'
import type { CreateAgreementCommand, PrepareRefusal } from './command.ts'
import type { ProviderReport } from './outcome.ts'

/**
 * The way of a provider whose consumer gives the means of payment on the provider's page before anything can be asked
 * of its API. Nothing is sent when the agreement is recorded: a page of ours posts the consumer's browser on, the
 * browser brings back what stands for the instrument, and only then is the agreement created, by a recorded provider
 * request as always. All of it is pure; what a browser brings is believed only as far as it is signed.
 */
export interface HostedSetUp {
  /** What can be said against a creation before its consumer comes; undefined if nothing can. */
  check(command: CreateAgreementCommand): PrepareRefusal | undefined
  /** What our page posts from the consumer's browser, at once and unchanged. */
  form(visit: HostedVisit): HostedForm
  /** Verifies, then reads what the browser brought back. Never throws. */
  readReturn(parameters: Readonly<Record<string, string>>): BrowserReturn
}

interface HostedVisit {
  /** The reference under which the agreement is going to be created: the provider request's. */
  readonly sentReference: string
  /** Ours: at most 300 characters, letters, digits, and `:/._-`. */
  readonly returnUrl: string
  readonly paymentMethod: string
  /** BCP 47, where the consumer's is known. */
  readonly locale: string | null
}

export interface HostedForm {
  /** Absolute URL of the provider's page. */
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
}

export type BrowserReturn =
  /** No signature, or a wrong one: it proves nothing and changes nothing. */
  | { readonly verdict: 'forged'; readonly reason: string }
  /** Signed, but it decides nothing: the provider is asked, where there is something to ask about. */
  | { readonly verdict: 'undecided'; readonly sentReference: string | null; readonly reason: string }
  /** The consumer gave a means of payment: the agreement can be created with it. */
  | { readonly verdict: 'instrument'; readonly sentReference: string; readonly instrument: InstrumentReport }
  /** The consumer gave none: there will be no agreement. */
  | { readonly verdict: 'refused'; readonly sentReference: string; readonly failure: Failure }
  /** What became of a request that had been sent before (the consumer was asked to authenticate). */
  | { readonly verdict: 'result'; readonly sentReference: string; readonly reports: readonly ProviderReport[] }
