import type { OperationKind, OperationStatus } from '../enums.ts'

export interface CountedOperation {
  readonly kind: OperationKind
  readonly amount: bigint
  readonly status: OperationStatus
}

/** Minor units of the charge's currency. */
export interface ChargeAmounts {
  readonly authorized: bigint
  readonly captured: bigint
  readonly refunded: bigint
  readonly voided: bigint
  /** What can still be captured or voided, without amounts in progress or unknown. */
  readonly capturable: bigint
  /** What can still be refunded, without amounts in progress or unknown. */
  readonly refundable: bigint
  /** Refunds in progress, pending or unknown. */
  readonly pendingRefund: bigint
}

/**
 * The balances of a charge, always computed from its operations. Totals count what has SUCCEEDED; PROCESSING, UNKNOWN
 * and PENDING amounts count as used until they are known.
 */
export function chargeAmounts(operations: readonly CountedOperation[]): ChargeAmounts {
  const done = (kind: OperationKind) => sum(operations, kind, status => status === 'SUCCEEDED')
  const open = (kind: OperationKind) => sum(operations, kind, status => status !== 'SUCCEEDED' && status !== 'FAILED')
  const authorized = done('AUTHORIZATION')
  const captured = done('CAPTURE')
  const refunded = done('REFUND')
  const voided = done('VOID')
  return {
    authorized,
    captured,
    refunded,
    voided,
    capturable: authorized - captured - voided - open('CAPTURE') - open('VOID'),
    refundable: captured - refunded - open('REFUND'),
    pendingRefund: open('REFUND'),
  }
}

function sum(
  operations: readonly CountedOperation[],
  kind: OperationKind,
  counts: (status: OperationStatus) => boolean,
): bigint {
  let total = 0n
  for (const operation of operations) if (operation.kind === kind && counts(operation.status)) total += operation.amount
  return total
}
