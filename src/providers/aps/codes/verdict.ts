import { authenticationFailed, canceledByConsumer, type FailureRow, row, soft } from '../../shared/failure-rows.ts'
import type { ResponseCode } from '../message.ts'
import { messageCodes } from './message-codes.ts'
import { acquirerCodeOf } from './read-acquirer-code.ts'
import { statusCodes } from './status-codes.ts'

/** The commands whose response codes are interpreted. */
export type ApsCommand =
  | 'PURCHASE'
  | 'AUTHORIZATION'
  | 'CAPTURE'
  | 'REFUND'
  | 'VOID_AUTHORIZATION'
  | 'TOKENIZATION'
  | 'UPDATE_TOKEN'

/** The meaning of a response code for its command. */
export type Verdict =
  | { readonly kind: 'succeeded' | 'actionRequired' }
  /** APS accepted it and processes or reviews it; the outcome comes later. */
  | { readonly kind: 'pending' }
  /** APS accepted it and waits for the consumer, whom it has contacted itself. */
  | { readonly kind: 'awaitingConsumer' }
  /** It may have happened. */
  | { readonly kind: 'uncertain' }
  /** APS knows the request already. */
  | { readonly kind: 'duplicate' }
  /** The request was refused: nothing happened. */
  | { readonly kind: 'refused'; readonly row: FailureRow; readonly note?: string }
  /** The operation was declined. */
  | { readonly kind: 'declined'; readonly row: FailureRow; readonly note?: string }
  /** An unknown or contradictory code. */
  | { readonly kind: 'unmapped'; readonly problem: string }

interface Circumstances {
  readonly acquirerCode?: string | undefined
  /** True for the code of a queried transaction, which needs no further status query. */
  readonly queried: boolean
}

/** Purchase and authorization share their failure statuses. */
const PAYMENT_FAILURES = ['13', '03']

/**
 * For each command, the codes that mean success and the statuses that mean failure. Tokens have several success codes.
 */
const commandCodes: Readonly<
  Record<ApsCommand, { readonly done: readonly string[]; readonly failed: readonly string[] }>
> = {
  PURCHASE: { done: ['14000'], failed: PAYMENT_FAILURES },
  AUTHORIZATION: { done: ['02000'], failed: PAYMENT_FAILURES },
  CAPTURE: { done: ['04000'], failed: ['05'] },
  REFUND: { done: ['06000'], failed: ['07'] },
  VOID_AUTHORIZATION: { done: ['08000'], failed: ['09'] },
  TOKENIZATION: { done: ['18000', '18062', '18063'], failed: ['17'] },
  UPDATE_TOKEN: { done: ['58000', '58063'], failed: ['59'] },
}

/** Unfinished stages, in which the consumer can fail to authenticate (10030 was seen) or cancel (00072, 01072). */
const UNFINISHED: ReadonlySet<string> = new Set(['01', '10', '20'])

/**
 * Not documented, so inferred: if a status query reports a failed transaction, the failure is certain even if its
 * reason is unknown. If the response to a request has an unknown reason, the failure is uncertain until a status query.
 */
const UNLISTED_REASON_IS_FINAL_IN_STATUS_QUERY = true

const unlisted: FailureRow = {
  ...soft('GENERIC_DECLINE', 'The payment was declined with an unknown reason code.'),
  unlisted: true,
}

/** "3-D Secure check requested" and "Transaction waiting for customer's action". */
export function waitsForConsumer({ message }: ResponseCode): boolean {
  return message === '064' || message === '065'
}

/** The default is "unmapped": only explicit codes mean success or failure. */
export function judge(command: ApsCommand, code: ResponseCode, circumstances: Circumstances): Verdict {
  const statusClass = statusCodes[code.status]
  const message = messageCodes[code.message]
  const failed = commandCodes[command].failed.includes(code.status)
  if (statusClass === undefined) return { kind: 'unmapped', problem: `unmapped status ${code.status}` }
  if (commandCodes[command].done.includes(code.code)) return { kind: 'succeeded' }
  if (code.code === '20064') return { kind: 'actionRequired' }
  if (code.message === '030' && (failed || UNFINISHED.has(code.status) || refusesAuthentication(command, code)))
    return { kind: 'declined', row: authenticationFailed }
  if (code.message === '072' && (failed || UNFINISHED.has(code.status) || code.status === '00'))
    return { kind: 'declined', row: canceledByConsumer }
  if (message === undefined) return judgeUnlisted(code, failed, circumstances)
  if (message.class === 'onHold') return { kind: 'uncertain' }
  if (statusClass === 'later') return { kind: waitsForConsumer(code) ? 'awaitingConsumer' : 'pending' }
  if (message.class === 'duplicate') return { kind: 'duplicate' }
  if (message.class === 'review' || statusClass === 'uncertain') return { kind: 'uncertain' }
  if (message.class === 'technical' && !(failed && circumstances.queried)) return { kind: 'uncertain' }
  if (!('failure' in message)) return contradictory(code)
  const note = message.class === 'unrelated' ? { note: `unrelated message code ${code.code}` } : {}
  if (code.status === '00') return { kind: 'refused', row: asRefusal(message.failure), ...note }
  if (!failed) return contradictory(code)
  return code.message === '666'
    ? judgeGenericDecline(message.failure, circumstances)
    : { kind: 'declined', row: message.failure, ...note }
}

/**
 * 00030 is not documented. Its message means a failed authentication with every other status, and refused credentials
 * have their own messages.
 */
const REFUSED_AUTHENTICATION_IS_THE_CONSUMERS = true

function refusesAuthentication(command: ApsCommand, { status }: ResponseCode): boolean {
  const hasConsumer = command === 'PURCHASE' || command === 'AUTHORIZATION' || command === 'TOKENIZATION'
  return REFUSED_AUTHENTICATION_IS_THE_CONSUMERS && status === '00' && hasConsumer
}

function judgeUnlisted({ code, status }: ResponseCode, failed: boolean, { queried }: Circumstances): Verdict {
  const problem = `unmapped message code ${code}`
  if (status === '00') return { kind: 'refused', row: asRefusal(unlisted), note: problem }
  if (failed && queried && UNLISTED_REASON_IS_FINAL_IN_STATUS_QUERY)
    return { kind: 'declined', row: unlisted, note: problem }
  return { kind: 'unmapped', problem }
}

/** 666 gives no reason: the acquirer's code can give one, or indicate that the payment may have happened. */
function judgeGenericDecline(generic: FailureRow, { acquirerCode, queried }: Circumstances): Verdict {
  const acquirer = acquirerCodeOf(acquirerCode)
  if (acquirer === undefined) {
    return acquirerCode === undefined
      ? { kind: 'declined', row: generic }
      : { kind: 'declined', row: { ...generic, unlisted: true }, note: 'unmapped acquirer code' }
  }
  if (!acquirer.settled && !queried) return { kind: 'uncertain' }
  return { kind: 'declined', row: acquirer.failure ?? generic }
}

/** A refused request always has the kind INVALID_REQUEST. */
function asRefusal({ kind, code, message }: FailureRow): FailureRow {
  const reason = kind === 'INVALID_REQUEST' ? code : 'INVALID_REQUEST'
  return row('INVALID_REQUEST', reason, 'FIX_REQUEST', `APS rejected the request. ${message} Nothing was done.`)
}

function contradictory({ code }: ResponseCode): Verdict {
  return { kind: 'unmapped', problem: `contradictory response code ${code}` }
}
