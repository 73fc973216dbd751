/** How a payment or an operation is refused: the message after the failed status, and the acquirer's code. */
export type Decline = { readonly message: string; readonly acquirerCode: string | null }

/**
 * The words of the control interface, the same as in the PPRO simulator, as APS codes: `message` or
 * `message/acquirer_response_code`. APS publishes no such table. If only an acquirer knows the reason, the message is
 * 666; insufficient funds appear in both.
 */
const WORDS: Readonly<Record<string, string>> = {
  GENERIC_DECLINE: '666',
  IS_GENERIC_DECLINE: '666/05',
  INSUFFICIENT_FUNDS: '029/51',
  EXPIRED_CARD: '012/54',
  SUS_STOLEN: '666/43',
  SUS_LOST: '666/41',
  SUS_FRAUD: '785',
  AUTHENTICATION_FAILED: '030',
  IS_HIGH_VELOCITY: '666/65',
  HIGH_ACCOUNT_VELOCITY: '666/65',
  HIGH_BIN_VELOCITY: '666/65',
  HIGH_EMAIL_VELOCITY: '666/65',
  HIGH_IP_VELOCITY: '666/65',
  CARD_CLOSED_OR_INVALID: '016/14',
  INVALID_ACCOUNT: '666/39',
  INSTRUMENT_NOT_FOUND: '044',
  IS_EXCEEDING_ACCOUNT_LIMIT: '058/61',
  BLOCKED_ACCOUNT: '666/62',
  BLOCKED_BIN: '666/BLOCKED',
  BLOCKED_EMAIL: '666/BLOCKED',
  BLOCKED_IP: '666/BLOCKED',
  CHARGEBACK_DETECTED: '666/4004',
  AGREEMENT_REVOKED: '044',
  AGREEMENT_INACTIVE: '044',
  INVALID_MANDATE_ID: '044',
  UNRESPONSIVE_PROVIDER: '054',
  UNRESPONSIVE_ISSUER: '666/91',
  PROVIDER_PROCESSING_ERROR: '666/96',
  INTERNAL_SERVICE_UNAVAILABLE: '666/902',
  INTERNAL_PROCESSING_ERROR: '666/902',
  PAYMENT_METHOD_TIMEOUT: '666/TIMED_OUT',
  IS_NOT_PERMITTED: '666/57',
  ACCOUNT_NOT_SUPPORTED: '666/232',
  COUNTRY_NOT_SUPPORTED: '666/62',
  INVALID_COUNTRY: '666/62',
  AMOUNT_NOT_SUPPORTED: '666/13',
  INVALID_AMOUNT: '666/13',
  CURRENCY_NOT_SUPPORTED: '023',
  INVALID_CURRENCY: '023',
  CANCELED_BY_CONSUMER: '072',
  DUPLICATE_DETECTED: '666/94',
  SIMULTANEOUS_OPERATION_IN_PROGRESS: '666/94',
  INCORRECT_NUMBER: '016/14',
  INCORRECT_CVV: '666/211',
  INCORRECT_ISSUER: '031/15',
  INCORRECT_HOLDER_NAME: '666/05',
  INCORRECT_BILLING_ADDRESS: '666/05',
  INCORRECT_TAX_ID: '666/05',
  INVALID_TAX_ID: '666/05',
  INVALID_MERCHANT: '666/03',
  INVALID_PAYMENT_METHOD: '080',
  INVALID_AUTHENTICATION_SETTINGS: '030',
  INVALID_INPUT_DATA: '666/102',
  INVALID_IP: '666/102',
  FORMAT_ERROR: '666/30',
  MISSING_IBAN: '666/101',
  EXPIRED_SESSION: '778',
  EXCEEDS_AUTHORIZED_AMOUNT: '042',
  NO_AUTHORIZED_AMOUNT: '042',
  EXCEEDS_CAPTURED_AMOUNT: '048',
  EXCEEDS_REFUND_LIMIT: '048',
  EXCEEDS_REFUNDABLE_AMOUNT: '048',
  NO_CAPTURED_AMOUNT: '048',
  REFUND_BLOCKED_TEMPORARILY: '054',
  RETRY_REFUND_LATER: '054',
  REFUND_PERIOD_EXPIRED: '034',
  REFUND_NOT_SUPPORTED: '049',
  TRANSACTION_DISPUTED: '043',
  UNKNOWN: '074',
}

/** A code that is in no published list, to test clients with unknown codes. */
const UNPUBLISHED_MESSAGE = '899'
const UNPUBLISHED_WORD = /^UNPUBLISHED_[A-Z0-9_]+$/

/** A decline in APS's notation, e.g. `785` or `666/51`. */
const CODES = /^(\d{3})(?:\/([A-Za-z0-9_ ()]+))?$/

/** Null if the word is not a decline. */
export function declineOf(word: string): Decline | null {
  if (UNPUBLISHED_WORD.test(word)) return { message: UNPUBLISHED_MESSAGE, acquirerCode: null }
  const known = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined
  const [, message, acquirerCode] = CODES.exec(known ?? word) ?? []
  if (message === undefined || message === '000') return null
  return { message, acquirerCode: acquirerCode ?? null }
}
