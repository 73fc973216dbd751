import type { AgreementRecord, OrderRecord, TokenRecord } from '../records.ts'
import type { Unit } from '../unit.ts'

/**
 * A recurring payment needs a token that a payment made permanent; a payment with the customer present can use a new
 * one.
 */
export function usableToken(unit: Unit, name: string, recurring: boolean): TokenRecord | null {
  const token = unit.tables.tokens.get(name)
  if (!token?.active) return null
  if (token.permanent) return token
  const isSpent = token.usedBy !== null && unit.inferences.tokenAfterDecline === 'spent'
  return recurring || isSpent || isHeld(unit, token) ? null : token
}

/**
 * While a payment with a one-time token is open, the token cannot be used for another payment, even if it could be used
 * again after a decline.
 */
function isHeld(unit: Unit, token: TokenRecord): boolean {
  return token.usedBy !== null && !hasFailed(unit, token)
}

/** Whether the payment that used a one-time token was declined or abandoned by its customer. */
export function hasFailed(unit: Unit, { usedBy }: TokenRecord): boolean {
  const order = unit.tables.orders.get(usedBy ?? '')
  return order?.state === 'FAILED' || order?.authentication?.answer === 'expired'
}

/** Makes the token of a successful payment permanent, unless the customer asked not to be remembered. */
export function keepToken(unit: Unit, order: OrderRecord): void {
  const token = unit.tables.tokens.get(order.tokenName)
  if (!token || token.permanent || order.echo['remember_me'] === 'NO') return
  unit.tables.tokens.put({ ...token, permanent: true })
}

/** Activates or ends a token and the agreements that charge it. */
export function changeToken(
  unit: Unit,
  token: TokenRecord,
  { active, status }: { readonly active: boolean; readonly status: AgreementRecord['status'] },
): TokenRecord {
  const ended = token.ended || status === 'REVOKED_BY_CONSUMER' || status === 'REVOKED_BY_PROVIDER'
  const from = active ? 'REVOKED_BY_MERCHANT' : 'ACTIVE'
  for (const agreement of unit.tables.agreements.values()) {
    if (agreement.tokenName === token.id && agreement.status === from)
      unit.tables.agreements.put({ ...agreement, status })
  }
  return unit.tables.tokens.put({ ...token, active, ended })
}

/** Gives a token another name, in its agreements too. */
export function renameToken(unit: Unit, token: TokenRecord, name: string): TokenRecord {
  unit.tables.tokens.delete(token.id)
  for (const agreement of unit.tables.agreements.values()) {
    if (agreement.tokenName === token.id) unit.tables.agreements.put({ ...agreement, tokenName: name })
  }
  return unit.tables.tokens.put({ ...token, id: name })
}
