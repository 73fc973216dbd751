import { authenticationTimeout, type Failure } from '../../../domain/decline/failure.ts'
import { type FailureRow, judged } from '../../shared/failure-rows.ts'
import {
  parseWire,
  printable,
  recordOf,
  shortened,
  textOf,
  textsIn,
  type Wire,
  withoutTexts,
} from '../../shared/wire.ts'
import { failureCodes, isSettled } from './failure-codes.ts'

interface MappedFailure {
  readonly failure: Failure
  /** False if the operation may still have happened. */
  readonly settled: boolean
  /** A note for operators: an unknown code. */
  readonly note?: string
}

// Mastercard's merchant advice codes for "do not try again".
const NEVER_AGAIN: ReadonlySet<string> = new Set(['03', '21'])
const MAX_MESSAGE_LENGTH = 500

/** Reads PPRO's failure object. A missing or unknown one is a soft decline, with a note. */
export function mapFailure(wire: Wire | undefined): MappedFailure {
  const failureType = wire && textOf(wire, 'failureType')
  const failureCode = wire && textOf(wire, 'failureCode')
  const known = findRow(failureType, failureCode)
  const plain = known ?? unlistedRow(failureCode)
  const found = wire && forbidsRetry(wire) ? withoutRetry(plain) : plain
  const providerCode = failureCode === undefined ? undefined : shortened(failureCode, MAX_MESSAGE_LENGTH)
  return {
    failure: judged(found, { providerCode, providerMessage: wire && messageOf(wire) }),
    settled: isSettled(failureType, failureCode),
    ...(known === undefined && { note: `unmapped failure code ${printable(failureCode)}` }),
  }
}

/** Finds a code under its own failureType first, then under any other: the code matters more than its type. */
function findRow(failureType: string | undefined, failureCode: string | undefined): FailureRow | undefined {
  if (failureCode === undefined) return undefined
  const own = (failureType === undefined ? undefined : rowsOf(failureType))?.get(failureCode)
  return (
    own ??
    ['PROVIDER_DECLINE', 'INTERNAL_DECLINE', 'PROVIDER_ERROR', 'INTERNAL_ERROR']
      .map(type => rowsOf(type)?.get(failureCode))
      .find(Boolean)
  )
}

const tables = new Map(Object.entries(failureCodes).map(([type, rows]) => [type, new Map(Object.entries(rows))]))
const rowsOf = (failureType: string) => tables.get(failureType)

/** Unlisted codes are soft, because a new code must not end subscriptions. The retry rules limit the tries. */
function unlistedRow(failureCode: string | undefined): FailureRow {
  const readable = failureCode !== undefined && /^[A-Z0-9_]{1,64}$/.test(failureCode)
  return {
    kind: 'SOFT_DECLINE',
    code: readable ? failureCode : 'GENERIC_DECLINE',
    advice: 'RETRY_LATER',
    message: 'The payment was declined with an unknown reason code.',
    unlisted: true,
  }
}

function forbidsRetry(wire: Wire): boolean {
  const advice = recordOf(wire, 'additionalData')?.['merchantAdviceCode']
  return wire['isRetryable'] === false || NEVER_AGAIN.has(String(advice ?? '').padStart(2, '0'))
}

function withoutRetry(row: FailureRow): FailureRow {
  const kind = row.kind === 'SOFT_DECLINE' ? 'HARD_DECLINE' : row.kind
  return { ...row, kind, advice: row.advice === 'RETRY_LATER' ? 'DO_NOT_RETRY' : row.advice }
}

function messageOf(wire: Wire): string | undefined {
  const message = textOf(wire, 'failureMessage')
  const inner = textOf(wire, 'providerFailureCode')
  const text = inner === undefined ? message : `${message ?? ''} (${inner})`.trim()
  return text === undefined ? undefined : shortened(text, MAX_MESSAGE_LENGTH)
}

/**
 * The failure of an HTTP refusal: PPRO accepted nothing, and would refuse the same request again. The message can quote
 * the consumer's data, which is removed, because failures are kept after an erasure.
 */
export function refusedRequest(status: number, answerBody: string, requestBody: string): Failure {
  const message = messageOf(parseWire(answerBody) ?? {})
  const providerMessage = message && withoutTexts(message, textsIn(parseWire(requestBody)?.['consumer']))
  return {
    kind: 'INVALID_REQUEST',
    code: 'INVALID_REQUEST',
    advice: 'FIX_REQUEST',
    message: `PPRO rejected the request (HTTP ${status}). Nothing was done.`,
    ...(providerMessage !== undefined && { providerMessage }),
    reachedIssuer: false,
  }
}

/** Failures of an authorization that ended without a decision. Their codes are those of `isDiscard`. */
export const discards: Readonly<Record<string, Failure>> = {
  AUTHENTICATION_TIMEOUT: { ...authenticationTimeout, providerCode: 'AUTHENTICATION_TIMEOUT' },
  PROVIDER_CONFIRMATION_TIMEOUT: {
    kind: 'EXPIRED',
    code: 'CONFIRMATION_TIMEOUT',
    advice: 'RETRY_LATER',
    message: 'The payment method did not confirm in time.',
    providerCode: 'PROVIDER_CONFIRMATION_TIMEOUT',
  },
  MERCHANT_INITIATED_DISCARD: {
    kind: 'CANCELED',
    code: 'DISCARDED_BY_MERCHANT',
    advice: 'DO_NOT_RETRY',
    message: 'The charge was canceled before money moved.',
    providerCode: 'MERCHANT_INITIATED_DISCARD',
  },
}
