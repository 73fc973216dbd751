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

/** Why something failed, in our words; the provider's own stand beside them. Kept as JSON with the object. */
export interface Failure {
  readonly kind: FailureKind
  /** Normalized: INSUFFICIENT_FUNDS, EXPIRED_CARD, GENERIC_DECLINE … */
  readonly code: string
  readonly advice: FailureAdvice
  readonly message: string
  readonly providerCode?: string
  readonly providerMessage?: string
  /** The version of the tables that judged the provider's code; absent if no such code was judged. */
  readonly taxonomyVersion?: string
  /** True if the provider gave a reason that no table knows, or none. */
  readonly unlisted?: true
  /** False if it is certain that no issuer was asked; absent if one may have been. */
  readonly reachedIssuer?: false
}

/** True exactly if trying again later, unchanged, may succeed. */
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

/** The failure of a request that could not be handed to the provider within the time allowed. */
export const providerUnreachable: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'PROVIDER_UNREACHABLE',
  advice: 'RETRY_LATER',
  message: 'The provider could not be reached. Nothing was sent that it accepted; the request may be made again.',
  reachedIssuer: false,
}

/** Nobody came, or came back, in the time that was allowed for it. */
export const authenticationTimeout: Failure = {
  kind: 'EXPIRED',
  code: 'AUTHENTICATION_TIMEOUT',
  advice: 'AUTHENTICATE_CONSUMER',
  message: 'The consumer did not authenticate in time.',
}

/**
 * The provider waits for the consumer on a page that it named in an answer which was lost, and does not name again.
 * Nothing can happen without the consumer: what waits for them has failed, so that it can be begun again at once.
 */
export const authenticationPageLost: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'AUTHENTICATION_PAGE_LOST',
  advice: 'NEW_AGREEMENT',
  message:
    'The provider asks the consumer to authenticate. Where, it said in an answer that was lost, and it does not say so ' +
    'again. Nothing was taken. A new agreement can be made at once; should this one show up ACTIVE, it is revoked.',
}

/** The failure of a request whose answer was lost and of which the provider knows nothing, asked again and again. */
export const neverArrived: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'NEVER_ARRIVED',
  advice: 'RETRY_LATER',
  message:
    'The answer was lost, and the provider keeps saying that it knows nothing of the request. It is not sent again by ' +
    'itself, since this provider would do it twice; it may be asked for again.',
  reachedIssuer: false,
}

/** Why an occurrence was not charged although it was due: nothing was sent, and no charge exists. */
export const retryBudgetUsed: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'RETRY_BUDGET_USED',
  advice: 'RETRY_LATER',
  message: "The card network's limit for attempts that come to nothing is reached.",
}

/** Why an occurrence is tried again though its card was declined for good: by now there is another one. */
export const declinedElsewhere: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: 'The payment was declined under an agreement that the schedule has left since.',
}

/** The failure of something that a provider reports as failed without a word why. */
export const unexplained: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: 'The provider reports a failure and gives no reason.',
  unlisted: true,
}

/** A failure as the log keeps it: without the provider's free text, in which a name may stand. */
export function withoutFreeText({ providerMessage: _, ...failure }: Failure): Omit<Failure, 'providerMessage'> {
  return failure
}
