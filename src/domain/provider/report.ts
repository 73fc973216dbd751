import type { AuthenticationMethod } from '../agreement/authentication.ts'
import type { Failure } from '../decline/failure.ts'
import type { AgreementStatus, ChargeInitiator, OperationKind } from '../enums.ts'

/**
 * What a provider says of an operation, translated. Whatever brought it (an answer, a webhook, a status query) has this
 * one form, and the one road applies it.
 */
export interface OperationReport {
  readonly kind: OperationKind
  /** The provider's id of the operation. */
  readonly providerReference?: string
  /** The reference that we sent for it, where the provider gives it back. */
  readonly sentReference?: string
  /** Minor units of the charge's currency; absent if the provider does not say. */
  readonly amount?: bigint
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED'
  readonly failure?: Failure
}

export interface ChargeReport {
  /** The provider's id of the charge. */
  readonly providerReference?: string
  /** The reference that we sent with the charge's authorization. */
  readonly sentReference?: string
  readonly currency?: string
  /** What the consumer has to do before the authorization can go on. */
  readonly authenticationMethods?: readonly AuthenticationMethod[]
  /** When the authorization lapses, where the provider states it. */
  readonly captureBefore?: Date
  readonly operations: readonly OperationReport[]
  /**
   * What was moved in all, minor units, where the provider counts instead of listing: which of our operations that
   * makes is worked out from the records.
   */
  readonly totals?: { readonly captured: bigint; readonly refunded: bigint; readonly voided: bigint }
  /**
   * True if the provider waits for its consumer on a page whose address it told once, in its answer to the request, and
   * tells to nobody who asks: where that answer was lost, there is no way left to the page.
   */
  readonly pageToldOnce?: boolean
  /**
   * True if this is all that the provider knows of the charge (a status query): what is not in it does not exist there.
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
  /** The provider's id of the charge that was made with the agreement. */
  readonly initialChargeReference?: string
  /** What came of a request to revoke it. */
  readonly revocation?: {
    readonly status: 'SUCCEEDED' | 'FAILED'
    readonly by: ChargeInitiator | 'PROVIDER'
    readonly failure?: Failure
  }
}

export interface InstrumentReport {
  readonly type: string
  /** The provider's token for it: encrypted before it is stored, never shown. */
  readonly token: string
  readonly brand?: string
  readonly last4?: string
  readonly expiryMonth?: number
  readonly expiryYear?: number
}
