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

/** The state of a transaction at APS, from the response to a CHECK_STATUS. */
export type TransactionState =
  | {
      readonly kind: 'authorized'
      readonly totals: Totals
      /** The whole authorized amount; undefined if the response leaves doubt. */
      readonly amount: bigint | undefined
      /** True if the latest step is a capture, refund or void. The response's id can then belong to that step. */
      readonly maintained: boolean
    }
  | { readonly kind: 'failed'; readonly row: FailureRow; readonly note?: string }
  /**
   * Waits for the consumer: 20064, or 064 or 065 with an inconclusive status. `onPage` is true for 20064, where only
   * the gateway received the address of the page. With the others, APS may have contacted the consumer itself.
   */
  | { readonly kind: 'awaitingConsumer'; readonly onPage: boolean }
  /** APS processes or reviews it; the consumer has nothing to do. */
  | { readonly kind: 'processing' }
  | { readonly kind: 'uncertain' }

/** Statuses after an authorization. Each of them proves that there was one, even a failed one. */
const MAINTENANCE: ReadonlySet<string> = new Set(['04', '05', '06', '07', '08', '09'])

/** Reads the transaction's code and its totals. */
export function stateOf(message: Wire): Mapped<TransactionState> {
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
 * Reads an inconclusive code. 15777 and similar codes, an incomplete order (10) and one on hold without a reason (20)
 * do not say who must act: they may have been paid, or abandoned by the consumer.
 */
function openState(code: ResponseCode): TransactionState {
  if (statusCodes[code.status] !== 'uncertain') return { kind: 'uncertain' }
  if (waitsForConsumer(code)) return { kind: 'awaitingConsumer', onPage: false }
  const isLookedInto = code.message === STILL_PROCESSING || messageCodes[code.message]?.class === 'review'
  return { kind: code.status === UNCERTAIN && isLookedInto ? 'processing' : 'uncertain' }
}

const UNCERTAIN = '15'
/**
 * "Transaction still processing": in the answer to a repeated request it means a duplicate; in a status query it is the
 * transaction's state.
 */
const STILL_PROCESSING = '784'

interface Amounts {
  readonly authorized: bigint | undefined
  readonly captured: bigint | undefined
  readonly refunded: bigint | undefined
}

function authorized(message: Wire, { code, status }: { code: string; status: string }): Mapped<TransactionState> {
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
  // APS does not document whether captures reduce the authorized amount. It is certainly the whole amount only before
  // them.
  return mapped({ kind: 'authorized', totals, amount: maintained || whole === 0n ? undefined : whole, maintained })
}

/**
 * Undefined if a code says that money moved and no total says how much. A purchase is captured in full, even if APS
 * does not count it as captured; so is a refunded transaction without captures. A failed refund proves no capture,
 * because it can be about an authorization without captures.
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

/** APS writes 0 for a missing total. */
function positive(message: Wire, field: string): bigint | undefined {
  const amount = minorUnitsOf(message, field)
  return amount === 0n ? undefined : amount
}
