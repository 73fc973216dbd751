import {
  accountLimit,
  duplicateDetected,
  expiredCard,
  type FailureRow,
  final,
  formatError,
  fraud,
  genericDecline,
  incorrectIssuer,
  incorrectNumber,
  insufficientFunds,
  invalid,
  invalidAmount,
  invalidMerchant,
  lostCard,
  notPermitted,
  otherMeans,
  row,
  soft,
  stolenCard,
  suspectedFraud,
  unresponsiveIssuer,
  velocity,
} from '../../shared/failure-rows.ts'

/** What an acquirer's code adds to APS's generic decline. */
export interface AcquirerCode {
  /** Absent where it adds nothing. */
  readonly failure?: FailureRow
  /** False where it speaks against a decline, or leaves open what happened: then it is asked about first. */
  readonly settled: boolean
}

const because = (failure: FailureRow): AcquirerCode => ({ failure, settled: true })
const askedFirst = (failure: FailureRow): AcquirerCode => ({ failure, settled: false })
const nothing: AcquirerCode = { settled: true }
const against: AcquirerCode = { settled: false }

const referToIssuer = because(soft('REFER_TO_ISSUER', 'The issuer wants the cardholder to contact it.'))
const systemError = because(
  row('PROVIDER_ERROR', 'PROVIDER_PROCESSING_ERROR', 'RETRY_LATER', 'The acquirer could not process the payment.'),
)
const accountNotSupported = because(otherMeans('ACCOUNT_NOT_SUPPORTED', 'The account does not support this payment.'))
const incorrectCvv = because(otherMeans('INCORRECT_CVV', 'The security code is wrong.'))
const noAnswer = askedFirst(unresponsiveIssuer)
const idempotencySupport = askedFirst(duplicateDetected)

/** Every `acquirer_response_code` that APS's own software explains. The field is advisory, and may be missing. */
export const acquirerCodes: Readonly<Record<string, AcquirerCode>> = {
  '0': nothing,
  '00': against,
  '0000': against,
  '01': referToIssuer,
  '2': referToIssuer,
  '03': because(invalidMerchant),
  '04': because(final('PICK_UP_CARD', 'The issuer wants the card withdrawn.')),
  '05': because(soft('DO_NOT_HONOR', 'The issuer declined the payment without a reason.')),
  '7': because(fraud('PICK_UP_CARD', 'The issuer wants the card to be withdrawn because fraud is suspected.')),
  '12': because(invalid('INVALID_TRANSACTION', 'The issuer considers the payment invalid.')),
  '13': because(invalidAmount),
  '14': because(incorrectNumber),
  '15': because(incorrectIssuer),
  '25': nothing,
  '30': because(formatError),
  '39': accountNotSupported,
  '41': because(lostCard),
  '42': accountNotSupported,
  '43': because(stolenCard),
  '47': nothing,
  '51': because(insufficientFunds),
  '54': because(expiredCard),
  '55': because(otherMeans('INCORRECT_PIN', 'The PIN is wrong.')),
  '57': because(notPermitted),
  '58': because(notPermitted),
  '59': because(suspectedFraud),
  '61': because(accountLimit),
  '62': because(otherMeans('BLOCKED_ACCOUNT', 'The account is blocked.')),
  '63': because(final('SECURITY_VIOLATION', 'The issuer declined the payment for security reasons.')),
  '65': because(velocity),
  '68': noAnswer,
  '70': nothing,
  '75': because(otherMeans('PIN_TRIES_EXCEEDED', 'A wrong PIN was entered too many times.')),
  '79': nothing,
  '80': nothing,
  '81': nothing,
  '82': because(velocity),
  '83': because(suspectedFraud),
  '91': because(unresponsiveIssuer),
  '92': because(unresponsiveIssuer),
  '94': idempotencySupport,
  '96': systemError,
  '100': against,
  '101': because(formatError),
  '102': because(formatError),
  '104': nothing,
  '109': nothing,
  '110': nothing,
  '115': nothing,
  '150': systemError,
  '201': referToIssuer,
  '202': because(expiredCard),
  '203': because(genericDecline),
  '204': because(insufficientFunds),
  '205': because(stolenCard),
  '208': because(otherMeans('CARD_CLOSED_OR_INVALID', 'The card is closed or not valid.')),
  '210': because(accountLimit),
  '211': incorrectCvv,
  '230': incorrectCvv,
  '231': because(otherMeans('INVALID_ACCOUNT', 'The account is not valid.')),
  '232': accountNotSupported,
  '233': because(genericDecline),
  '400': because(formatError),
  '401': referToIssuer,
  '900': because(formatError),
  '901': idempotencySupport,
  '902': systemError,
  '2994': nothing,
  '2996': nothing,
  '3000': nothing,
  '4004': because(otherMeans('BLOCKED_ACCOUNT', 'The account is blocked.')),
  '8400': nothing,
  '8500': nothing,
  '8600': nothing,
  '8700': nothing,
  '9001': nothing,
  B: because(suspectedFraud),
  BLOCKED: because(suspectedFraud),
  CANCELED: nothing,
  CAPTURED: against,
  E000002: nothing,
  E019004: nothing,
  E999999: systemError,
  ERR_102: nothing,
  ERR_106: because(insufficientFunds),
  ERR_119: nothing,
  EXCEEDED_RETRY_LIMIT: because(final('RETRY_LIMIT_EXCEEDED', 'The card was charged too many times.')),
  'FAILURE(DENIED BY RISK)': because(suspectedFraud),
  'FAILURE(HOST TIMEOUT)': noAnswer,
  'FAILURE(NOT CAPTURED)': because(genericDecline),
  'FAILURE(SUSPECT)': because(suspectedFraud),
  I000000: against,
  'NOT CAPTURED': because(genericDecline),
  PENDING: against,
  SUCCESS: against,
  SYSTEM_ERROR: systemError,
  TIMED_OUT: noAnswer,
  UNKNOWN: against,
  false: nothing,
}

/** The table mixes "2" with "05": a code of one digit is the same with a zero before it. */
export function acquirerCodeOf(code: string | undefined): AcquirerCode | undefined {
  if (code === undefined) return undefined
  const spellings = [code, code.padStart(2, '0'), code.replace(/^0(?=\d$)/, ''), code.toUpperCase()]
  const known = spellings.find(spelling => Object.hasOwn(acquirerCodes, spelling))
  return known === undefined ? undefined : acquirerCodes[known]
}
