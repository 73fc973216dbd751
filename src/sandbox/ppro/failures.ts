import type { Failure, FailureType } from './records.ts'

const PUBLISHED_CODES: Readonly<Record<FailureType, readonly string[]>> = {
  PROVIDER_DECLINE: words(`ACCOUNT_NOT_SUPPORTED AMOUNT_NOT_SUPPORTED AUTHENTICATION_FAILED BLOCKED_ACCOUNT
    CANCELED_BY_CONSUMER CARD_CLOSED_OR_INVALID COUNTRY_NOT_SUPPORTED CURRENCY_NOT_SUPPORTED DUPLICATE_DETECTED
    EXCEEDS_REFUNDABLE_AMOUNT EXPIRED_CARD EXPIRED_SESSION FORMAT_ERROR GENERIC_DECLINE INCORRECT_BILLING_ADDRESS
    INCORRECT_CVV INCORRECT_HOLDER_NAME INCORRECT_ISSUER INCORRECT_NUMBER INCORRECT_TAX_ID INSUFFICIENT_FUNDS
    INVALID_MERCHANT IS_EXCEEDING_ACCOUNT_LIMIT IS_GENERIC_DECLINE IS_HIGH_VELOCITY IS_NOT_PERMITTED
    REFUND_BLOCKED_TEMPORARILY REFUND_NOT_SUPPORTED REFUND_PERIOD_EXPIRED TRANSACTION_DISPUTED RETRY_REFUND_LATER
    SUS_FRAUD SUS_LOST SUS_STOLEN UNKNOWN`),
  PROVIDER_ERROR: words('UNRESPONSIVE_ISSUER UNRESPONSIVE_PROVIDER PROVIDER_PROCESSING_ERROR'),
  INTERNAL_DECLINE: words(`AGREEMENT_INACTIVE AGREEMENT_REVOKED AMOUNT_NOT_SUPPORTED BLOCKED_ACCOUNT BLOCKED_BIN
    BLOCKED_EMAIL BLOCKED_IP CANCELED_BY_CONSUMER CHARGEBACK_DETECTED COUNTRY_NOT_SUPPORTED EXCEEDS_AUTHORIZED_AMOUNT
    EXCEEDS_CAPTURED_AMOUNT EXCEEDS_REFUND_LIMIT EXCEEDS_REFUNDABLE_AMOUNT GENERIC_DECLINE HIGH_ACCOUNT_VELOCITY
    HIGH_BIN_VELOCITY HIGH_EMAIL_VELOCITY HIGH_IP_VELOCITY INSTRUMENT_NOT_FOUND INTERNAL_PROCESSING_ERROR
    INVALID_ACCOUNT INVALID_AMOUNT INVALID_AUTHENTICATION_SETTINGS INVALID_COUNTRY INVALID_CURRENCY INVALID_INPUT_DATA
    INVALID_IP INVALID_MANDATE_ID INVALID_PAYMENT_METHOD INVALID_TAX_ID MISSING_IBAN NO_AUTHORIZED_AMOUNT
    NO_CAPTURED_AMOUNT PAYMENT_METHOD_TIMEOUT SIMULTANEOUS_OPERATION_IN_PROGRESS`),
  INTERNAL_ERROR: words('INTERNAL_SERVICE_UNAVAILABLE INTERNAL_PROCESSING_ERROR'),
}

/** If a code is published under several types, the type of a provider's own refusal is preferred. */
const TYPES_BY_PREFERENCE: readonly FailureType[] = [
  'PROVIDER_DECLINE',
  'PROVIDER_ERROR',
  'INTERNAL_DECLINE',
  'INTERNAL_ERROR',
]

/** The retry flag, if PPRO's recommended action implies one. Otherwise it is omitted, as real methods do. */
const RETRYABLE: Readonly<Record<string, boolean>> = {
  GENERIC_DECLINE: true,
  INSUFFICIENT_FUNDS: true,
  UNRESPONSIVE_ISSUER: true,
  UNRESPONSIVE_PROVIDER: true,
  INTERNAL_SERVICE_UNAVAILABLE: true,
  REFUND_BLOCKED_TEMPORARILY: true,
  RETRY_REFUND_LATER: true,
  REFUND_NOT_SUPPORTED: false,
  REFUND_PERIOD_EXPIRED: false,
  TRANSACTION_DISPUTED: false,
  EXPIRED_CARD: false,
  CARD_CLOSED_OR_INVALID: false,
  AGREEMENT_REVOKED: false,
  SUS_FRAUD: false,
  SUS_LOST: false,
  SUS_STOLEN: false,
}

/** The codes of a provider's own. Names and form are this simulator's; PPRO publishes none. */
const PROVIDER_CODES: Readonly<Record<string, string>> = {
  GENERIC_DECLINE: 'TransactionDeclined',
  INSUFFICIENT_FUNDS: 'InsufficientFunds',
  EXPIRED_CARD: 'PaymentMethodExpired',
  CANCELED_BY_CONSUMER: 'BuyerCanceled',
  AUTHENTICATION_FAILED: 'AuthenticationFailed',
  UNRESPONSIVE_PROVIDER: 'ServiceUnavailable',
}

/** Codes with this prefix are in no published list, to test clients with unknown codes. */
const UNPUBLISHED_PREFIX = 'UNPUBLISHED_'

export function isFailureCode(code: string): boolean {
  return new RegExp(`^${UNPUBLISHED_PREFIX}[A-Z0-9_]+$`).test(code) || publishedTypeOf(code) !== undefined
}

/** A failure as documented for the code. Pass `failureType` if the code has several types and the type matters. */
export function failureOf(failureCode: string, failureType?: FailureType): Failure {
  const type = failureType ?? publishedTypeOf(failureCode) ?? 'PROVIDER_DECLINE'
  const isRetryable = RETRYABLE[failureCode]
  return {
    failureType: type,
    failureCode,
    ...(type.startsWith('PROVIDER') && { providerFailureCode: PROVIDER_CODES[failureCode] ?? failureCode }),
    failureMessage: messageOf(failureCode),
    ...(isRetryable !== undefined && { isRetryable }),
  }
}

/** The first two messages are PPRO's own; the others follow their pattern. */
function messageOf(failureCode: string): string {
  if (failureCode === 'GENERIC_DECLINE') return 'Payment Authorization Failed'
  return `Payment Authorization Failed, ${failureCode.toLowerCase().replaceAll('_', ' ')}`
}

function publishedTypeOf(code: string): FailureType | undefined {
  return TYPES_BY_PREFERENCE.find(type => PUBLISHED_CODES[type].includes(code))
}

function words(text: string): string[] {
  return text.split(/\s+/).filter(word => word !== '')
}
