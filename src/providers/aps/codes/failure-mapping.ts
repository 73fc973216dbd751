import type { Failure } from '../../../domain/decline/failure.ts'
import { type FailureRow, judged } from '../../shared/failure-rows.ts'
import { shortened, textOf, type Wire, withoutTexts } from '../../shared/wire.ts'
import { unescapeHtml } from '../requests/text.ts'

const MAX_MESSAGE_LENGTH = 500

/** Fields with personal data or payment tokens, in our messages and in APS's. */
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

/** The fields of a message with its code and its reason. */
interface ReasonFields {
  readonly code: string
  readonly reason: string
}
const ANSWER: ReasonFields = { code: 'response_code', reason: 'response_message' }
/** The same fields for the transaction in the answer to a CHECK_STATUS. */
export const QUERIED: ReasonFields = { code: 'transaction_code', reason: 'transaction_message' }

/**
 * Makes a recorded failure from a row, with APS's code and message.
 * @param sources The message, then other messages whose personal data it can quote.
 */
export function failureOf(row: FailureRow, sources: readonly [Wire, ...Wire[]], fields = ANSWER): Failure {
  const [message] = sources
  return judged(row, {
    providerCode: textOf(message, fields.code),
    providerMessage: messageOf(sources, fields.reason),
  })
}

/** Like failureOf, for a refused request, with which APS contacted neither acquirer nor issuer. */
export function refusalOf(row: FailureRow, sources: readonly [Wire, ...Wire[]]): Failure {
  return { ...failureOf(row, sources), reachedIssuer: false }
}

/** APS's message and the acquirer's code, without personal data. */
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

/** The failure of a request that HTTP refused. */
export function refusedByHttp(status: number, sources: readonly [Wire, ...Wire[]]): Failure {
  const message = `APS rejected the request (HTTP ${status}). Nothing was done.`
  return refusalOf({ kind: 'INVALID_REQUEST', code: 'INVALID_REQUEST', advice: 'FIX_REQUEST', message }, sources)
}
