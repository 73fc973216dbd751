export const failureKinds = [
  'SOFT_DECLINE',
  'HARD_DECLINE',
  'AUTHENTICATION_FAILED',
  'INVALID_REQUEST',
  'FRAUD_SUSPECTED',
  'PROVIDER_ERROR',
  'EXPIRED',
  'CANCELED',
] as const
export type FailureKind = (typeof failureKinds)[number]

export const failureAdvices = [
  'RETRY_LATER',
  'UPDATE_PAYMENT_METHOD',
  'AUTHENTICATE_CONSUMER',
  'NEW_AGREEMENT',
  'DO_NOT_RETRY',
  'CONTACT_PROVIDER',
  'FIX_REQUEST',
] as const
export type FailureAdvice = (typeof failureAdvices)[number]

/** Why something failed, in our words; the provider's own stand beside them. Kept as JSON with the object. */
export interface Failure {
  readonly kind: FailureKind
  /** Normalised: INSUFFICIENT_FUNDS, EXPIRED_CARD, GENERIC_DECLINE … */
  readonly code: string
  readonly advice: FailureAdvice
  readonly message: string
  readonly providerCode?: string
  readonly providerMessage?: string
  /** The version of the tables that judged the provider's code; absent where no such code was judged. */
  readonly taxonomyVersion?: string
  /** True where the provider gave a reason that no table knows, or none. */
  readonly unlisted?: true
  /** False where it is certain that no issuer was asked; absent where one may have been. */
  readonly reachedIssuer?: false
}

/** True exactly where trying again later, unchanged, may succeed. */
export function isRetryable(failure: Pick<Failure, 'advice'>): boolean {
  return failure.advice === 'RETRY_LATER'
}

/** Codes of an authorisation that ended without a decision: the charge is DISCARDED, not FAILED. */
const discardCodes: ReadonlySet<string> = new Set([
  'AUTHENTICATION_TIMEOUT',
  'CONFIRMATION_TIMEOUT',
  'DISCARDED_BY_MERCHANT',
])

/** True where the consumer never decided, or the charge was abandoned before money moved. */
export function isDiscard(failure: Failure): boolean {
  return discardCodes.has(failure.code)
}

/** The failure of a request that could not be handed to the provider within the time allowed. */
export const providerUnreachable: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'PROVIDER_UNREACHABLE',
  advice: 'RETRY_LATER',
  message: 'The provider could not be reached and did not accept the request. Send a new request to try again.',
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
 * The provider waits for the consumer on a page that it named in an answer which was lost, and does not name again. Nothing
 * can happen without the consumer: what waits for them has failed, so that it can be begun again at once.
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

/** The failure of a request whose answer was lost and of which the provider knows nothing, asked again and again. */
export const neverArrived: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'NEVER_ARRIVED',
  advice: 'RETRY_LATER',
  message:
    'The answer was lost, and the provider has no record of the request. The gateway does not send it again ' +
    'automatically, because this provider could process it twice. Send a new request to try again.',
  reachedIssuer: false,
}

/** Why an occurrence was not charged although it was due: nothing was sent, and no charge exists. */
export const retryBudgetUsed: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'RETRY_BUDGET_USED',
  advice: 'RETRY_LATER',
  message: "The card network's limit for failed attempts is reached.",
}

/** Why an occurrence is tried again though its card was declined for good: by now there is another one. */
export const declinedElsewhere: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: "The payment was declined under the schedule's previous agreement.",
}

/** The failure of something that a provider reports as failed without a word why. */
export const unexplained: Failure = {
  kind: 'SOFT_DECLINE',
  code: 'GENERIC_DECLINE',
  advice: 'RETRY_LATER',
  message: 'The provider reported a failure without a reason.',
  unlisted: true,
}

/** A failure as the log keeps it: without the provider's free text, in which a name may stand. */
export function withoutFreeText({ providerMessage: _, ...failure }: Failure): Omit<Failure, 'providerMessage'> {
  return failure
}
