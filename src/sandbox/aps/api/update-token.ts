import { escapeHtml } from '../../web/http.ts'
import { changeToken, renameToken } from '../payments/tokens.ts'
import type { TokenRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { echoOf } from './fields.ts'
import { responseOf } from './messages.ts'
import type { Values } from './validation.ts'

/**
 * Changes a permanent token: its card's date and holder, its name, or whether it is active. Its agreements change with
 * it. A token that the consumer or the provider ended cannot be made active again (59034, an inference).
 */
export function updateToken(unit: Unit, values: Values): Values {
  const token = unit.tables.tokens.get(values['token_name'] ?? '')
  const newName = values['new_token_name']
  const status = values['token_status']
  if (!token?.permanent) return { ...echoOf(values), ...responseOf('59044') }
  if (newName !== undefined && unit.tables.tokens.get(newName)) return { ...echoOf(values), ...responseOf('59114') }
  if (status === 'ACTIVE' && token.ended) return { ...echoOf(values), ...responseOf('59034') }
  let changed = unit.tables.tokens.put({
    ...token,
    card: {
      ...token.card,
      expiryDate: values['expiry_date'] ?? token.card.expiryDate,
      holderName: values['card_holder_name'] ?? token.card.holderName,
    },
  })
  if (status === 'ACTIVE') changed = changeToken(unit, changed, { active: true, status: 'ACTIVE' })
  if (status === 'INACTIVE') changed = changeToken(unit, changed, { active: false, status: 'REVOKED_BY_MERCHANT' })
  if (newName !== undefined) changed = renameToken(unit, changed, newName)
  return { ...echoOf(values), ...tokenFields(changed), ...responseOf('58000') }
}

function tokenFields({ card, active, createdAt }: TokenRecord): Values {
  return {
    card_number: card.masked,
    card_brand: card.brand,
    card_bin: card.bin,
    expiry_date: card.expiryDate,
    ...(card.holderName !== null && { card_holder_name: escapeHtml(card.holderName) }),
    creation_date: createdAt,
    token_status: active ? 'ACTIVE' : 'INACTIVE',
  }
}
