import { paymentFields, technicalFields } from '../api/fields.ts'
import type { ResponseCode } from '../api/messages.ts'
import type { Values } from '../api/validation.ts'
import { magicOutcome, type Outcome, outcomeNamed, type Resolution } from '../outcomes.ts'
import type { OrderRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { countPayment, openAgreement } from './agreements.ts'
import { keepToken } from './tokens.ts'

/** The answer to a payment. Message 006 shows less than `order` contains. */
type Settled = { readonly order: OrderRecord; readonly code: ResponseCode; readonly fields: Values }

const CODES = {
  PURCHASE: { success: '14000', failed: '13', state: 'PURCHASED' },
  AUTHORIZATION: { success: '02000', failed: '03', state: 'AUTHORIZED' },
} as const

const TECHNICAL_PROBLEM = '006'

/** The bank's decision: a scripted outcome first, then a magic amount, else approval. */
export function decidePayment(unit: Unit, order: OrderRecord): Outcome {
  const scripted = unit.surroundings.settings.takeOutcome('charge', order.agreementId)
  if (scripted !== undefined) return outcomeNamed(scripted)
  return magicOutcome('charge', order.amount) ?? { kind: 'approve' }
}

/** Stores the outcome of a payment and announces it, unless a technical problem lost it before it was stored. */
export function settlePayment(unit: Unit, order: OrderRecord, outcome: Outcome): Settled {
  switch (outcome.kind) {
    case 'approve':
      return answered(conclude(unit, order, 'approve'))
    case 'decline':
      return answered(conclude(unit, order, outcome.decline))
    case 'open':
      return answered(leaveOpen(unit, order, outcome))
    case 'technical':
      return failTechnically(unit, order, outcome)
  }
}

/** Ends a payment that is still open. */
export function resolvePayment(unit: Unit, orderId: string, resolution: Resolution): void {
  const order = unit.tables.orders.get(orderId)
  if (order?.state === 'OPEN') conclude(unit, order, resolution)
}

/** The failed code of the payment's command with this message, e.g. 13030. */
export function failedCode(order: OrderRecord, message: string): ResponseCode {
  return `${CODES[order.command].failed}${message}`
}

/** Ends a payment, with its effects on token and agreement, and its direct or notification feedback. */
function conclude(unit: Unit, order: OrderRecord, resolution: Resolution): OrderRecord {
  const { success, state } = CODES[order.command]
  if (resolution !== 'approve') {
    const { message, acquirerCode } = resolution
    return concludeAs(unit, { ...order, state: 'FAILED', code: failedCode(order, message), acquirerCode })
  }
  const paid: OrderRecord = { ...order, state, code: success, authorizationCode: unit.newAuthorizationCode() }
  keepToken(unit, paid)
  openAgreement(unit, paid)
  countPayment(unit, paid)
  if (state === 'AUTHORIZED') {
    unit.setTimer(unit.inferences.authorizationLifetimeMs, { kind: 'authorization-lapse', orderId: order.id })
  }
  return concludeAs(unit, paid)
}

/** Stores the order unchanged and announces it. */
export function concludeAs(unit: Unit, order: OrderRecord): OrderRecord {
  unit.tables.orders.put(order)
  unit.emit(order.command, order.id, paymentFields(order))
  return order
}

function leaveOpen(unit: Unit, order: OrderRecord, outcome: Outcome & { kind: 'open' }): OrderRecord {
  const { code, resolution } = outcome
  unit.setTimer(unit.inferences.resolutionDelayMs, { kind: 'payment-resolution', orderId: order.id, resolution })
  return concludeAs(unit, { ...order, state: 'OPEN', code })
}

/**
 * Answers 006. A lost payment is a declined order, unless it was refused under status 00 before anything was stored:
 * then CHECK_STATUS finds nothing.
 */
function failTechnically(unit: Unit, order: OrderRecord, outcome: Outcome & { kind: 'technical' }): Settled {
  const code = outcome.status === 'invalid' ? `00${TECHNICAL_PROBLEM}` : failedCode(order, TECHNICAL_PROBLEM)
  if (outcome.committed) {
    const paid = conclude(unit, order, 'approve')
    return { order: paid, code, fields: technicalFields(paid, code) }
  }
  const isStored = unit.tables.orders.get(order.id) !== undefined
  if (outcome.status === 'invalid' && !isStored) {
    freeToken(unit, order)
    return { order, code, fields: technicalFields(order, code) }
  }
  const failed = conclude(unit, order, { message: '666', acquirerCode: '96' })
  return { order: failed, code, fields: technicalFields(failed, code) }
}

function freeToken(unit: Unit, order: OrderRecord): void {
  const token = unit.tables.tokens.get(order.tokenName)
  if (token?.usedBy === order.id) unit.tables.tokens.put({ ...token, usedBy: null })
}

function answered(order: OrderRecord): Settled {
  return { order, code: order.code, fields: paymentFields(order) }
}
