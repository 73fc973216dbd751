/**
 * Decisions about what PPRO does not publish. All of them may be wrong, so an adapter must not depend on them. Tests
 * switch them one by one.
 */
export type Inferences = {
  /** A request without `autoCapture` is captured at once. PPRO states no default. */
  readonly autoCaptureDefault: boolean
  /** Over-capture, over-refund and similar: newer pages imply a 200 with a FAILED operation, an older page says 400. */
  readonly refusedOperations: 'failed-operation' | 'http-400'
  /** The status for a request that lacks the required `Merchant-Id`. */
  readonly missingMerchantIdStatus: number
  /** Methods without a separate capture also announce CAPTURE_SUCCEEDED. */
  readonly singleStepEmitsCapture: boolean
  /** Page size of the charge search, whose pages are numbered from 1, oldest charge first. */
  readonly searchPageSize: number
  /** How long a consumer has to authenticate. Published only for Amazon Pay and TWINT: one hour. */
  readonly authenticationTimeoutMs: number
  /** How long a provider leaves a charge in AUTHORIZATION_ASYNC: the published default of the mock. */
  readonly providerConfirmationDelayMs: number
  /** How long a direct debit stays in AUTHORIZATION_ASYNC: about one banking day in each direction. */
  readonly directDebitDelayMs: number
  /** How long a refund is PENDING. The charge keeps its status in the meantime. */
  readonly refundDelayMs: number
  /**
   * A charge is declined if it is above the agreement's MAX, different from its EXACT amount, or in another currency.
   */
  readonly enforceAgreementAmount: boolean
}

export const DEFAULT_INFERENCES: Inferences = {
  autoCaptureDefault: true,
  refusedOperations: 'failed-operation',
  missingMerchantIdStatus: 400,
  singleStepEmitsCapture: true,
  searchPageSize: 20,
  authenticationTimeoutMs: 60 * 60 * 1000,
  providerConfirmationDelayMs: 10 * 1000,
  directDebitDelayMs: 2 * 24 * 60 * 60 * 1000,
  refundDelayMs: 60 * 1000,
  enforceAgreementAmount: true,
}
