import type { Result } from '../../domain/input/user-error.ts'
import { unsupported } from '../../domain/provider/capability.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ChargeOperationInput } from '../command/inputs.ts'
import { type ChargeOperated, chargeOperate, type OperationRules } from './operate.ts'

const rules: OperationRules = {
  mutation: 'chargeVoid',
  kind: 'VOID',
  verb: 'void',
  statuses: ['AUTHORIZED', 'PARTIALLY_CAPTURED'],
  available: ({ capturable }) => capturable,
  wholeOf: ({ authorized }) => authorized,
  check: (capability, _charge, whole) =>
    capability.voids === 'NONE' || (capability.voids === 'FULL' && !whole)
      ? unsupported(
          'voids',
          capability.voids === 'NONE'
            ? `${capability.paymentMethod} cannot void an authorization. Let it expire, or capture and refund it.`
            : `${capability.paymentMethod} can void only the full amount. Omit amount.`,
        )
      : undefined,
}

/** Releases authorized money that was not captured: all that is left, or a part of it. */
export function chargeVoid(deps: Deps, caller: Caller, input: ChargeOperationInput): Promise<Result<ChargeOperated>> {
  return chargeOperate(deps, caller, input, rules)
}
