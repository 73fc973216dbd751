import type { Operation, OrderRecord } from '../records.ts'

/** The amounts of an order, computed from its operations; integer minor units. */
type Amounts = {
  readonly authorized: number
  readonly captured: number
  readonly refunded: number
  readonly voided: number
  /** Neither captured nor voided, and not about to be captured or voided. */
  readonly capturable: number
  readonly refundable: number
}

export function amountsOf(order: Pick<OrderRecord, 'state' | 'amount' | 'operations'>): Amounts {
  const isPaid = order.state === 'PURCHASED'
  const authorized = isPaid || order.state === 'AUTHORIZED' ? order.amount : 0
  const captured = isPaid ? order.amount : sumOf(order, 'capture', 'DONE')
  const refunded = sumOf(order, 'refund', 'DONE')
  const voided = sumOf(order, 'void', 'DONE')
  return {
    authorized,
    captured,
    refunded,
    voided,
    capturable: authorized - captured - voided - sumOf(order, 'capture', 'OPEN') - sumOf(order, 'void', 'OPEN'),
    refundable: captured - refunded - sumOf(order, 'refund', 'OPEN'),
  }
}

function sumOf({ operations }: Pick<OrderRecord, 'operations'>, kind: Operation['kind'], status: Operation['status']) {
  return operations.reduce(
    (sum, operation) => (operation.kind === kind && operation.status === status ? sum + operation.amount : sum),
    0,
  )
}
