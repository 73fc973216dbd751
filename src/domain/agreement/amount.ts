import type { Money } from '../../base/money.ts'
import type { AmountRule } from '../enums.ts'
import { amountExceeded, amountText, invalidInput, type UserError } from '../input/user-error.ts'

type Refusal = Extract<UserError, { code: 'AMOUNT_EXCEEDED' | 'INVALID_INPUT' }>

/** Whether an amount keeps to what the consumer agreed to. Undefined where it does. `path` is where the amount stands. */
export function checkAgreedAmount(
  agreed: { readonly amount: Money | null; readonly rule: AmountRule },
  amount: Money,
  path: readonly string[],
): { ok: false; error: Refusal } | undefined {
  if (agreed.amount === null) return undefined
  if (amount.currency !== agreed.amount.currency)
    return invalid(
      [...path, 'currency'],
      'UNSUPPORTED',
      `Must be ${agreed.amount.currency}, the currency that the consumer agreed to.`,
    )
  if (agreed.rule === 'VARIABLE') return undefined
  if (amount.value > agreed.amount.value)
    return amountExceeded('The amount is more than the consumer agreed to for each charge.', agreed.amount)
  if (agreed.rule === 'EXACT' && amount.value < agreed.amount.value)
    return invalid(
      [...path, 'value'],
      'RANGE',
      `Must be exactly ${agreed.amount.value}: the consumer agreed to ${amountText(agreed.amount)}.`,
    )
  return undefined
}

function invalid(path: readonly string[], code: 'UNSUPPORTED' | 'RANGE', message: string) {
  return invalidInput([{ path, code, message }])
}
