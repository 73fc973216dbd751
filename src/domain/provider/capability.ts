import type { Money } from '../../base/money.ts'
import type { AuthenticationType } from '../enums.ts'

export type Requirement = 'REQUIRED' | 'OPTIONAL' | 'UNSUPPORTED'
export type VoidSupport = 'NONE' | 'FULL' | 'PARTIAL'

/** The capabilities of a provider's payment method, for callers and for the checks before a request. */
export interface PaymentMethodCapability {
  readonly paymentMethod: string
  /** ISO 4217; null if the provider documents none. */
  readonly currencies: readonly string[] | null
  /** ISO 3166-1 alpha-2; null if the provider documents none. */
  readonly countries: readonly string[] | null
  readonly minimum: readonly Money[]
  readonly maximum: readonly Money[]
  readonly initialCharge: Requirement
  /** Names of ConsumerCreateInput's fields. */
  readonly requiredConsumerFields: readonly string[]
  /** Names of AgreementCreateInput's fields. */
  readonly requiredAgreementFields: readonly string[]
  readonly authenticationTypes: readonly AuthenticationType[]
  /** Whether an agreement can be charged without the consumer. */
  readonly merchantInitiatedCharges: boolean
  /** Whether the consumer can start a later charge, with authentication. */
  readonly consumerInitiatedCharges: boolean
  readonly initialSeparateCapture: boolean
  readonly separateCapture: boolean
  readonly partialCapture: boolean
  readonly partialRefund: boolean
  readonly voids: VoidSupport
}
