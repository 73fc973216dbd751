import type { Money } from '../base/money.ts'
import type { PaymentMethodCapability } from './capability.ts'
import { refuse, type UserError } from './user-error.ts'

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
  if (capability.currencies !== null && !capability.currencies.includes(currency))
    return unsupported('currencies', `${capability.paymentMethod} does not take ${currency}.`)
  const minimum = capability.minimum.find(limit => limit.currency === currency)
  if (minimum !== undefined && value < minimum.value) return outside(capability, 'less', minimum)
  const maximum = capability.maximum.find(limit => limit.currency === currency)
  if (maximum !== undefined && value > maximum.value) return outside(capability, 'more', maximum)
  return undefined
}

function outside(capability: PaymentMethodCapability, word: 'less' | 'more', suggestion: Money) {
  return refuse({
    code: 'AMOUNT_UNSUPPORTED',
    message: `The amount is ${word} than ${capability.paymentMethod} takes.`,
    suggestion,
  } as const)
}
