import { type ConsumerSentence, consumerSentences, sentenceByKind } from './consumer-messages.ts'
import { type Failure, type FailureAdvice, type FailureKind, isRetryable } from './failure.ts'

/**
 * The meaning of a normalized code. A failure can differ: a provider's response can forbid a retry that the code
 * allows.
 */
export interface DeclineCode {
  readonly code: string
  readonly kind: FailureKind
  readonly advice: FailureAdvice
  readonly retryable: boolean
  /** In English, for developers. */
  readonly description: string
  /** In English; may be shown to the consumer. */
  readonly consumerMessage: string
}

type Rows = Readonly<Record<string, readonly [sentence: ConsumerSentence, description: string]>>

const codes = (kind: FailureKind, advice: FailureAdvice, rows: Rows): DeclineCode[] =>
  Object.entries(rows).map(([code, [sentence, description]]) => ({
    ...{ code, kind, advice, retryable: isRetryable({ advice }), description },
    consumerMessage: consumerSentences[sentence],
  }))

/** Every normalized code, in alphabetical order. */
export const declineCodes: readonly DeclineCode[] = [
  ...codes('SOFT_DECLINE', 'RETRY_LATER', {
    ACCOUNT_LIMIT_EXCEEDED: ['limitReached', 'The payment exceeds a limit of the account.'],
    DO_NOT_HONOR: ['declined', 'The issuer declined the payment and gave no reason.'],
    GENERIC_DECLINE: ['declined', 'The payment was declined and no reason was given.'],
    INSUFFICIENT_FUNDS: ['noMoney', 'There is not enough money in the account.'],
    MERCHANT_LIMIT_EXCEEDED: ['technicalProblem', 'The payment exceeds a limit of the merchant.'],
    REFER_TO_ISSUER: ['notAllowedByBank', 'The issuer wants the cardholder to contact it.'],
    REFUND_BLOCKED_TEMPORARILY: ['refundLater', 'Refunds are blocked for now. Try again after a day.'],
    RETRY_BUDGET_USED: ['declined', "The card network's retry limit is reached. Nothing was sent."],
    RETRY_REFUND_LATER: ['refundLater', 'The refund is not possible yet.'],
    VELOCITY_EXCEEDED: ['tooManyPayments', 'Too many payments were made in a short time.'],
  }),
  ...codes('HARD_DECLINE', 'UPDATE_PAYMENT_METHOD', {
    ACCOUNT_NOT_SUPPORTED: ['accountUnusable', 'The account does not support this kind of payment.'],
    BLOCKED_ACCOUNT: ['declined', 'The account is blocked.'],
    BLOCKED_BIN: ['declined', 'Cards of this kind are blocked.'],
    CARD_CLOSED_OR_INVALID: ['cardInvalid', 'The card is closed or not valid.'],
    CARD_NOT_VERIFIED: ['cardNotVerified', 'The card number could not be verified.'],
    EXPIRED_CARD: ['cardExpired', 'The card has expired.'],
    INCORRECT_BILLING_ADDRESS: ['wrongAddress', "The billing address does not match the issuer's records."],
    INCORRECT_CVV: ['wrongSecurityCode', 'The security code of the card is wrong.'],
    INCORRECT_EXPIRY: ['wrongExpiry', 'The expiry date of the card is wrong.'],
    INCORRECT_HOLDER_NAME: ['wrongName', 'The name of the account holder is wrong.'],
    INCORRECT_ISSUER: ['wrongNumber', 'No issuer was found for this card number.'],
    INCORRECT_NUMBER: ['wrongNumber', 'The number of the card or account is wrong.'],
    INCORRECT_PIN: ['wrongPin', 'The PIN is wrong.'],
    INSTRUMENT_NOT_FOUND: ['savedMethodGone', 'The stored card or account does not exist at the provider.'],
    INVALID_ACCOUNT: ['accountUnusable', 'The account is not valid.'],
    NOT_PERMITTED: ['notAllowedByBank', 'The issuer does not permit this payment.'],
    PIN_TRIES_EXCEEDED: ['pinBlocked', 'A wrong PIN was entered too many times.'],
  }),
  ...codes('HARD_DECLINE', 'NEW_AGREEMENT', {
    AGREEMENT_INACTIVE: ['agreementEnded', 'The agreement is not active at the provider.'],
    AGREEMENT_REVOKED: ['agreementEnded', 'The agreement was revoked.'],
  }),
  ...codes('HARD_DECLINE', 'DO_NOT_RETRY', {
    BLOCKED_EMAIL: ['declined', 'The email address is blocked.'],
    BLOCKED_IP: ['declined', 'The IP address is blocked.'],
    CHARGEBACK_DETECTED: ['refundImpossible', 'The charge was charged back.'],
    DUPLICATE_DETECTED: ['paidAlready', 'The payment method considers this a duplicate of another payment.'],
    PICK_UP_CARD: ['declined', 'The issuer asks for the card to be retained.'],
    REFUND_NOT_SUPPORTED: ['refundImpossible', 'This charge cannot be refunded.'],
    REFUND_PERIOD_EXPIRED: ['refundImpossible', 'The time limit for refunding this charge has passed.'],
    RETRY_LIMIT_EXCEEDED: ['declined', 'The card was charged too many times.'],
    SECURITY_VIOLATION: ['declined', 'The issuer declined the payment for security reasons.'],
    TRANSACTION_DISPUTED: ['refundImpossible', 'The charge is disputed and cannot be refunded.'],
  }),
  ...codes('HARD_DECLINE', 'CONTACT_PROVIDER', {
    EXCEEDS_REFUND_LIMIT: [
      'refundImpossible',
      'The refund exceeds the limit that the provider sets for this merchant.',
    ],
  }),
  ...codes('FRAUD_SUSPECTED', 'DO_NOT_RETRY', {
    LOST_CARD: ['declined', 'The card was reported lost.'],
    STOLEN_CARD: ['declined', 'The card was reported stolen.'],
    SUSPECTED_FRAUD: ['declined', 'The payment was declined because fraud is suspected.'],
  }),
  ...codes('AUTHENTICATION_FAILED', 'AUTHENTICATE_CONSUMER', {
    AUTHENTICATION_FAILED: ['notAuthenticated', 'The consumer could not be authenticated.'],
  }),
  ...codes('EXPIRED', 'AUTHENTICATE_CONSUMER', {
    AUTHENTICATION_TIMEOUT: ['notConfirmedInTime', 'The consumer did not authenticate in time.'],
    EXPIRED_SESSION: ['notConfirmedInTime', 'The session of the consumer has expired.'],
  }),
  ...codes('EXPIRED', 'RETRY_LATER', {
    CONFIRMATION_TIMEOUT: ['notConfirmedInTime', 'The payment method did not confirm in time.'],
    PAYMENT_METHOD_TIMEOUT: ['notConfirmedInTime', 'The payment method did not finish in time.'],
  }),
  ...codes('CANCELED', 'DO_NOT_RETRY', {
    CANCELED_BY_CONSUMER: ['canceledByYou', 'The consumer canceled the payment.'],
    DISCARDED_BY_MERCHANT: ['canceled', 'The charge was canceled before money moved.'],
  }),
  ...codes('CANCELED', 'NEW_AGREEMENT', {
    REVOKED_BEFORE_ACTIVE: ['setupCanceled', 'The agreement was revoked before the consumer agreed to it.'],
  }),
  ...codes('PROVIDER_ERROR', 'RETRY_LATER', {
    INTERNAL_PROCESSING_ERROR: ['technicalProblem', 'The provider could not process the request.'],
    NEVER_ARRIVED: ['technicalProblem', 'The response was lost, and the provider does not know the request.'],
    PROVIDER_PROCESSING_ERROR: ['technicalProblem', 'The payment method could not process the payment.'],
    PROVIDER_UNREACHABLE: ['technicalProblem', 'The provider could not be reached. It did not accept the request.'],
    RESOLVED_AS_FAILED: ['technicalProblem', 'The response was lost. A person found that the payment was not made.'],
    SIMULTANEOUS_OPERATION_IN_PROGRESS: ['technicalProblem', 'Another operation on the same charge was in progress.'],
    UNRESPONSIVE_ISSUER: ['technicalProblem', 'The issuer did not respond.'],
    UNRESPONSIVE_PROVIDER: ['technicalProblem', 'The payment method did not respond.'],
  }),
  ...codes('PROVIDER_ERROR', 'NEW_AGREEMENT', {
    AUTHENTICATION_PAGE_LOST: ['setupFailed', 'The authentication URL was in a response that never arrived.'],
    CREATION_LOST: ['setupFailed', 'The provider never confirmed whether the agreement exists.'],
  }),
  ...codes('PROVIDER_ERROR', 'CONTACT_PROVIDER', {
    INTERNAL_SERVICE_UNAVAILABLE: ['technicalProblem', 'A service of the provider was not available.'],
    PROVIDER_CREDENTIALS_REFUSED: ['technicalProblem', "The provider rejected the gateway's credentials."],
    UNEXPECTED_ANSWER: ['technicalProblem', 'The provider gave a reason that does not fit this kind of payment.'],
  }),
  ...codes('INVALID_REQUEST', 'FIX_REQUEST', {
    AMOUNT_NOT_SUPPORTED: ['methodUnusable', 'The payment method does not support this amount.'],
    CHARGE_NOT_CONFIRMED: ['contactUs', 'The charge is not confirmed yet.'],
    CHARGE_NOT_FOUND: ['contactUs', 'The provider has no such charge.'],
    COUNTRY_NOT_SUPPORTED: ['methodUnusable', 'The payment method does not support this country.'],
    CURRENCY_NOT_SUPPORTED: ['methodUnusable', 'The payment method does not support this currency.'],
    EXCEEDS_AUTHORIZED_AMOUNT: ['contactUs', 'The amount exceeds what is still authorized.'],
    EXCEEDS_CAPTURED_AMOUNT: ['refundImpossible', 'The amount exceeds what was captured.'],
    EXCEEDS_REFUNDABLE_AMOUNT: ['refundImpossible', 'The amount exceeds what can still be refunded.'],
    FORMAT_ERROR: ['contactUs', 'The payment method rejected the request format.'],
    INCORRECT_TAX_ID: ['wrongTaxNumber', 'The tax number of the consumer is wrong.'],
    INVALID_AMOUNT: ['contactUs', 'The amount is not valid.'],
    INVALID_AUTHENTICATION_SETTINGS: ['contactUs', 'The provider rejected an authentication type.'],
    INVALID_COUNTRY: ['contactUs', 'The country is not valid.'],
    INVALID_CURRENCY: ['contactUs', 'The currency is not valid here.'],
    INVALID_INPUT_DATA: ['contactUs', 'The provider rejected the request data.'],
    INVALID_IP: ['contactUs', 'The IP address of the consumer is not valid.'],
    INVALID_MANDATE_ID: ['contactUs', 'The mandate id is not valid.'],
    INVALID_PAYMENT_METHOD: ['methodUnusable', 'The payment method is not available to this merchant.'],
    INVALID_REQUEST: ['contactUs', 'The provider rejected the request.'],
    INVALID_SIGNATURE: ['contactUs', 'The provider did not accept the request signature.'],
    INVALID_TAX_ID: ['wrongTaxNumber', 'The tax number of the consumer is not valid.'],
    INVALID_TRANSACTION: ['contactUs', 'The issuer considers the payment invalid.'],
    MISSING_IBAN: ['bankAccountMissing', 'The IBAN is missing.'],
    NO_AUTHORIZED_AMOUNT: ['contactUs', 'No authorized amount is left to capture or void.'],
    NO_CAPTURED_AMOUNT: ['refundImpossible', 'No captured amount is left to refund.'],
    OPERATION_NOT_ALLOWED: ['contactUs', 'The provider does not allow this operation here.'],
    TOKEN_NOT_CREATED: ['setupFailed', 'The provider could not store the card.'],
  }),
  ...codes('INVALID_REQUEST', 'CONTACT_PROVIDER', {
    INVALID_CONFIGURATION: ['contactUs', "The merchant's account at the provider is not configured for this."],
    INVALID_MERCHANT: ['contactUs', 'The payment method does not know this merchant.'],
  }),
].toSorted((a, b) => (a.code < b.code ? -1 : 1))

const byCode = new Map(declineCodes.map(entry => [entry.code, entry]))

/**
 * A sentence about a failure that may be shown to the consumer. Suspected fraud reads like a decline without a reason.
 */
export function consumerMessageOf({ kind, code }: Pick<Failure, 'kind' | 'code'>): string {
  const known = kind === 'FRAUD_SUSPECTED' ? undefined : byCode.get(code)
  return known?.consumerMessage ?? consumerSentences[sentenceByKind[kind]]
}

/**
 * What suspected fraud looks like to the consumer: an ordinary decline by the bank, in every field that the consumer
 * can read.
 */
const INSTEAD_OF_FRAUD = 'NOT_PERMITTED'

/** A failure as its consumer's browser may read it. It neither shows nor suggests that fraud is suspected. */
export function failureForConsumer(failure: Failure): Failure {
  if (failure.kind !== 'FRAUD_SUSPECTED') return failure
  const ordinary = byCode.get(INSTEAD_OF_FRAUD)
  if (ordinary === undefined) throw new Error(`the taxonomy has no code ${INSTEAD_OF_FRAUD}`)
  const { kind, code, advice, description } = ordinary
  return { kind, code, advice, message: description }
}
