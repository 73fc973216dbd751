import type { OperationKind } from '../enums.ts'
import { chargeAmounts } from './amounts.ts'
import { type ChargeState, moveOperation, note } from './transition.ts'

/** Whether a movement that the provider made by itself can be true: nothing beyond what was authorized. */
export function fits(state: ChargeState, kind: OperationKind, amount: bigint): boolean {
  const { authorized, captured, voided, refunded } = chargeAmounts(state.operations)
  switch (kind) {
    case 'AUTHORIZATION':
      return true
    case 'REFUND':
      // Not against what was captured: that update may still be on its way.
      return refunded + amount <= authorized
    default:
      return captured + voided + amount <= authorized
  }
}

/** Money that moved was authorized, whether or not that update has come. */
export function impliedAuthorization(state: ChargeState): ChargeState {
  const authorization = state.operations.find(({ kind, status }) => kind === 'AUTHORIZATION' && status !== 'SUCCEEDED')
  const authorized = state.operations.some(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'SUCCEEDED')
  return authorization === undefined || authorized
    ? state
    : moveOperation(state, authorization.id, { status: 'SUCCEEDED' })
}

/** A difference between our records and the provider's: recorded, never overwritten. */
export function breakOf(state: ChargeState, what: string, ours: string, theirs: string): ChargeState {
  return note(state, {
    type: 'reconciliation.break',
    key: `${what}:${theirs}`,
    data: { what, ours, theirs },
    needsAttention: true,
  })
}
