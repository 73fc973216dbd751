import { type Money, toDecimal } from '../../base/money.ts'

/** Codes of input issues. */
export type InputIssueCode = 'REQUIRED' | 'FORMAT' | 'RANGE' | 'TOO_LONG' | 'UNSUPPORTED'

/** One issue of the arguments. `path` starts below `input`: ["amount", "value"]. */
export interface InputIssue {
  readonly path: readonly string[]
  readonly code: InputIssueCode
  readonly message: string
}

/**
 * Every expected failure of an operation, as data. `code` is the name of the GraphQL type in capitals; the API derives
 * the type from it. `message` is safe to show to a developer.
 */
export type UserError =
  | { readonly code: 'INVALID_INPUT'; readonly message: string; readonly issues: readonly InputIssue[] }
  | { readonly code: 'NOT_FOUND'; readonly message: string }
  | { readonly code: 'INVALID_STATE'; readonly message: string; readonly status: string }
  | { readonly code: 'AMOUNT_EXCEEDED'; readonly message: string; readonly available: Money }
  | { readonly code: 'AMOUNT_UNSUPPORTED'; readonly message: string; readonly suggestion: Money | null }
  | { readonly code: 'UNSUPPORTED_BY_PROVIDER'; readonly message: string; readonly capability: string }
  | { readonly code: 'PROVIDER_UNAVAILABLE'; readonly message: string; readonly retryAfter: Date | null }
  | { readonly code: 'IDEMPOTENCY_CONFLICT'; readonly message: string; readonly existingId: string | null }
  | { readonly code: 'IDEMPOTENCY_IN_PROGRESS'; readonly message: string; readonly retryAfter: Date | null }

export type UserErrorCode = UserError['code']

/** The result of an operation: its payload or an expected failure. Thrown errors are defects and are masked. */
export type Result<Payload, Code extends UserErrorCode = UserErrorCode> =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly error: Extract<UserError, { code: Code }> }

export function succeed<Payload>(payload: Payload): { ok: true; payload: Payload } {
  return { ok: true, payload }
}

export function refuse<E extends UserError>(error: E): { ok: false; error: E } {
  return { ok: false, error }
}

/** The refusal of arguments, with all issues. */
export function invalidInput(issues: readonly InputIssue[]) {
  return refuse({ code: 'INVALID_INPUT', message: summaryOf(issues), issues } as const)
}

/** The refusal of an amount by a provider's rule, which `why` explains. */
export function amountUnsupported(why: string, suggestion: Money) {
  const message = `${why} The nearest supported amount is ${amountText(suggestion)}.`
  return refuse({ code: 'AMOUNT_UNSUPPORTED', message, suggestion } as const)
}

/** The refusal of an amount that exceeds the available one, which `why` explains. */
export function amountExceeded(why: string, available: Money) {
  const message = available.value > 0n ? `${why} The maximum is ${amountText(available)}.` : why
  return refuse({ code: 'AMOUNT_EXCEEDED', message, available } as const)
}

/** An amount for messages, also as the `value` of an input. */
export function amountText(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency} (value ${amount.value})`
}

/** The first issue with its path and the number of others, for callers that do not read the list. */
export function summaryOf([first, ...more]: readonly InputIssue[]): string {
  if (first === undefined) throw new Error('a refusal of arguments needs at least one issue')
  const summary = first.path.length === 0 ? first.message : `${first.path.join('.')}: ${first.message}`
  if (more.length === 0) return summary
  return `${summary} There ${more.length === 1 ? 'is 1 more issue' : `are ${more.length} more issues`}.`
}
