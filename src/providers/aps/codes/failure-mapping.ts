import type { Failure } from '../../../domain/decline/failure.ts'
import { type FailureRow, judged } from '../../shared/failure-rows.ts'
import { shortened, textOf, type Wire, withoutTexts } from '../../shared/wire.ts'
import { unescapeHtml } from '../requests/text.ts'

const MAX_MESSAGE_LENGTH = 500

/** Fields, ours and APS's, in which something of the consumer stands, or what could be charged with. */
const PERSONAL_FIELDS = [
  'card_bin',
  'card_holder_name',
  'card_number',
  'customer_email',
  'customer_ip',
  'customer_name',
  'expiry_date',
  'order_description',
  'phone_number',
  'token_name',
]

/** Where a message carries its code and its reason. */
export interface ReasonFields {
  readonly code: string
  readonly reason: string
}
const ANSWER: ReasonFields = { code: 'response_code', reason: 'response_message' }
/** Of the transaction that a CHECK_STATUS asked about. */
export const QUERIED: ReasonFields = { code: 'transaction_code', reason: 'transaction_message' }

/**
 * A row with APS's own words beside it.
 * @param sources the message first; then whatever else shows what its text could quote of the consumer.
 */
export function failureOf(row: FailureRow, sources: readonly [Wire, ...Wire[]], fields = ANSWER): Failure {
  const [message] = sources
  return judged(row, {
    providerCode: textOf(message, fields.code),
    providerMessage: messageOf(sources, fields.reason),
  })
}

/** The same of a request that APS refused as it was made: it asked no acquirer, and so no issuer. */
export function refusalOf(row: FailureRow, sources: readonly [Wire, ...Wire[]]): Failure {
  return { ...failureOf(row, sources), reachedIssuer: false }
}

/** APS's words for people, with the acquirer's code behind them. */
function messageOf(sources: readonly [Wire, ...Wire[]], field: string): string | undefined {
  const [message] = sources
  const text = textOf(message, field)
  const acquirerCode = textOf(message, 'acquirer_response_code')
  const whole = acquirerCode === undefined ? text : `${text ?? ''} (${acquirerCode})`.trim()
  if (whole === undefined) return undefined
  const personal = sources
    .flatMap(source => PERSONAL_FIELDS.map(name => textOf(source, name)))
    .filter(value => value !== undefined && value.length > 2)
    .flatMap(value => (value === undefined ? [] : [value, unescapeHtml(value)]))
  return shortened(withoutTexts(unescapeHtml(withoutTexts(whole, personal)), personal), MAX_MESSAGE_LENGTH)
}

/** The failure of a request that was refused by HTTP. */
export function refusedByHttp(status: number, sources: readonly [Wire, ...Wire[]]): Failure {
  const message = `APS rejected the request (HTTP ${status}). Nothing was done.`
  return refusalOf({ kind: 'INVALID_REQUEST', code: 'INVALID_REQUEST', advice: 'FIX_REQUEST', message }, sources)
}
