import { exceeds, MAX_FORM_FIELDS, parseForm } from '../../base/text/form.ts'
import { isRecord, JSON_DEPTH, parseJson } from '../../base/text/json.ts'
import { textOf, type Wire } from '../shared/wire.ts'

/** Far more than any message from APS has, including commas and colons in its texts. */
export const MAX_JSON_MARKS = 10_000

/**
 * A JSON message from APS, with numbers as text, because the signature is over their text and amounts can be numbers or
 * strings. Undefined if it is not an object, nests too deeply, or has too many parts. The parts are counted first,
 * because an unsigned message must be parsed and sorted before its signature can be checked.
 */
export function parseJsonMessage(text: string): Wire | undefined {
  if (exceeds(text, '{[:,', MAX_JSON_MARKS)) return undefined
  const value = parseJson(text, JSON_DEPTH, asWritten)
  return isRecord(value) && Object.keys(value).length <= MAX_FORM_FIELDS ? value : undefined
}

function asWritten(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' ? (context?.source ?? String(value)) : value
}

/**
 * The decoded fields of a form. Undefined if a field occurs twice, because it would be unclear which one was signed, or
 * if there are too many.
 */
export function parseFormMessage(text: string): Wire | undefined {
  const pairs = parseForm(text)
  if (pairs === undefined) return undefined
  const fields = Object.fromEntries(pairs)
  return pairs.length === Object.keys(fields).length ? fields : undefined
}

/** APS's five digits: two of status, three of message. */
export interface ResponseCode {
  readonly code: string
  readonly status: string
  readonly message: string
}

/** Undefined if it is missing or contradicts the status field. */
export function responseCodeOf(message: Wire): ResponseCode | undefined {
  return codeIn(message, 'response_code', 'status')
}

/** The code of the transaction of a CHECK_STATUS. */
export function transactionCodeOf(message: Wire): ResponseCode | undefined {
  return codeIn(message, 'transaction_code', 'transaction_status')
}

function codeIn(message: Wire, codeField: string, statusField: string): ResponseCode | undefined {
  const code = textOf(message, codeField)
  if (code === undefined || !/^\d{5}$/.test(code)) return undefined
  const status = code.slice(0, 2)
  return (textOf(message, statusField) ?? status) === status ? { code, status, message: code.slice(2) } : undefined
}

/** Minor units; undefined if the field is missing or not a plain integer. */
export function minorUnitsOf(message: Wire, field: string): bigint | undefined {
  const text = textOf(message, field)
  return text !== undefined && /^\d{1,15}$/.test(text) ? BigInt(text) : undefined
}

/** The first of these fields that the message echoes with a different value. A missing field is not a difference. */
export function differingEcho(sent: Wire, message: Wire, fields: readonly string[]): string | undefined {
  return fields.find(field => {
    const ours = textOf(sent, field)
    const theirs = message[field]
    return ours !== undefined && theirs !== undefined && theirs !== null && theirs !== ours
  })
}
