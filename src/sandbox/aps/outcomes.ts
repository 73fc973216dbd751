import type { ScriptedOperation } from '../faults/settings.ts'
import type { MagicAmount } from '../simulator.ts'
import type { ResponseCode } from './api/messages.ts'
import { type Decline, declineOf } from './declines.ts'

/** How an open operation ends. */
export type Resolution = 'approve' | Decline

/**
 * How APS answers a payment or an operation. `open` answers with `code` and is resolved later on the sandbox clock,
 * with a notification. `technical` is message 006 under status 00 or the failed status. Only the feedback and
 * CHECK_STATUS show whether it had an effect.
 */
export type Outcome =
  | { readonly kind: 'approve' }
  | { readonly kind: 'decline'; readonly decline: Decline }
  | { readonly kind: 'open'; readonly code: ResponseCode; readonly resolution: Resolution }
  | { readonly kind: 'technical'; readonly status: 'invalid' | 'failed'; readonly committed: boolean }

const LATER_DECLINE: Decline = { message: '666', acquirerCode: '51' }
const SESSION_TIMED_OUT: Decline = { message: '778', acquirerCode: null }

/** The words other than `approve` and the declines. */
const WORDS: Readonly<Record<string, Outcome>> = {
  pending: { kind: 'open', code: '19784', resolution: 'approve' },
  'pending-decline': { kind: 'open', code: '19784', resolution: LATER_DECLINE },
  'pending-timeout': { kind: 'open', code: '19784', resolution: SESSION_TIMED_OUT },
  uncertain: { kind: 'open', code: '15777', resolution: 'approve' },
  'uncertain-decline': { kind: 'open', code: '15777', resolution: LATER_DECLINE },
  review: { kind: 'open', code: '40090', resolution: 'approve' },
  'review-decline': { kind: 'open', code: '40090', resolution: { message: '785', acquirerCode: null } },
  'technical-committed': { kind: 'technical', status: 'invalid', committed: true },
  'technical-lost': { kind: 'technical', status: 'invalid', committed: false },
  'failed-technical-committed': { kind: 'technical', status: 'failed', committed: true },
  'failed-technical-lost': { kind: 'technical', status: 'failed', committed: false },
}

const CHARGES_ONLY: readonly string[] = ['pending-timeout', 'review', 'review-decline']

/** Words by their position: the first is for 300001. The same amounts mean the same in the PPRO simulator. */
const DECLINES_FROM_300001 = [
  'GENERIC_DECLINE',
  'INSUFFICIENT_FUNDS',
  'EXPIRED_CARD',
  'SUS_STOLEN',
  'AUTHENTICATION_FAILED',
  'IS_HIGH_VELOCITY',
  'CARD_CLOSED_OR_INVALID',
  'IS_EXCEEDING_ACCOUNT_LIMIT',
  'BLOCKED_ACCOUNT',
  'SUS_FRAUD',
  'AGREEMENT_REVOKED',
  'UNRESPONSIVE_PROVIDER',
  'UNRESPONSIVE_ISSUER',
  'PROVIDER_PROCESSING_ERROR',
  'INTERNAL_SERVICE_UNAVAILABLE',
  'PAYMENT_METHOD_TIMEOUT',
  'IS_NOT_PERMITTED',
  'DUPLICATE_DETECTED',
  'UNKNOWN',
  'UNPUBLISHED_REASON',
  'REFUND_BLOCKED_TEMPORARILY',
  'RETRY_REFUND_LATER',
  'REFUND_PERIOD_EXPIRED',
  'REFUND_NOT_SUPPORTED',
  'TRANSACTION_DISPUTED',
]

/**
 * Declines that only APS has: do not honor, the bank's own code for no funds, lost, stolen, picked up, beyond limits.
 */
const DECLINES_FROM_300101 = ['666/05', '666/51', '666/41', '666/43', '666/04', '666/61', '057', '058', '666/01']

/** A void has no amount of its own, so only a script controls its outcome. */
const WITH_AMOUNT: readonly ScriptedOperation[] = ['charge', 'capture', 'refund']

/**
 * The table of amounts that control an outcome, including that of the initial charge. APS publishes none: the table is
 * this simulator's.
 */
export const MAGIC_AMOUNTS: readonly MagicAmount[] = [
  ...listed(300_001, DECLINES_FROM_300001),
  ...listed(300_101, DECLINES_FROM_300101),
  ...listed(400_001, ['pending', 'pending-decline', 'pending-timeout']),
  ...listed(400_011, ['uncertain', 'uncertain-decline']),
  ...listed(400_021, ['technical-committed', 'technical-lost', 'failed-technical-committed', 'failed-technical-lost']),
  ...listed(400_031, ['review', 'review-decline']),
]

function listed(first: number, words: readonly string[]): MagicAmount[] {
  return words.map((outcome, index) => {
    return { value: first + index, outcome, operations: WITH_AMOUNT.filter(operation => isOutcome(operation, outcome)) }
  })
}

const MAGIC_BY_VALUE = new Map(MAGIC_AMOUNTS.map(magic => [magic.value, magic]))

export function magicOutcome(operation: ScriptedOperation, amount: number): Outcome | null {
  const magic = MAGIC_BY_VALUE.get(amount)
  return magic?.operations.includes(operation) ? outcomeNamed(magic.outcome) : null
}

/** Whether `word` may be scripted for the operation. */
export function isOutcome(operation: ScriptedOperation, word: string): boolean {
  if (CHARGES_ONLY.includes(word)) return operation === 'charge'
  return word === 'approve' || Object.hasOwn(WORDS, word) || declineOf(word) !== null
}

/** The outcome of a word that `isOutcome` accepts; any other word is a plain decline. */
export function outcomeNamed(word: string): Outcome {
  const named = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined
  if (named) return named
  if (word === 'approve') return { kind: 'approve' }
  return { kind: 'decline', decline: declineOf(word) ?? { message: '666', acquirerCode: null } }
}
