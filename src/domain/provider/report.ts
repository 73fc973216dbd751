import type { AuthenticationMethod } from '../agreement/authentication.ts'
import type { Failure } from '../decline/failure.ts'
import type { AgreementStatus, ChargeInitiator, OperationKind } from '../enums.ts'

/**
 * A provider's report of an operation, from a response, a webhook or a status query. The single write path applies it.
 */
export interface OperationReport {
  readonly kind: OperationKind
  /** The provider's id of the operation. */
  readonly providerReference?: string
  /** Our reference, if the provider echoes it. */
  readonly sentReference?: string
  /** Minor units of the charge's currency; absent if unknown. */
  readonly amount?: bigint
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED'
  readonly failure?: Failure
}

export interface ChargeReport {
  /** The provider's id of the charge. */
  readonly providerReference?: string
  /** Our reference of the charge's authorization. */
  readonly sentReference?: string
  readonly currency?: string
  /** What the consumer must do before the authorization can continue. */
  readonly authenticationMethods?: readonly AuthenticationMethod[]
  /** When the authorization expires. Undefined if the provider does not say. */
  readonly captureBefore?: Date
  readonly operations: readonly OperationReport[]
  /**
   * Totals in minor units, if the provider gives no list of operations. The matching operations are found from the
   * records.
   */
  readonly totals?: { readonly captured: bigint; readonly refunded: bigint; readonly voided: bigint }
  /**
   * True if the provider waits for the consumer on a page whose address was only in its response to the request. If
   * that response was lost, the page cannot be found.
   */
  readonly pageToldOnce?: boolean
  /**
   * True if this is everything that the provider knows of the charge (a status query): operations not in it do not
   * exist.
   */
  readonly complete: boolean
}

export interface AgreementReport {
  readonly providerReference?: string
  readonly sentReference?: string
  readonly status?: AgreementStatus
  readonly failure?: Failure
  readonly authenticationMethods?: readonly AuthenticationMethod[]
  readonly instrument?: InstrumentReport
  /** The provider's id of the agreement's initial charge. */
  readonly initialChargeReference?: string
  /** The outcome of a revocation. */
  readonly revocation?: {
    readonly status: 'SUCCEEDED' | 'FAILED'
    readonly by: ChargeInitiator | 'PROVIDER'
    readonly failure?: Failure
  }
}

export interface InstrumentReport {
  readonly type: string
  /** The provider's token: stored encrypted, never shown. */
  readonly token: string
  readonly brand?: string
  readonly last4?: string
  readonly expiryMonth?: number
  readonly expiryYear?: number
}
