import { escapeHtml } from '../../web/http.ts'
import { echoOf } from '../api/fields.ts'
import { type ResponseCode, responseOf } from '../api/messages.ts'
import type { Values } from '../api/validation.ts'
import { hasFailed } from '../payments/tokens.ts'
import type { TokenRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { type CardForm, enteredCard } from './entered-card.ts'

/**
 * Makes a one-time token of a card. The same form sent again gets the same token, unless a payment with it has failed.
 * Failures are 17016 for the number, 17100 and 17012 for the date, 17002 for the rest, 17114 for a name that is taken.
 */
export function tokenize(unit: Unit, values: Values, form: CardForm): Values {
  const card = checkedCard(unit, form)
  if (typeof card === 'string') return failure(values, card)
  const token = earlierToken(unit, values, card) ?? newToken(unit, values, card)
  if (!token) return failure(values, '17114')
  return {
    ...echoOf(values),
    card_bin: card.bin,
    card_number: card.masked,
    expiry_date: card.expiryDate,
    ...(card.holderName !== null && { card_holder_name: escapeHtml(card.holderName) }),
    token_name: token.id,
    ...responseOf('18000'),
  }
}

export function failure(values: Values, code: ResponseCode): Values {
  return { ...echoOf(values), ...responseOf(code) }
}

function checkedCard(unit: Unit, form: CardForm): TokenRecord['card'] | ResponseCode {
  const entered = enteredCard(form, unit.nowMs)
  return entered.card ?? entered.problems[0]?.code ?? '17016'
}

function earlierToken(unit: Unit, values: Values, card: TokenRecord['card']): TokenRecord | undefined {
  const tokens = unit.searches.tokensByReference(values['merchant_reference'] ?? '')
  return tokens.findLast(token => {
    const isSame = JSON.stringify(token.card) === JSON.stringify(card)
    return isSame && token.active && !hasFailed(unit, token)
  })
}

function newToken(unit: Unit, values: Values, card: TokenRecord['card']): TokenRecord | null {
  const id = values['token_name'] ?? unit.newHex()
  if (unit.tables.tokens.get(id)) return null
  return unit.tables.tokens.put({
    id,
    reference: values['merchant_reference'] ?? '',
    card,
    permanent: false,
    active: true,
    ended: false,
    usedBy: null,
    createdAt: unit.now,
  })
}
