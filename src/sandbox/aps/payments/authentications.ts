import type { Decision } from '../../web/decision.ts'
import { paymentFields, technicalFields } from '../api/fields.ts'
import { Refusal, type ResponseCode } from '../api/messages.ts'
import type { Values } from '../api/validation.ts'
import type { Authentication, OrderRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { type Card, isDomestic } from './cards.ts'
import { concludeAs, decidePayment, failedCode, settlePayment } from './outcome.ts'

/** 3-D Secure is required if the customer is present and the card supports it. */
export function requiresAuthentication(unit: Unit, card: Card, values: Values): boolean {
  const eci = values['eci'] ?? 'ECOMMERCE'
  if (eci !== 'ECOMMERCE' || !card.requiresAuthentication) return false
  if (isDomestic(card.brand)) return true
  return values['check_3ds'] !== 'NO' || !unit.inferences.check3dsCanBeSkipped
}

/** Stores a payment that waits for its customer. @throws {Refusal} 00037 if the customer could not be sent back */
export function holdForAuthentication(
  unit: Unit,
  order: OrderRecord,
  returnUrl: string | undefined,
): { readonly order: OrderRecord; readonly url: string } {
  if (returnUrl === undefined) throw new Refusal('00037')
  const sessionId = unit.newHex()
  const timerId = unit.setTimer(unit.inferences.authenticationTimeoutMs, {
    kind: 'authentication-timeout',
    orderId: order.id,
  })
  const authentication = { sessionId, returnUrl, timerId, answer: null, returnedCode: null }
  const held = unit.tables.orders.put({ ...order, state: 'ON_HOLD', code: '20064', authentication })
  return { order: held, url: unit.surroundings.authenticationUrl(sessionId, order.id) }
}

/** The customer's answer completes the payment. Only the first answer has an effect, and only in time. */
export function answerAuthentication(unit: Unit, orderId: string, decision: Decision): void {
  const order = unit.tables.orders.get(orderId)
  const authentication = order?.authentication
  if (order?.state !== 'ON_HOLD' || !authentication || authentication.answer !== null) return
  unit.cancelTimer(authentication.timerId)
  if (decision === 'approve') {
    const { order: settled, code } = settlePayment(unit, order, decidePayment(unit, order))
    keepAnswer(unit, settled, { ...authentication, answer: 'approved', returnedCode: code })
    return
  }
  const code = unit.inferences.authenticationFailure === '10030' ? '10030' : failedCode(order, '030')
  const failed = concludeAs(unit, { ...order, state: 'FAILED', code })
  keepAnswer(unit, failed, { ...authentication, answer: 'declined', returnedCode: code })
}

/** Ends an authentication at its timeout. Whether the order then shows it is an inference; it can no longer be paid. */
export function expireAuthentication(unit: Unit, orderId: string): void {
  const order = unit.tables.orders.get(orderId)
  if (order?.state !== 'ON_HOLD' || !order.authentication || order.authentication.answer !== null) return
  const code = unit.inferences.abandonedAuthentication === '15778' ? '15778' : order.code
  keepAnswer(unit, { ...order, code }, { ...order.authentication, answer: 'expired' })
}

/** The fields that the browser brings back to the merchant, the same at every visit. */
export function returnedFields(order: OrderRecord, code: ResponseCode): Values {
  return code.endsWith('006') ? technicalFields(order, code) : paymentFields(order, code)
}

function keepAnswer(unit: Unit, order: OrderRecord, authentication: Authentication): void {
  unit.tables.orders.put({ ...order, authentication })
}
