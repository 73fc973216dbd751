import { Refusal, type ResponseCode } from '../api/messages.ts'
import { PAYMENT_OPTIONS } from '../api/parameters.ts'
import type { Values } from '../api/validation.ts'
import type { Inferences } from '../inferences.ts'
import type { OrderRecord, TokenRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { isDomestic } from './cards.ts'
import { isCurrency } from './currencies.ts'

/**
 * Checks everything in a payment but its token: amount (00005), currency (00013), the agreement's fields (00001),
 * return URL (00002), a reference that is taken, the payment option (00003), and recurring payments by a command other
 * than PURCHASE (00112).
 * @throws {Refusal}
 */
export function assertPayment(unit: Unit, command: OrderRecord['command'], values: Values): void {
  assertMoney(values)
  const mode = values['recurring_mode']
  if ((mode === 'FIXED' || mode === 'VARIABLE') && values['recurring_transactions_count'] === undefined) {
    throw new Refusal('00001', 'recurring_transactions_count')
  }
  const recurring = values['eci'] === 'RECURRING'
  if (recurring && unit.inferences.strictRecurring && values['agreement_id'] === undefined) {
    throw new Refusal('00001', 'agreement_id')
  }
  assertReturnUrl(values['return_url'], unit.inferences)
  const taken = duplicateCode(unit, values['merchant_reference'] ?? '')
  if (taken !== null) throw new Refusal(taken)
  const option = values['payment_option']
  if (option !== undefined && !PAYMENT_OPTIONS.some(known => known === option)) throw new Refusal('00003')
  if (recurring && command !== 'PURCHASE') throw new Refusal('00112')
}

/** @throws {Refusal} 00005 if the amount is not positive, 00013 if the currency is unknown */
export function assertMoney({ amount, currency }: Values): void {
  if (Number(amount) <= 0) throw new Refusal('00005')
  if (!isCurrency(currency ?? '')) throw new Refusal('00013')
}

/** @throws {Refusal} 00002 */
export function assertReturnUrl(returnUrl: string | undefined, inferences: Inferences): void {
  if (returnUrl === undefined) return
  const protocols = inferences.returnUrlMustBeHttps ? ['https:'] : ['https:', 'http:']
  if (!protocols.includes(URL.parse(returnUrl)?.protocol ?? '')) throw new Refusal('00002', 'return_url')
}

/**
 * Checks what the token's card and state do not allow: a security code with a new token (00027), another brand (00080),
 * and mada or Meeza for anything but a PURCHASE (00049) with the customer present (00113).
 * @throws {Refusal}
 */
export function assertTokenFits(token: TokenRecord, command: OrderRecord['command'], values: Values): void {
  const { brand } = token.card
  if (!token.permanent && values['card_security_code'] !== undefined) throw new Refusal('00027', 'card_security_code')
  const option = values['payment_option']
  if (option !== undefined && option !== brand) throw new Refusal('00080')
  if (!isDomestic(brand)) return
  if (command !== 'PURCHASE') throw new Refusal('00049')
  if (values['eci'] !== undefined && values['eci'] !== 'ECOMMERCE') throw new Refusal('00113')
}

/** The code for a used reference; null if the reference can be used. */
function duplicateCode(unit: Unit, reference: string): ResponseCode | null {
  const { duplicateReference, declinedReferenceReusable } = unit.inferences
  const order = unit.searches.ordersByReference(reference).at(-1)
  if (!order || (order.state === 'FAILED' && declinedReferenceReusable)) return null
  if (duplicateReference !== 'by-state') return duplicateReference
  if (order.state === 'ON_HOLD' || order.state === 'OPEN') return '00784'
  return order.state === 'FAILED' ? '00066' : '00047'
}
