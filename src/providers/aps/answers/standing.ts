import type { FailureRow } from '../../shared/failure-rows.ts'
import { type Mapped, mapped, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { messageCodes } from '../codes/message-codes.ts'
import { statusCodes } from '../codes/status-codes.ts'
import { judge, waitsForConsumer } from '../codes/verdict.ts'
import { minorUnitsOf, type ResponseCode, transactionCodeOf } from '../message.ts'

interface Totals {
  readonly captured: bigint
  readonly refunded: bigint
  readonly voided: bigint
}

/** How a transaction stands at APS, as the answer to a CHECK_STATUS tells it. */
export type Standing =
  | {
      readonly kind: 'authorized'
      readonly totals: Totals
      /** What was authorized in all; undefined if the answer does not say it beyond doubt. */
      readonly amount: bigint | undefined
      /** True if a capture, refund or void is the latest: the answer's id may then be of that. */
      readonly maintained: boolean
    }
  | { readonly kind: 'failed'; readonly row: FailureRow; readonly note?: string }
  /**
   * Nothing happens before the consumer acts: 20064, or 064 or 065 beside a status that decides nothing. `onPage`:
   * 20064, with which APS named a page, to us and to nobody else. The others may have been asked by APS itself.
   */
  | { readonly kind: 'awaitingConsumer'; readonly onPage: boolean }
  /** APS works on it or looks into it; the consumer has done their part. */
  | { readonly kind: 'processing' }
  | { readonly kind: 'uncertain' }

/** Statuses of what comes after an authorization: each of them, failed ones too, means that there was one. */
const MAINTENANCE: ReadonlySet<string> = new Set(['04', '05', '06', '07', '08', '09'])

/** Reads the transaction's own code, and the sums that stand beside it. */
export function stateOf(message: Wire): Mapped<Standing> {
  const code = transactionCodeOf(message)
  if (code === undefined) return unmapped('no readable transaction code')
  const { status } = code
  if (code.code === '14000' || code.code === '02000' || MAINTENANCE.has(status)) return authorized(message, code)
  const verdict = judge('PURCHASE', code, {
    acquirerCode: textOf(message, 'acquirer_response_code'),
    queried: true,
  })
  switch (verdict.kind) {
    case 'declined':
      return mapped({ kind: 'failed', row: verdict.row, ...(verdict.note !== undefined && { note: verdict.note }) })
    case 'pending':
      return mapped({ kind: 'processing' })
    case 'actionRequired':
    case 'awaitingConsumer':
      return mapped({ kind: 'awaitingConsumer', onPage: verdict.kind === 'actionRequired' })
    case 'uncertain':
    case 'duplicate':
      return mapped(openState(code))
    case 'unmapped':
      return unmapped(verdict.problem)
    default:
      return unmapped(`contradictory transaction code ${code.code}`)
  }
}

/**
 * What a code that decides nothing tells all the same. 15777 and its like, an incomplete order (10) and one that is on
 * hold for no reason given (20) do not say who is waited for: they may have been paid, or left by the consumer.
 */
function openState(code: ResponseCode): Standing {
  if (statusCodes[code.status] !== 'uncertain') return { kind: 'uncertain' }
  if (waitsForConsumer(code)) return { kind: 'awaitingConsumer', onPage: false }
  const isLookedInto = code.message === STILL_PROCESSING || messageCodes[code.message]?.class === 'review'
  return { kind: code.status === UNCERTAIN && isLookedInto ? 'processing' : 'uncertain' }
}

const UNCERTAIN = '15'
/** "Transaction still processing": of a second request it means that there was a first; of a transaction, itself. */
const STILL_PROCESSING = '784'

interface Amounts {
  readonly authorized: bigint | undefined
  readonly captured: bigint | undefined
  readonly refunded: bigint | undefined
}

function authorized(message: Wire, { code, status }: { code: string; status: string }): Mapped<Standing> {
  const amounts: Amounts = {
    authorized: positive(message, 'authorized_amount'),
    captured: positive(message, 'captured_amount'),
    refunded: positive(message, 'refunded_amount'),
  }
  const totals = totalsOf(code, status, amounts)
  if (totals === undefined) return unmapped(`${code} without its amounts`)
  const whole = amounts.authorized ?? totals.captured
  const beyond = totals.captured + totals.voided > whole || totals.refunded > totals.captured
  if (beyond || (status === '14' && totals.captured !== whole)) return unmapped(`contradictory: amounts of ${code}`)
  const maintained = MAINTENANCE.has(status)
  // Whether what is authorized shrinks with what is done with it is not published: only at first is it surely the
  // whole.
  return mapped({ kind: 'authorized', totals, amount: maintained || whole === 0n ? undefined : whole, maintained })
}

/**
 * Undefined if a code says that money moved and no sum tells how much. A purchase is captured in full, whether or not
 * APS counts that as captured: so is whatever has been refunded without a count of captures. A refund that failed
 * proves no capture: it may have been tried on what is only authorized.
 */
function totalsOf(code: string, status: string, amounts: Amounts): Totals | undefined {
  const { authorized: whole, captured = 0n, refunded = 0n } = amounts
  const purchased = amounts.captured ?? whole
  switch (status) {
    case '14':
      return purchased === undefined ? undefined : { captured: purchased, refunded, voided: 0n }
    case '06':
    case '07':
      if (refunded > 0n) return purchased === undefined ? undefined : { captured: purchased, refunded, voided: 0n }
      return code === '06000' ? undefined : { captured, refunded, voided: 0n }
    case '08':
      if (code !== '08000') return { captured, refunded, voided: 0n }
      return whole === undefined ? undefined : { captured, refunded, voided: whole - captured }
    default:
      return code === '04000' && captured === 0n ? undefined : { captured, refunded, voided: 0n }
  }
}

/** Zero is what APS writes where there is nothing to count. */
function positive(message: Wire, field: string): bigint | undefined {
  const amount = minorUnitsOf(message, field)
  return amount === 0n ? undefined : amount
}
