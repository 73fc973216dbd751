import type { Result } from '../../domain/input/user-error.ts'
import { unsupported } from '../../domain/provider/capability.ts'
import type { Caller } from '../command/caller.ts'
import type { Deps } from '../command/deps.ts'
import type { ChargeRefundInput } from '../command/inputs.ts'
import { type ChargeOperated, chargeOperate, type OperationRules } from './operate.ts'

const rules: OperationRules = {
  mutation: 'chargeRefund',
  kind: 'REFUND',
  verb: 'refund',
  statuses: ['PARTIALLY_CAPTURED', 'CAPTURED', 'PARTIALLY_REFUNDED'],
  available: ({ refundable }) => refundable,
  wholeOf: ({ captured }) => captured,
  check: (capability, _charge, whole) =>
    !whole && !capability.partialRefund
      ? unsupported('partialRefund', `${capability.paymentMethod} can refund only the full amount. Omit amount.`)
      : undefined,
}

/** Refunds captured money: all that is left, or a part of it. Two equal refunds are two refunds. */
export function chargeRefund(deps: Deps, caller: Caller, input: ChargeRefundInput): Promise<Result<ChargeOperated>> {
  return chargeOperate(deps, caller, input, rules)
}
