import type { ScriptedOperation } from '../faults/settings.ts'
import type { MagicAmount } from '../simulator.ts'
import { failureOf, isFailureCode } from './failures.ts'
import type { ConfirmationResult, Failure } from './records.ts'

/** The provider's decision about an operation. `pending` ends in `result` after a delay on the sandbox clock. */
export type Outcome =
  | { readonly kind: 'approve' }
  | { readonly kind: 'fail'; readonly failure: Failure }
  | { readonly kind: 'pending'; readonly result: ConfirmationResult }

const ALL: readonly ScriptedOperation[] = ['charge', 'capture', 'refund', 'void']

/**
 * Codes by their position: the first is for 300001. The first two are those of PPRO's mock, the rest this simulator's.
 */
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

/** Left open by the provider, then approved, declined, or (charges only) never confirmed. */
const PENDING_APPROVE = 'pending'
const PENDING_DECLINE = 'pending-decline'
const PENDING_TIMEOUT = 'pending-timeout'

/** The published table of amounts that control an outcome, for every payment method. */
export const MAGIC_AMOUNTS: readonly MagicAmount[] = [
  ...DECLINES_FROM_300001.map((outcome, index) => ({ value: 300_001 + index, outcome, operations: ALL })),
  { value: 400_001, outcome: PENDING_APPROVE, operations: ['charge', 'refund'] },
  { value: 400_002, outcome: PENDING_DECLINE, operations: ['charge', 'refund'] },
  { value: 400_003, outcome: PENDING_TIMEOUT, operations: ['charge'] },
]

const MAGIC_BY_VALUE = new Map(MAGIC_AMOUNTS.map(magic => [magic.value, magic]))

export function magicOutcome(operation: ScriptedOperation, amount: number): Outcome | undefined {
  const magic = MAGIC_BY_VALUE.get(amount)
  return magic?.operations.includes(operation) ? outcomeNamed(magic.outcome) : undefined
}

/** Whether `word` may be scripted for the operation: `approve`, a failure code, or one of the pending words. */
export function isOutcome(operation: ScriptedOperation, word: string): boolean {
  if (word === 'approve' || isFailureCode(word)) return true
  if (word === PENDING_APPROVE || word === PENDING_DECLINE) return operation === 'charge' || operation === 'refund'
  return word === PENDING_TIMEOUT && operation === 'charge'
}

export function outcomeNamed(word: string): Outcome {
  switch (word) {
    case 'approve':
      return { kind: 'approve' }
    case PENDING_APPROVE:
      return { kind: 'pending', result: 'approve' }
    case PENDING_DECLINE:
      return { kind: 'pending', result: failureOf('INSUFFICIENT_FUNDS') }
    case PENDING_TIMEOUT:
      return { kind: 'pending', result: 'time-out' }
    default:
      return { kind: 'fail', failure: failureOf(word) }
  }
}
