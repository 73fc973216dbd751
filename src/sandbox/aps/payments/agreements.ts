import type { RevokeResult, Revoker } from '../../simulator.ts'
import type { AgreementRecord, OrderRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { isDomestic } from './cards.ts'
import { changeToken } from './tokens.ts'

/** Opens the agreement of a customer's successful payment. If it exists already, it continues with the new token. */
export function openAgreement(unit: Unit, order: OrderRecord): void {
  const { agreementId, card, echo, recurring } = order
  if (agreementId === null || recurring || !card) return
  const count = echo['recurring_transactions_count']
  unit.tables.agreements.put({
    id: agreementId,
    reference: order.reference,
    status: 'ACTIVE',
    tokenName: order.tokenName,
    paymentMethod: isDomestic(card.brand) ? (card.brand === 'MADA' ? 'MADA' : 'MEEZA') : 'CARD',
    mode: echo['recurring_mode'] ?? null,
    amount: order.amount,
    transactionsCount: count === undefined ? null : Number(count),
    expiryDate: echo['recurring_expiry_date'] ?? null,
    paid: 0,
    createdAt: unit.now,
  })
}

/** The agreement of a recurring payment: the one that the payment names, otherwise the latest of its token. */
export function agreementOfPayment(
  unit: Unit,
  payment: { readonly agreementId: string | undefined; readonly tokenName: string },
): AgreementRecord | null {
  const { agreements } = unit.tables
  if (payment.agreementId !== undefined) return agreements.get(payment.agreementId) ?? null
  return [...agreements.values()].findLast(({ tokenName }) => tokenName === payment.tokenName) ?? null
}

/** Whether the agreement allows one more payment. Only the token is checked, unless the check is strict. */
export function isAllowed(
  unit: Unit,
  agreement: AgreementRecord | null,
  payment: { readonly agreementId: string | undefined; readonly tokenName: string; readonly amount: number },
): boolean {
  if (payment.agreementId !== undefined && agreement?.tokenName !== payment.tokenName) return false
  if (!unit.inferences.strictRecurring || !agreement) return true
  const { transactionsCount, paid, expiryDate, mode, amount } = agreement
  if (transactionsCount !== null && paid >= transactionsCount) return false
  if (expiryDate !== null && unit.now.slice(0, 10) > expiryDate) return false
  return mode !== 'FIXED' || payment.amount === amount
}

export function countPayment(unit: Unit, order: OrderRecord): void {
  const agreement = unit.tables.agreements.get(order.agreementId ?? '')
  if (order.recurring && agreement) unit.tables.agreements.put({ ...agreement, paid: agreement.paid + 1 })
}

/** Ends an active agreement as the consumer or the provider would, by ending its token. APS does not announce it. */
export function revokeAgreement(unit: Unit, agreementId: string, by: Revoker): RevokeResult {
  const agreement = unit.tables.agreements.get(agreementId)
  if (!agreement) return 'not-found'
  if (agreement.status !== 'ACTIVE') return 'not-active'
  const token = unit.tables.tokens.get(agreement.tokenName)
  const status = `REVOKED_BY_${by}` as const
  if (token) changeToken(unit, token, { active: false, status })
  unit.tables.agreements.put({ ...agreement, status })
  return 'revoked'
}
