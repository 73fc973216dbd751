import type { Ledger, LedgerCharge } from '../simulator.ts'
import { amountsOf } from './payments/amounts.ts'
import type { OrderRecord } from './records.ts'
import type { Tables } from './unit.ts'

export const PROVIDER = 'APS'

export function ledgerOf(tables: Tables): Ledger {
  return {
    agreements: Array.from(tables.agreements.values(), ({ id, reference, status, paymentMethod, createdAt }) => {
      return { provider: PROVIDER, id, reference, status, paymentMethod, createdAt }
    }),
    charges: Array.from(tables.orders.values(), chargeEntry),
    webhooks: Array.from(tables.webhooks.values(), ({ type, subject, attempts, delivered }) => {
      return { provider: PROVIDER, type, subject, attempts, delivered }
    }),
  }
}

function chargeEntry(order: OrderRecord): LedgerCharge {
  const { id, reference, agreementId, amount, currency, createdAt } = order
  const { captured, refunded, voided } = amountsOf(order)
  return {
    provider: PROVIDER,
    id,
    reference,
    agreementId,
    amount,
    currency,
    status: statusOf(order),
    captured,
    refunded,
    voided,
    createdAt,
  }
}

/** The status in the words that all providers share in the ledger. */
function statusOf(order: OrderRecord): LedgerCharge['status'] {
  const { authorized, captured, voided } = amountsOf(order)
  if (order.state === 'ON_HOLD' || order.state === 'OPEN') return 'PENDING'
  if (order.state === 'FAILED') return 'FAILED'
  if (authorized > captured + voided) return 'AUTHORIZED'
  return captured > 0 ? 'CAPTURED' : 'VOIDED'
}
