import type { OperationKind } from '../enums.ts'
import { chargeAmounts } from './amounts.ts'
import { type ChargeState, moveOperation, note } from './transition.ts'

/** Whether a movement that the provider started is possible: it must not exceed the authorized amount. */
export function fits(state: ChargeState, kind: OperationKind, amount: bigint): boolean {
  const { authorized, captured, voided, refunded } = chargeAmounts(state.operations)
  switch (kind) {
    case 'AUTHORIZATION':
      return true
    case 'REFUND':
      // Not compared with the captured amount, whose update can arrive later.
      return refunded + amount <= authorized
    default:
      return captured + voided + amount <= authorized
  }
}

/** Money that moved was authorized, even if that update has not arrived. */
export function impliedAuthorization(state: ChargeState): ChargeState {
  const authorization = state.operations.find(({ kind, status }) => kind === 'AUTHORIZATION' && status !== 'SUCCEEDED')
  const authorized = state.operations.some(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'SUCCEEDED')
  return authorization === undefined || authorized
    ? state
    : moveOperation(state, authorization.id, { status: 'SUCCEEDED' })
}

/** Records a difference between our records and the provider's, without changing either. */
export function breakOf(state: ChargeState, what: string, ours: string, theirs: string): ChargeState {
  return note(state, {
    type: 'reconciliation.break',
    key: `${what}:${theirs}`,
    data: { what, ours, theirs },
    needsAttention: true,
  })
}
