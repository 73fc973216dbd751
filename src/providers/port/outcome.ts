import type { Failure } from '../../domain/decline/failure.ts'
import type { AgreementReport, ChargeReport } from '../../domain/provider/report.ts'

/**
 * The six outcomes of a request to a provider.
 * - approved: the provider did it.
 * - pending: it accepted the request; the outcome comes later.
 * - actionRequired: the consumer must act first.
 * - declined: it refused with a known code. Nothing happened.
 * - notSent: it certainly accepted nothing (no connection was made; 401, 403, 429). The same request can be sent again.
 * - unknown: anything else. It may have happened: query the status before any further step.
 */
type OutcomeName = 'approved' | 'pending' | 'actionRequired' | 'declined' | 'notSent' | 'unknown'

/** The record of a call for the timeline. Never a secret, a token or personal data. */
export interface CallRecord {
  /** Absent if there was no response. */
  readonly httpStatus?: number
  /** For an operator: "200, CAPTURED", "timeout after 10000 ms", "409: duplicate". */
  readonly summary: string
  readonly durationMs: number
}

/** The outcome of a request. */
export type Answer = {
  readonly outcome: OutcomeName
  readonly call: CallRecord
} & (
  | { readonly outcome: 'approved' | 'pending' | 'actionRequired'; readonly reports: readonly ProviderReport[] }
  /** Without reports, the request itself was refused, not the operation. */
  | { readonly outcome: 'declined'; readonly failure: Failure; readonly reports?: readonly ProviderReport[] }
  | { readonly outcome: 'notSent'; readonly retryAfterMs?: number; readonly failure?: Failure }
  | {
      readonly outcome: 'unknown'
      /** True if the provider suggests that it knows the request (409, duplicate): query its status at once. */
      readonly queryStatusNow: boolean
    }
)

/** A provider's report about a charge or an agreement. */
export type ProviderReport =
  | ({ readonly about: 'charge' } & ChargeReport)
  | ({ readonly about: 'agreement' } & AgreementReport)

/** The result of a status query. `absent`: the provider answered this query that it does not know the object. */
export type StatusAnswer = { readonly call: CallRecord } & (
  | { readonly found: 'yes'; readonly reports: readonly ProviderReport[] }
  | { readonly found: 'absent' }
  | { readonly found: 'unknown' }
)
