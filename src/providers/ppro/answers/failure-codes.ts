import {
  accountLimit,
  amountNotSupported,
  authenticationFailed,
  canceledByConsumer,
  currencyNotSupported,
  duplicateDetected,
  exceedsAuthorized,
  exceedsCaptured,
  expiredCard,
  type FailureRow,
  final,
  formatError,
  genericDecline,
  incorrectIssuer,
  incorrectNumber,
  instrumentNotFound,
  insufficientFunds,
  invalid,
  invalidAmount,
  invalidCurrency,
  invalidMerchant,
  lostCard,
  newAgreement,
  notPermitted,
  otherMeans,
  processingError,
  row,
  soft,
  stolenCard,
  suspectedFraud,
  unresponsiveIssuer,
  velocity,
} from '../../shared/failure-rows.ts'

const countryNotSupported = invalid('COUNTRY_NOT_SUPPORTED', 'The payment method does not support this country.')
const blockedAccount = otherMeans('BLOCKED_ACCOUNT', 'The account is blocked.')
const exceedsRefundable = invalid('EXCEEDS_REFUNDABLE_AMOUNT', 'The amount exceeds what can still be refunded.')
const internalProcessing = 'PPRO could not process the request.'

/**
 * Every code that PPRO publishes, by its failureType. PPRO does not say which codes can be retried: the advice follows
 * PPRO's recommended action, or the meaning of the code if there is none. A flag in the response overrides it.
 */
export const failureCodes: Readonly<Record<string, Readonly<Record<string, FailureRow>>>> = {
  INTERNAL_DECLINE: {
    AGREEMENT_INACTIVE: newAgreement('AGREEMENT_INACTIVE', 'The agreement is not active at the provider.'),
    AGREEMENT_REVOKED: newAgreement('AGREEMENT_REVOKED', 'The agreement was revoked.'),
    AMOUNT_NOT_SUPPORTED: amountNotSupported,
    BLOCKED_ACCOUNT: blockedAccount,
    BLOCKED_BIN: otherMeans('BLOCKED_BIN', 'Cards of this kind are blocked.'),
    BLOCKED_EMAIL: final('BLOCKED_EMAIL', 'The email address is blocked.'),
    BLOCKED_IP: final('BLOCKED_IP', 'The IP address is blocked.'),
    CANCELED_BY_CONSUMER: canceledByConsumer,
    CHARGEBACK_DETECTED: final('CHARGEBACK_DETECTED', 'The charge was charged back.'),
    COUNTRY_NOT_SUPPORTED: countryNotSupported,
    EXCEEDS_AUTHORIZED_AMOUNT: exceedsAuthorized,
    EXCEEDS_CAPTURED_AMOUNT: exceedsCaptured,
    EXCEEDS_REFUND_LIMIT: row(
      'HARD_DECLINE',
      'EXCEEDS_REFUND_LIMIT',
      'CONTACT_PROVIDER',
      'The refund exceeds the limit that PPRO sets for this merchant.',
    ),
    EXCEEDS_REFUNDABLE_AMOUNT: exceedsRefundable,
    GENERIC_DECLINE: genericDecline,
    HIGH_ACCOUNT_VELOCITY: velocity,
    HIGH_BIN_VELOCITY: velocity,
    HIGH_EMAIL_VELOCITY: velocity,
    HIGH_IP_VELOCITY: velocity,
    INSTRUMENT_NOT_FOUND: instrumentNotFound,
    INTERNAL_PROCESSING_ERROR: row('PROVIDER_ERROR', 'INTERNAL_PROCESSING_ERROR', 'RETRY_LATER', internalProcessing),
    INVALID_ACCOUNT: otherMeans('INVALID_ACCOUNT', 'The account is not valid.'),
    INVALID_AMOUNT: invalidAmount,
    INVALID_AUTHENTICATION_SETTINGS: invalid(
      'INVALID_AUTHENTICATION_SETTINGS',
      'PPRO rejected an authentication type.',
    ),
    INVALID_COUNTRY: invalid('INVALID_COUNTRY', 'The country is not valid.'),
    INVALID_CURRENCY: invalidCurrency,
    INVALID_INPUT_DATA: invalid('INVALID_INPUT_DATA', 'PPRO rejected the request data.'),
    INVALID_IP: invalid('INVALID_IP', "The consumer's IP address is not valid."),
    INVALID_MANDATE_ID: invalid('INVALID_MANDATE_ID', 'The mandate id is not valid.'),
    INVALID_PAYMENT_METHOD: invalid('INVALID_PAYMENT_METHOD', 'The payment method is not available to this merchant.'),
    INVALID_TAX_ID: invalid('INVALID_TAX_ID', "The consumer's tax id is not valid."),
    MISSING_IBAN: invalid('MISSING_IBAN', 'The IBAN is missing.'),
    NO_AUTHORIZED_AMOUNT: invalid('NO_AUTHORIZED_AMOUNT', 'No authorized amount is left to capture or void.'),
    NO_CAPTURED_AMOUNT: invalid('NO_CAPTURED_AMOUNT', 'No captured amount is left to refund.'),
    PAYMENT_METHOD_TIMEOUT: row(
      'EXPIRED',
      'PAYMENT_METHOD_TIMEOUT',
      'RETRY_LATER',
      'The payment method did not finish in time.',
    ),
    SIMULTANEOUS_OPERATION_IN_PROGRESS: row(
      'PROVIDER_ERROR',
      'SIMULTANEOUS_OPERATION_IN_PROGRESS',
      'RETRY_LATER',
      'Another operation on the same charge was in progress.',
    ),
  },
  // These mean that something failed inside PPRO. They do not mean that nothing happened: see `isSettled`.
  INTERNAL_ERROR: {
    INTERNAL_SERVICE_UNAVAILABLE: row(
      'PROVIDER_ERROR',
      'INTERNAL_SERVICE_UNAVAILABLE',
      'CONTACT_PROVIDER',
      'A service inside PPRO was not available. PPRO reconciles the outcome.',
    ),
    INTERNAL_PROCESSING_ERROR: row(
      'PROVIDER_ERROR',
      'INTERNAL_PROCESSING_ERROR',
      'CONTACT_PROVIDER',
      'PPRO could not finish processing. PPRO reconciles the outcome.',
    ),
  },
  PROVIDER_DECLINE: {
    ACCOUNT_NOT_SUPPORTED: otherMeans('ACCOUNT_NOT_SUPPORTED', 'The account does not support this payment.'),
    AMOUNT_NOT_SUPPORTED: amountNotSupported,
    AUTHENTICATION_FAILED: authenticationFailed,
    BLOCKED_ACCOUNT: blockedAccount,
    CANCELED_BY_CONSUMER: canceledByConsumer,
    CARD_CLOSED_OR_INVALID: otherMeans('CARD_CLOSED_OR_INVALID', 'The card is closed or not valid.'),
    COUNTRY_NOT_SUPPORTED: countryNotSupported,
    CURRENCY_NOT_SUPPORTED: currencyNotSupported,
    DUPLICATE_DETECTED: duplicateDetected,
    EXCEEDS_REFUNDABLE_AMOUNT: exceedsRefundable,
    EXPIRED_CARD: expiredCard,
    EXPIRED_SESSION: row('EXPIRED', 'EXPIRED_SESSION', 'AUTHENTICATE_CONSUMER', "The consumer's session has expired."),
    FORMAT_ERROR: formatError,
    GENERIC_DECLINE: genericDecline,
    INCORRECT_BILLING_ADDRESS: otherMeans(
      'INCORRECT_BILLING_ADDRESS',
      "The billing address does not match the issuer's records.",
    ),
    INCORRECT_CVV: otherMeans('INCORRECT_CVV', 'The security code is wrong.'),
    INCORRECT_HOLDER_NAME: otherMeans('INCORRECT_HOLDER_NAME', "The holder's name is wrong."),
    INCORRECT_ISSUER: incorrectIssuer,
    INCORRECT_NUMBER: incorrectNumber,
    INCORRECT_TAX_ID: invalid('INCORRECT_TAX_ID', "The consumer's tax id is wrong."),
    INSUFFICIENT_FUNDS: insufficientFunds,
    INVALID_MERCHANT: invalidMerchant,
    IS_EXCEEDING_ACCOUNT_LIMIT: accountLimit,
    IS_GENERIC_DECLINE: genericDecline,
    IS_HIGH_VELOCITY: velocity,
    IS_NOT_PERMITTED: notPermitted,
    REFUND_BLOCKED_TEMPORARILY: soft(
      'REFUND_BLOCKED_TEMPORARILY',
      'Refunds are blocked for now. Try again after a day.',
    ),
    REFUND_NOT_SUPPORTED: final('REFUND_NOT_SUPPORTED', 'This charge cannot be refunded.'),
    REFUND_PERIOD_EXPIRED: final('REFUND_PERIOD_EXPIRED', 'The time limit for refunding this charge has passed.'),
    RETRY_REFUND_LATER: soft('RETRY_REFUND_LATER', 'The refund is not possible yet. Try again in 15 to 30 minutes.'),
    SUS_FRAUD: suspectedFraud,
    SUS_LOST: lostCard,
    SUS_STOLEN: stolenCard,
    TRANSACTION_DISPUTED: final('TRANSACTION_DISPUTED', 'The charge is disputed and cannot be refunded.'),
    UNKNOWN: row(
      'SOFT_DECLINE',
      'GENERIC_DECLINE',
      'CONTACT_PROVIDER',
      'PPRO reports a decline without a known reason.',
    ),
  },
  PROVIDER_ERROR: {
    PROVIDER_PROCESSING_ERROR: processingError,
    UNRESPONSIVE_ISSUER: unresponsiveIssuer,
    UNRESPONSIVE_PROVIDER: row(
      'PROVIDER_ERROR',
      'UNRESPONSIVE_PROVIDER',
      'RETRY_LATER',
      'The payment method did not respond.',
    ),
  },
}

/**
 * False if a FAILED is not final: after an INTERNAL_ERROR the operation may have partly happened; PPRO reconciles it
 * and sends a final webhook. Such a failure never counts as a decline, even if only its code arrives, without the type.
 */
export function isSettled(failureType: string | undefined, failureCode: string | undefined): boolean {
  const type =
    failureType ?? (Object.hasOwn(failureCodes['INTERNAL_ERROR'] ?? {}, failureCode ?? '') && 'INTERNAL_ERROR')
  return type !== 'INTERNAL_ERROR'
}
