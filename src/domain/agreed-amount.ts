import type { Money } from '../base/money.ts'
import { invalidInput, refuse, type UserError } from './user-error.ts'
import type { AmountRule } from './vocabulary.ts'

type Refusal = Extract<UserError, { code: 'AMOUNT_EXCEEDED' | 'INVALID_INPUT' }>

/** Whether an amount keeps to what the consumer agreed to. Undefined where it does. `path` is where the amount stands. */
export function checkAgreedAmount(
  agreed: { readonly amount: Money | null; readonly rule: AmountRule },
  amount: Money,
  path: readonly string[],
): { ok: false; error: Refusal } | undefined {
  if (agreed.amount === null) return undefined
  if (amount.currency !== agreed.amount.currency)
    return invalid([...path, 'currency'], 'UNSUPPORTED', `The consumer agreed to ${agreed.amount.currency}.`)
  if (agreed.rule === 'VARIABLE') return undefined
  if (amount.value > agreed.amount.value)
    return refuse({
      code: 'AMOUNT_EXCEEDED',
      message: 'The amount is more than the consumer agreed to per charge.',
      available: agreed.amount,
    } as const)
  if (agreed.rule === 'EXACT' && amount.value < agreed.amount.value)
    return invalid([...path, 'value'], 'RANGE', `The consumer agreed to exactly ${agreed.amount.value} minor units.`)
  return undefined
}

function invalid(path: readonly string[], code: 'UNSUPPORTED' | 'RANGE', message: string) {
  return invalidInput([{ path, code, message }])
}
