/**
 * What APS does not publish, or published in two ways, decided by inference. Everything here may be wrong; an adapter
 * must not come to depend on it. Tests switch these one by one.
 */
export type Inferences = {
  /** How the browser comes back with a token: observed as a GET with a query, documented of old as a POST. */
  readonly tokenizationReturn: 'GET' | 'POST'
  /** How it comes back from 3-D Secure; as above. */
  readonly finalReturn: 'GET' | 'POST'
  /** The body of feedback: current documentation says JSON, the older one a form. */
  readonly webhookFormat: 'JSON' | 'FORM'
  /** The hex of what APS signs. Observed is lower case; an official SDK emits upper case. */
  readonly signatureCase: 'lower' | 'upper'
  /** APS demands HTTPS. Off, since a gateway under development has none. */
  readonly returnUrlMustBeHttps: boolean
  /** What a used merchant_reference gets. By state: 00784 while open, 00047 after a success, 00066 after a decline. */
  readonly duplicateReference: 'by-state' | '00007' | '00047' | '00066'
  /** Whether the reference of a declined payment may be used once more. */
  readonly declinedReferenceReusable: boolean
  /**
   * A token that is unknown, inactive or not for this payment: a failed payment (13044) or an invalid request (00044).
   */
  readonly unusableToken: 'failed-payment' | 'invalid-request'
  /** Whether the one-time token of a declined payment can pay for another. */
  readonly tokenAfterDecline: 'spent' | 'usable'
  /** A maintenance_reference whose refund succeeded: 00066, or the first answer again without a second refund. */
  readonly repeatedRefund: 'refused' | 'answered-again'
  /** Recurring payments must name their agreement and keep to its count, last date and, if FIXED, its amount. */
  readonly strictRecurring: boolean
  /** `check_3ds=NO` is heeded for Visa, Mastercard and Amex; it never is for mada and Meeza. */
  readonly check3dsCanBeSkipped: boolean
  /** A failed 3-D Secure authentication: 10030, or the command's own failure (13030, 03030). */
  readonly authenticationFailure: '10030' | 'command-failure'
  /** How long a customer has for 3-D Secure. */
  readonly authenticationTimeoutMs: number
  /** What becomes of a payment whose customer never comes back. Neither is announced. */
  readonly abandonedAuthentication: 'stays-on-hold' | '15778'
  /** CHECK_STATUS for a payment in 3-D Secure: its 20064, or 12036 as if there was none. */
  readonly unfinishedInCheckStatus: 'shown' | 'not-found'
  /** The transaction that CHECK_STATUS tells of: the latest success (04000 after a capture) or the payment itself. */
  readonly checkStatusTransaction: 'latest' | 'payment'
  /** Whether answers to a wrong access code or merchant identifier are signed. */
  readonly unknownAccountSigned: boolean
  /** Visa amounts in a currency of three decimals must end in zero, else they are declined (the documented risk). */
  readonly visaThreeDecimalRule: boolean
  /** How long an uncertain, pending or reviewed transaction stays so. */
  readonly resolutionDelayMs: number
  /** After this an authorization lapses; the documentation names seven days. */
  readonly authorizationLifetimeMs: number
}

const MINUTE_MS = 60 * 1000

export const DEFAULT_INFERENCES: Inferences = {
  tokenizationReturn: 'GET',
  finalReturn: 'GET',
  webhookFormat: 'JSON',
  signatureCase: 'lower',
  returnUrlMustBeHttps: false,
  duplicateReference: 'by-state',
  declinedReferenceReusable: false,
  unusableToken: 'failed-payment',
  tokenAfterDecline: 'spent',
  repeatedRefund: 'refused',
  strictRecurring: false,
  check3dsCanBeSkipped: true,
  authenticationFailure: '10030',
  authenticationTimeoutMs: 15 * MINUTE_MS,
  abandonedAuthentication: 'stays-on-hold',
  unfinishedInCheckStatus: 'shown',
  checkStatusTransaction: 'latest',
  unknownAccountSigned: true,
  visaThreeDecimalRule: true,
  resolutionDelayMs: 10 * 1000,
  authorizationLifetimeMs: 7 * 24 * 60 * MINUTE_MS,
}
