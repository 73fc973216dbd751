/**
 * What PPRO does not publish, decided by inference. Everything here may be wrong; an adapter must not come to depend on
 * it. Tests switch these one by one.
 */
export type Inferences = {
  /** A request without `autoCapture` is captured at once. PPRO states no default. */
  readonly autoCaptureDefault: boolean
  /**
   * Over-capture, over-refund and the like: newer pages imply a 200 with a FAILED operation, an older page says 400.
   */
  readonly refusedOperations: 'failed-operation' | 'http-400'
  /** The status for a request that lacks the required `Merchant-Id`. */
  readonly missingMerchantIdStatus: number
  /** Methods without a separate capture also announce CAPTURE_SUCCEEDED. */
  readonly singleStepEmitsCapture: boolean
  /** Page size of the charge search, whose pages are numbered from 1, oldest charge first. */
  readonly searchPageSize: number
  /** How long a consumer has to authenticate. Published for Amazon Pay and TWINT only: one hour. */
  readonly authenticationTimeoutMs: number
  /** How long a provider leaves a charge in AUTHORIZATION_ASYNC; the mock's published default. */
  readonly providerConfirmationDelayMs: number
  /** How long a direct debit stays in AUTHORIZATION_ASYNC: about a banking day each way. */
  readonly directDebitDelayMs: number
  /** How long a refund that is PENDING stays so. The charge keeps its status meanwhile. */
  readonly refundDelayMs: number
  /** A charge beyond the agreement's MAX, unlike its EXACT amount or in another currency is declined. */
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
