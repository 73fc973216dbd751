import type { Failure, FailureAdvice, FailureKind } from '../../domain/decline/failure.ts'
import { TAXONOMY_VERSION } from '../../domain/decline/taxonomy.ts'

/** The translation of a provider's code. */
export interface FailureRow {
  readonly kind: FailureKind
  /**
   * The normalized code, which is the same for the same reason at every provider. It determines the retry rule:
   * domain/decline/retry-rules.ts.
   */
  readonly code: string
  readonly advice: FailureAdvice
  readonly message: string
  /** True if no table has the provider's code. */
  readonly unlisted?: true
}

/** The provider's own code and message, if given. */
interface ProviderWords {
  readonly providerCode: string | undefined
  readonly providerMessage: string | undefined
}

/** Makes a recorded failure from a row, with the provider's code and message and the version of the tables. */
export function judged(found: FailureRow, { providerCode, providerMessage }: ProviderWords): Failure {
  const { kind, code, advice, message, unlisted } = found
  return {
    ...{ kind, code, advice, message },
    ...(providerCode !== undefined && { providerCode }),
    ...(providerMessage !== undefined && { providerMessage }),
    taxonomyVersion: TAXONOMY_VERSION,
    ...(unlisted && { unlisted }),
  }
}

export const row = (kind: FailureKind, code: string, advice: FailureAdvice, message: string): FailureRow => ({
  kind,
  code,
  advice,
  message,
})

export const soft = (code: string, message: string) => row('SOFT_DECLINE', code, 'RETRY_LATER', message)
export const final = (code: string, message: string) => row('HARD_DECLINE', code, 'DO_NOT_RETRY', message)
export const otherMeans = (code: string, message: string) => row('HARD_DECLINE', code, 'UPDATE_PAYMENT_METHOD', message)
export const newAgreement = (code: string, message: string) => row('HARD_DECLINE', code, 'NEW_AGREEMENT', message)
export const invalid = (code: string, message: string) => row('INVALID_REQUEST', code, 'FIX_REQUEST', message)
export const fraud = (code: string, message: string) => row('FRAUD_SUSPECTED', code, 'DO_NOT_RETRY', message)

// Reasons that all providers share.
export const canceledByConsumer = row(
  'CANCELED',
  'CANCELED_BY_CONSUMER',
  'DO_NOT_RETRY',
  'The consumer canceled the payment.',
)
export const genericDecline = soft('GENERIC_DECLINE', 'The payment was declined without a reason.')
export const insufficientFunds = soft('INSUFFICIENT_FUNDS', 'There is not enough money in the account.')
export const accountLimit = soft('ACCOUNT_LIMIT_EXCEEDED', 'The payment exceeds a limit of the account.')
export const velocity = soft('VELOCITY_EXCEEDED', 'Too many payments were made in a short time.')
export const expiredCard = otherMeans('EXPIRED_CARD', 'The card has expired.')
export const incorrectNumber = otherMeans('INCORRECT_NUMBER', 'The number of the card or account is wrong.')
export const incorrectIssuer = otherMeans('INCORRECT_ISSUER', 'No issuer was found for this card number.')
export const instrumentNotFound = otherMeans(
  'INSTRUMENT_NOT_FOUND',
  'The stored card or account no longer exists at the provider.',
)
export const notPermitted = otherMeans('NOT_PERMITTED', 'The issuer does not permit this payment.')
export const suspectedFraud = fraud('SUSPECTED_FRAUD', 'The payment was declined because fraud is suspected.')
export const lostCard = fraud('LOST_CARD', 'The card was reported lost.')
export const stolenCard = fraud('STOLEN_CARD', 'The card was reported stolen.')
export const authenticationFailed = row(
  'AUTHENTICATION_FAILED',
  'AUTHENTICATION_FAILED',
  'AUTHENTICATE_CONSUMER',
  'The consumer could not be authenticated.',
)
export const amountNotSupported = invalid('AMOUNT_NOT_SUPPORTED', 'The payment method does not support this amount.')
export const invalidAmount = invalid('INVALID_AMOUNT', 'The amount is not valid.')
export const invalidCurrency = invalid('INVALID_CURRENCY', 'The currency is not valid here.')
export const currencyNotSupported = invalid(
  'CURRENCY_NOT_SUPPORTED',
  'The payment method does not support this currency.',
)
export const exceedsAuthorized = invalid('EXCEEDS_AUTHORIZED_AMOUNT', 'The amount exceeds what is still authorized.')
export const exceedsCaptured = invalid('EXCEEDS_CAPTURED_AMOUNT', 'The amount exceeds what was captured.')
export const formatError = invalid('FORMAT_ERROR', 'The payment method rejected the request format.')
export const invalidMerchant = row(
  'INVALID_REQUEST',
  'INVALID_MERCHANT',
  'CONTACT_PROVIDER',
  'The payment method does not know this merchant.',
)
export const processingError = row(
  'PROVIDER_ERROR',
  'PROVIDER_PROCESSING_ERROR',
  'CONTACT_PROVIDER',
  'The payment method could not process the payment.',
)
export const unresponsiveIssuer = row(
  'PROVIDER_ERROR',
  'UNRESPONSIVE_ISSUER',
  'RETRY_LATER',
  'The issuer did not respond.',
)
export const duplicateDetected = final(
  'DUPLICATE_DETECTED',
  'The payment method considered this a duplicate of another payment.',
)
