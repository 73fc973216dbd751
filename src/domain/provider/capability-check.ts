import { type Money, toDecimal } from '../../base/money.ts'
import { amountUnsupported, refuse, type UserError } from '../input/user-error.ts'
import type { PaymentMethodCapability } from './capability.ts'

type Refusal = Extract<UserError, { code: 'UNSUPPORTED_BY_PROVIDER' | 'AMOUNT_UNSUPPORTED' }>

export function unsupported(capability: keyof PaymentMethodCapability, message: string) {
  return refuse({ code: 'UNSUPPORTED_BY_PROVIDER', message, capability } as const)
}

/** Whether the method takes this amount, decided before anything is recorded or sent. Undefined where it does. */
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

/** Whether the method takes this currency. Undefined where it does. */
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
