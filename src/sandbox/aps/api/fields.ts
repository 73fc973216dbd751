import { escapeHtml } from '../../web/http.ts'
import type { Operation, OrderRecord } from '../records.ts'
import { type ResponseCode, responseOf } from './messages.ts'
import { isFreeText } from './parameters.ts'
import type { Values } from './validation.ts'

const NEVER_REPEATED = ['signature', 'card_security_code', 'card_number', 'expiry_date']

/** A request's parameters as every answer echoes them: free text escaped, without card data. */
export function echoOf(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => !NEVER_REPEATED.includes(name))
      .map(([name, value]) => [name, isFreeText(name) ? escapeHtml(value) : value]),
  )
}

const APPROVED_ACQUIRER_CODE = '00'

/** The answer to a payment. Its direct feedback and the browser's return have the same fields. */
export function paymentFields(order: OrderRecord, code: ResponseCode = order.code): Values {
  const { card, authorizationCode, agreementId, recurring, echo } = order
  const isSuccess = code === '14000' || code === '02000'
  const { token_name: tokenName, ...rest } = echo
  const isForgotten = isSuccess && echo['remember_me'] === 'NO'
  return {
    ...rest,
    fort_id: order.id,
    eci: echo['eci'] ?? 'ECOMMERCE',
    ...(card && cardFields(card)),
    ...(tokenName !== undefined && !isForgotten && { token_name: tokenName }),
    ...(isSuccess && authorizationCode && { authorization_code: authorizationCode }),
    ...(isSuccess && !recurring && agreementId && { agreement_id: agreementId }),
    ...acquirerFields(isSuccess ? APPROVED_ACQUIRER_CODE : order.acquirerCode),
    ...responseOf(code),
  }
}

/** The answer that asks for 3-D Secure. It contains no token. */
export function authenticationFields(order: OrderRecord, url: string): Values {
  const { token_name: _, ...fields } = paymentFields(order, '20064')
  return { ...fields, '3ds_url': url }
}

/** A technical problem does not show what was stored: both cases look the same. */
export function technicalFields(order: OrderRecord, code: ResponseCode): Values {
  return { ...order.echo, ...responseOf(code) }
}

export function operationFields(order: OrderRecord, operation: Operation): Values {
  const { code, acquirerCode, status, echo } = operation
  return {
    ...echo,
    fort_id: order.id,
    ...acquirerFields(status === 'DONE' ? APPROVED_ACQUIRER_CODE : acquirerCode),
    ...responseOf(code),
  }
}

function cardFields(card: NonNullable<OrderRecord['card']>): Values {
  return {
    payment_option: card.brand,
    card_number: card.masked,
    expiry_date: card.expiryDate,
    ...(card.holderName !== null && { card_holder_name: escapeHtml(card.holderName) }),
  }
}

function acquirerFields(acquirerCode: string | null): Values {
  return acquirerCode === null ? {} : { acquirer_response_code: acquirerCode }
}
