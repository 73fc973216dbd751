import type { ChargeRecord, ChargeStatus } from '../records.ts'

type Operations = Pick<ChargeRecord, 'authorizations' | 'captures' | 'refunds' | 'voids'>

/** The amounts of a charge, computed from its operations; integer minor units. */
type ChargeAmounts = {
  readonly authorized: number
  readonly captured: number
  readonly voided: number
  readonly refunded: number
  /** Refunds that the provider has not decided. */
  readonly refundPending: number
  /** Authorized, and neither captured nor voided. */
  readonly uncaptured: number
  readonly refundable: number
}

export function amountsOf(charge: Operations): ChargeAmounts {
  const authorized = sumOf(charge.authorizations, 'AUTHORIZED')
  const captured = sumOf(charge.captures, 'CAPTURED')
  const voided = sumOf(charge.voids, 'VOIDED')
  const refunded = sumOf(charge.refunds, 'REFUNDED')
  const refundPending = sumOf(charge.refunds, 'PENDING')
  return {
    authorized,
    captured,
    voided,
    refunded,
    refundPending,
    uncaptured: authorized - captured - voided,
    refundable: captured - refunded - refundPending,
  }
}

/**
 * The status of an authorized charge. It is CAPTURE_PENDING while any amount is left to capture, and REFUNDED only if
 * everything that was captured is refunded. Both are inferred from PPRO's advice on its codes.
 */
export function settledStatus(charge: Operations): ChargeStatus {
  const { uncaptured, captured, refunded } = amountsOf(charge)
  if (uncaptured > 0) return 'CAPTURE_PENDING'
  if (captured === 0) return 'VOIDED'
  return refunded === captured ? 'REFUNDED' : 'CAPTURED'
}

function sumOf(operations: ReadonlyArray<{ amount: number; status: string }>, status: string): number {
  return operations.reduce((sum, operation) => (operation.status === status ? sum + operation.amount : sum), 0)
}
