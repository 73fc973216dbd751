/**
 * Decisions about what APS does not publish, or has published in two ways. All of them may be wrong, so an adapter must
 * not depend on them. Tests switch them one by one.
 */
export type Inferences = {
  /** How the browser returns with a token: observed as a GET with a query; older documents say a POST. */
  readonly tokenizationReturn: 'GET' | 'POST'
  /** How the browser returns from 3-D Secure; as above. */
  readonly finalReturn: 'GET' | 'POST'
  /** The body of feedback: current documentation says JSON, the older one a form. */
  readonly webhookFormat: 'JSON' | 'FORM'
  /** The hex of APS's signatures. Lower case was observed; an official SDK writes upper case. */
  readonly signatureCase: 'lower' | 'upper'
  /** APS requires HTTPS. Off by default, because a gateway in development has none. */
  readonly returnUrlMustBeHttps: boolean
  /**
   * The answer to a used merchant_reference. By state: 00784 while open, 00047 after a success, 00066 after a decline.
   */
  readonly duplicateReference: 'by-state' | '00007' | '00047' | '00066'
  /** Whether the reference of a declined payment can be used once more. */
  readonly declinedReferenceReusable: boolean
  /**
   * The answer to a token that is unknown, inactive or not for this payment: a failed payment (13044) or an invalid
   * request (00044).
   */
  readonly unusableToken: 'failed-payment' | 'invalid-request'
  /** Whether the one-time token of a declined payment can be used for another payment. */
  readonly tokenAfterDecline: 'spent' | 'usable'
  /**
   * The answer to a maintenance_reference whose refund succeeded: 00066, or the first answer again without a second
   * refund.
   */
  readonly repeatedRefund: 'refused' | 'answered-again'
  /** Recurring payments must name their agreement and respect its count, its last date and, if FIXED, its amount. */
  readonly strictRecurring: boolean
  /** `check_3ds=NO` has an effect for Visa, Mastercard and Amex, but never for mada and Meeza. */
  readonly check3dsCanBeSkipped: boolean
  /** A failed 3-D Secure authentication: 10030, or the command's own failure (13030, 03030). */
  readonly authenticationFailure: '10030' | 'command-failure'
  /** How long a customer has for 3-D Secure. */
  readonly authenticationTimeoutMs: number
  /** The status of a payment whose customer never returns. APS sends no notification of either. */
  readonly abandonedAuthentication: 'stays-on-hold' | '15778'
  /** The answer of CHECK_STATUS for a payment in 3-D Secure: its 20064, or 12036 as if there was no payment. */
  readonly unfinishedInCheckStatus: 'shown' | 'not-found'
  /** The transaction that CHECK_STATUS reports: the latest success (04000 after a capture) or the payment itself. */
  readonly checkStatusTransaction: 'latest' | 'payment'
  /** Whether answers to a wrong access code or merchant identifier are signed. */
  readonly unknownAccountSigned: boolean
  /**
   * Visa amounts in a currency of three decimals must end in zero, otherwise they are declined (the documented risk).
   */
  readonly visaThreeDecimalRule: boolean
  /** How long a transaction stays uncertain, pending or in review. */
  readonly resolutionDelayMs: number
  /** After this time an authorization expires; the documentation says seven days. */
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
