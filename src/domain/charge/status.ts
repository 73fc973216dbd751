import { type Failure, isDiscard } from '../decline/failure.ts'
import type { ChargeStatus, OperationStatus } from '../enums.ts'
import { type CountedOperation, chargeAmounts } from './amounts.ts'

export interface StatusOperation extends CountedOperation {
  readonly failure: Failure | null
}

/**
 * The status of a charge, derived from its operations and from whether the consumer must act. The integrity checks
 * derive it again and compare.
 */
export function chargeStatus(operations: readonly StatusOperation[], consumerHasToAct: boolean): ChargeStatus {
  const authorization = operations.find(
    operation => operation.kind === 'AUTHORIZATION' && operation.status !== 'FAILED',
  )
  if (authorization === undefined) {
    const failed = operations.find(operation => operation.kind === 'AUTHORIZATION')
    return failed?.failure && isDiscard(failed.failure) ? 'DISCARDED' : 'FAILED'
  }
  switch (authorization.status) {
    case 'PROCESSING':
      return 'PROCESSING'
    case 'UNKNOWN':
      return 'UNKNOWN'
    case 'PENDING':
      return consumerHasToAct ? 'AUTHENTICATION_PENDING' : 'AUTHORIZATION_PENDING'
    default:
      return statusOfAuthorized(operations)
  }
}

function statusOfAuthorized(operations: readonly StatusOperation[]): ChargeStatus {
  const { authorized, captured, refunded, voided } = chargeAmounts(operations)
  if (captured + voided < authorized) return captured > 0n ? 'PARTIALLY_CAPTURED' : 'AUTHORIZED'
  if (captured === 0n) return 'VOIDED'
  if (refunded === 0n) return 'CAPTURED'
  return refunded < captured ? 'PARTIALLY_REFUNDED' : 'REFUNDED'
}

const undecided: ReadonlySet<ChargeStatus> = new Set([
  'PROCESSING',
  'UNKNOWN',
  'AUTHENTICATION_PENDING',
  'AUTHORIZATION_PENDING',
])

/** True until it is known whether the payment is authorized. */
export function isUndecidedCharge(status: ChargeStatus): boolean {
  return undecided.has(status)
}

const settled: ReadonlySet<ChargeStatus> = new Set([
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'VOIDED',
  'FAILED',
  'DISCARDED',
])

/** True if nothing can change without a new request: a settled status and no operation in progress. */
export function isTerminalCharge(
  status: ChargeStatus,
  operations: readonly { readonly status: OperationStatus }[],
): boolean {
  return settled.has(status) && operations.every(({ status: of }) => of === 'SUCCEEDED' || of === 'FAILED')
}
