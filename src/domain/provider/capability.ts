import type { Money } from '../../base/money.ts'
import type { AuthenticationType } from '../enums.ts'

export type Requirement = 'REQUIRED' | 'OPTIONAL' | 'UNSUPPORTED'
export type VoidSupport = 'NONE' | 'FULL' | 'PARTIAL'

/**
 * What a provider's payment method can do: one row of a table, read by callers and by the checks before anything is
 * sent.
 */
export interface PaymentMethodCapability {
  readonly paymentMethod: string
  /** ISO 4217; null if the provider states none. */
  readonly currencies: readonly string[] | null
  /** ISO 3166-1 alpha-2; null if the provider states none. */
  readonly countries: readonly string[] | null
  readonly minimum: readonly Money[]
  readonly maximum: readonly Money[]
  readonly initialCharge: Requirement
  /** Names of ConsumerCreateInput's fields. */
  readonly requiredConsumerFields: readonly string[]
  /** Names of AgreementCreateInput's fields. */
  readonly requiredAgreementFields: readonly string[]
  readonly authenticationTypes: readonly AuthenticationType[]
  /** Whether an agreement can be charged without the consumer, which is what most agreements are for. */
  readonly merchantInitiatedCharges: boolean
  /** Whether a later charge can be one that the consumer starts, with authentication. */
  readonly consumerInitiatedCharges: boolean
  readonly initialSeparateCapture: boolean
  readonly separateCapture: boolean
  readonly partialCapture: boolean
  readonly partialRefund: boolean
  readonly voids: VoidSupport
}
