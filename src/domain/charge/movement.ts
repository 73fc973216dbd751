import type { OperationKind } from '../enums.ts'
import { chargeAmounts } from './amounts.ts'
import { type ChargeBook, moveOperation, note } from './transition.ts'

/** Whether a movement that the provider made by itself can be true: nothing beyond what was authorised. */
export function fits(book: ChargeBook, kind: OperationKind, amount: bigint): boolean {
  const { authorized, captured, voided, refunded } = chargeAmounts(book.operations)
  switch (kind) {
    case 'AUTHORIZATION':
      return true
    case 'REFUND':
      // Not against what was captured: that news may still be on its way.
      return refunded + amount <= authorized
    default:
      return captured + voided + amount <= authorized
  }
}

/** Money that moved was authorised, whether or not that news has come. */
export function impliedAuthorization(book: ChargeBook): ChargeBook {
  const authorization = book.operations.find(({ kind, status }) => kind === 'AUTHORIZATION' && status !== 'SUCCEEDED')
  const authorized = book.operations.some(({ kind, status }) => kind === 'AUTHORIZATION' && status === 'SUCCEEDED')
  return authorization === undefined || authorized
    ? book
    : moveOperation(book, authorization.id, { status: 'SUCCEEDED' })
}

/** A difference between our books and the provider's: recorded, never overwritten. */
export function breakOf(book: ChargeBook, what: string, ours: string, theirs: string): ChargeBook {
  return note(book, {
    type: 'reconciliation.break',
    key: `${what}:${theirs}`,
    data: { what, ours, theirs },
    needsAttention: true,
  })
}
