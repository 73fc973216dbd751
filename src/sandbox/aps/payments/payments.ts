import { authenticationFields, echoOf } from '../api/fields.ts'
import { Refusal, type ResponseCode } from '../api/messages.ts'
import type { Values } from '../api/validation.ts'
import type { OrderRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { agreementOfPayment, isAllowed } from './agreements.ts'
import { holdForAuthentication, requiresAuthentication } from './authentications.ts'
import { isDomestic, isExpired } from './cards.ts'
import { assertPayment, assertTokenFits } from './checks.ts'
import { threeDecimals } from './currencies.ts'
import { decidePayment, settlePayment } from './outcome.ts'
import { usableToken } from './tokens.ts'

/** An order's code while it is being created; never shown. */
const ORDER_STORED = '01000'

/**
 * A PURCHASE or an AUTHORIZATION: with the customer present, or (`eci=RECURRING`) with the token of an earlier payment.
 * @throws {Refusal} if nothing is stored
 */
export function createPayment(unit: Unit, command: OrderRecord['command'], values: Values): Values {
  assertPayment(unit, command, values)
  const token = usableToken(unit, tokenNameOf(values), isRecurring(values))
  if (token) assertTokenFits(token, command, values)
  else if (unit.inferences.unusableToken === 'invalid-request') throw new Refusal('00044')
  const order = draftOf(unit, command, values, token?.card ?? null)
  const refusal = token ? refusalOf(unit, order, values) : '044'
  if (token && !token.permanent) unit.tables.tokens.put({ ...token, usedBy: order.id })
  if (refusal !== null) {
    const decline = { message: refusal, acquirerCode: null }
    return settlePayment(unit, order, { kind: 'decline', decline }).fields
  }
  if (token && requiresAuthentication(unit, token.card, values)) {
    const { order: held, url } = holdForAuthentication(unit, order, values['return_url'])
    return authenticationFields(held, url)
  }
  return settlePayment(unit, order, decidePayment(unit, order)).fields
}

/** Refuses a well-formed payment before it reaches the bank: the message of a failed payment. */
function refusalOf(unit: Unit, order: OrderRecord, values: Values): ResponseCode | null {
  const { card, recurring, amount, currency, tokenName } = order
  if (!card) return '044'
  const payment = { agreementId: values['agreement_id'], tokenName, amount }
  if (recurring && !isAllowed(unit, agreementOfPayment(unit, payment), payment)) return '034'
  if (isExpired(card, unit.nowMs)) return '012'
  const isRisky = card.brand === 'VISA' && threeDecimals(currency) && amount % 10 !== 0
  return isRisky && unit.inferences.visaThreeDecimalRule ? '666' : null
}

function draftOf(unit: Unit, command: OrderRecord['command'], values: Values, card: OrderRecord['card']): OrderRecord {
  return {
    id: unit.newFortId(),
    reference: values['merchant_reference'] ?? '',
    command,
    state: 'OPEN',
    code: ORDER_STORED,
    acquirerCode: null,
    authorizationCode: null,
    amount: Number(values['amount']),
    currency: values['currency'] ?? '',
    tokenName: tokenNameOf(values),
    card,
    recurring: isRecurring(values),
    agreementId: agreementIdOf(unit, values, card),
    operations: [],
    authentication: null,
    echo: echoOf(values),
    createdAt: unit.now,
  }
}

/** The merchant's own id, or a new one if a customer agrees to later payments without an id. */
function agreementIdOf(unit: Unit, values: Values, card: OrderRecord['card']): string | null {
  const agreementId = values['agreement_id']
  if (agreementId !== undefined) return agreementId
  if (isRecurring(values)) return agreementOfPayment(unit, { agreementId, tokenName: tokenNameOf(values) })?.id ?? null
  return values['recurring_mode'] !== undefined && card && !isDomestic(card.brand) ? unit.newAgreementId() : null
}

function isRecurring(values: Values): boolean {
  return values['eci'] === 'RECURRING'
}

function tokenNameOf(values: Values): string {
  return values['token_name'] ?? ''
}
