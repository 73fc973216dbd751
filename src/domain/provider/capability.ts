import { type Money, toDecimal } from '../../base/money.ts'
import type { AuthenticationType } from '../enums.ts'
import { amountUnsupported, refuse, type UserError } from '../input/user-error.ts'

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

type Refusal = Extract<UserError, { code: 'UNSUPPORTED_BY_PROVIDER' | 'AMOUNT_UNSUPPORTED' }>

export function unsupported(capability: keyof PaymentMethodCapability, message: string) {
  return refuse({ code: 'UNSUPPORTED_BY_PROVIDER', message, capability } as const)
}

/** Undefined if the method accepts this amount. Checked before anything is recorded or sent. */
export function checkAmount(
  capability: PaymentMethodCapability,
  amount: Money,
): { ok: false; error: Refusal } | undefined {
  const { currency, value } = amount
  const wrong = checkCurrency(capability, currency)
  if (wrong) return wrong
  const minimum = capability.minimum.find(limit => limit.currency === currency)
  if (minimum !== undefined && value < minimum.value) return outside(capability, amount, 'small', minimum)
  const maximum = capability.maximum.find(limit => limit.currency === currency)
  if (maximum !== undefined && value > maximum.value) return outside(capability, amount, 'large', maximum)
  return undefined
}

/** Undefined if the method accepts this currency. */
export function checkCurrency({ paymentMethod, currencies }: PaymentMethodCapability, currency: string) {
  if (currencies === null || currencies.includes(currency)) return undefined
  return unsupported(
    'currencies',
    `${paymentMethod} does not support ${currency}. Use one of these currencies: ${currencies.join(', ')}.`,
  )
}

function outside({ paymentMethod }: PaymentMethodCapability, amount: Money, size: 'small' | 'large', limit: Money) {
  const why = `${paymentMethod} does not support an amount as ${size} as ${toDecimal(amount)} ${amount.currency}.`
  return amountUnsupported(why, limit)
}
