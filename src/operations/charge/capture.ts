import type { Result } from '../../domain/input/user-error.ts'
import { unsupported } from '../../domain/provider/capability.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ChargeOperationInput } from '../command/inputs.ts'
import { type ChargeOperated, chargeOperate, type OperationRules } from './operate.ts'

const rules: OperationRules = {
  mutation: 'chargeCapture',
  kind: 'CAPTURE',
  verb: 'capture',
  statuses: ['AUTHORIZED', 'PARTIALLY_CAPTURED'],
  available: ({ capturable }) => capturable,
  wholeOf: ({ authorized }) => authorized,
  check: (capability, { reason }, whole) => {
    const separate = reason === 'INITIAL' ? 'initialSeparateCapture' : 'separateCapture'
    if (!capability[separate])
      return unsupported(
        separate,
        `${capability.paymentMethod} captures charges automatically. You do not need chargeCapture.`,
      )
    if (!whole && !capability.partialCapture)
      return unsupported('partialCapture', `${capability.paymentMethod} can capture only the full amount. Omit amount.`)
    return undefined
  },
}

/** Captures authorized money: all that is left, or a part of it. */
export function chargeCapture(
  deps: Deps,
  caller: Caller,
  input: ChargeOperationInput,
): Promise<Result<ChargeOperated>> {
  return chargeOperate(deps, caller, input, rules)
}
