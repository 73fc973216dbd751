export type FailureKind =
  | 'SOFT_DECLINE'
  | 'HARD_DECLINE'
  | 'AUTHENTICATION_FAILED'
  | 'INVALID_REQUEST'
  | 'FRAUD_SUSPECTED'
  | 'PROVIDER_ERROR'
  | 'EXPIRED'
  | 'CANCELED'

export type FailureAdvice =
  | 'RETRY_LATER'
  | 'UPDATE_PAYMENT_METHOD'
  | 'AUTHENTICATE_CONSUMER'
  | 'NEW_AGREEMENT'
  | 'DO_NOT_RETRY'
  | 'CONTACT_PROVIDER'
  | 'FIX_REQUEST'

/** Why something failed: our normalized code and the provider's own. Stored as JSON with the object. */
export interface Failure {
  readonly kind: FailureKind
  /** Normalized: INSUFFICIENT_FUNDS, EXPIRED_CARD, GENERIC_DECLINE … */
  readonly code: string
  readonly advice: FailureAdvice
  readonly message: string
  readonly providerCode?: string
  readonly providerMessage?: string
  /** The version of the tables that translated the provider's code; absent if there was none. */
  readonly taxonomyVersion?: string
  /** True if the provider gave an unknown reason or none. */
  readonly unlisted?: true
  /** False if certainly no issuer was contacted. Absent if an issuer may have been contacted. */
  readonly reachedIssuer?: false
}

/** True exactly if the same request can succeed later. */
export function isRetryable(failure: Pick<Failure, 'advice'>): boolean {
  return failure.advice === 'RETRY_LATER'
}

/** Codes of an authorization that ended without a decision: the charge is DISCARDED, not FAILED. */
const discardCodes: ReadonlySet<string> = new Set([
  'AUTHENTICATION_TIMEOUT',
  'CONFIRMATION_TIMEOUT',
  'DISCARDED_BY_MERCHANT',
])

/** True if the consumer never decided, or the charge was abandoned before money moved. */
export function isDiscard(failure: Failure): boolean {
  return discardCodes.has(failure.code)
}

/** The failure of a request that could not be sent in time. */
export const providerUnreachable: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'PROVIDER_UNREACHABLE',
  advice: 'RETRY_LATER',
  message: 'The provider could not be reached and did not accept the request. Send a new request to try again.',
  reachedIssuer: false,
}

/** The consumer did not open the page, or did not return, in time. */
export const authenticationTimeout: Failure = {
  kind: 'EXPIRED',
  code: 'AUTHENTICATION_TIMEOUT',
  advice: 'AUTHENTICATE_CONSUMER',
  message: 'The consumer did not authenticate in time.',
}

/**
 * The provider waits for the consumer on a page whose address was in a lost response and is not given again. Nothing
 * can happen without the consumer, so the request fails and can be repeated at once.
 */
export const authenticationPageLost: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'AUTHENTICATION_PAGE_LOST',
  advice: 'NEW_AGREEMENT',
  message:
    'The consumer must authenticate, but the authentication URL was in a response that never arrived, and the ' +
    'provider does not send it again. No money moved. Create a new agreement. If this one becomes ACTIVE at the ' +
    'provider, the gateway revokes it.',
}

/** The failure of a request whose response was lost and which the provider, queried repeatedly, does not know. */
export const neverArrived: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'NEVER_ARRIVED',
  advice: 'RETRY_LATER',
  message:
    'The response was lost, and the provider has no record of the request. The gateway does not send it again ' +
    'automatically, because this provider could process it twice. Send a new request to try again.',
  reachedIssuer: false,
}

/** Why a due occurrence was not charged: nothing was sent, and no charge exists. */
export const retryBudgetUsed: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'RETRY_BUDGET_USED',
  advice: 'RETRY_LATER',
  message: "The card network's limit for failed attempts is reached.",
}

/** Why an occurrence is retried although its card was declined permanently: the schedule now has another agreement. */
export const declinedElsewhere: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: "The payment was declined under the schedule's previous agreement.",
}

/** A failure that a provider reports without a reason. */
export const unexplained: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: 'The provider reported a failure without a reason.',
  unlisted: true,
}

/** A failure for the event log: without the provider's free text, which can contain a name. */
export function withoutFreeText({ providerMessage: _, ...failure }: Failure): Omit<Failure, 'providerMessage'> {
  return failure
}
