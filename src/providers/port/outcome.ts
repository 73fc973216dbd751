import type { Failure } from '../../domain/decline/failure.ts'
import type { AgreementReport, ChargeReport } from '../../domain/provider/report.ts'

/**
 * The six ways in which a request to a provider can end.
 * - approved: the provider did it.
 * - pending: it took the request; the outcome comes later.
 * - actionRequired: the consumer has to do something first.
 * - declined: it refused, and says so in words that we know. Nothing happened.
 * - notSent: it certainly took nothing (no connection was made; 401, 403, 429). The same request may be sent again.
 * - unknown: anything else. It may have happened: ask before doing anything more.
 */
type OutcomeName = 'approved' | 'pending' | 'actionRequired' | 'declined' | 'notSent' | 'unknown'

/** What every call leaves for the timeline. Never a secret, a token or personal data. */
export interface CallRecord {
  /** Absent if there was no answer. */
  readonly httpStatus?: number
  /** For an operator: "200, CAPTURED", "timeout after 10000 ms", "409: duplicate". */
  readonly summary: string
  readonly durationMs: number
}

/** The answer to a request that was sent. */
export type Answer = {
  readonly outcome: OutcomeName
  readonly call: CallRecord
} & (
  | { readonly outcome: 'approved' | 'pending' | 'actionRequired'; readonly reports: readonly ProviderReport[] }
  /** Without reports it is the request that was refused, not what it asked for. */
  | { readonly outcome: 'declined'; readonly failure: Failure; readonly reports?: readonly ProviderReport[] }
  | { readonly outcome: 'notSent'; readonly retryAfterMs?: number; readonly failure?: Failure }
  | {
      readonly outcome: 'unknown'
      /** True if the provider all but says that it knows the request (409, duplicate): ask at once. */
      readonly queryStatusNow: boolean
    }
)

/** What a report is about. */
export type ProviderReport =
  | ({ readonly about: 'charge' } & ChargeReport)
  | ({ readonly about: 'agreement' } & AgreementReport)

/** The answer to a question. `absent` is the provider's plain word that it knows nothing of it, this once. */
export type StatusAnswer = { readonly call: CallRecord } & (
  | { readonly found: 'yes'; readonly reports: readonly ProviderReport[] }
  | { readonly found: 'absent' }
  | { readonly found: 'unknown' }
)
