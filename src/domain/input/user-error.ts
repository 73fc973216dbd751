import { type Money, toDecimal } from '../../base/money.ts'

/** Codes of single input issues. */
export type InputIssueCode = 'REQUIRED' | 'FORMAT' | 'RANGE' | 'TOO_LONG' | 'UNSUPPORTED'

/** One thing wrong with the arguments. `path` starts below `input`: ["amount", "value"]. */
export interface InputIssue {
  readonly path: readonly string[]
  readonly code: InputIssueCode
  readonly message: string
}

/**
 * Every expected failure of an operation, as data. `code` is the GraphQL type's name in capitals and is what the
 * graph resolves the type by; `message` is safe to show to a developer.
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

/** What an operation returns: its payload, or why not. Thrown errors are defects and are masked. */
export type Result<Payload, Code extends UserErrorCode = UserErrorCode> =
  | { readonly ok: true; readonly payload: Payload }
  | { readonly ok: false; readonly error: Extract<UserError, { code: Code }> }

export function succeed<Payload>(payload: Payload): { ok: true; payload: Payload } {
  return { ok: true, payload }
}

export function refuse<E extends UserError>(error: E): { ok: false; error: E } {
  return { ok: false, error }
}

/** The refusal of arguments, with every issue that was found. */
export function invalidInput(issues: readonly InputIssue[]) {
  return refuse({ code: 'INVALID_INPUT', message: summaryOf(issues), issues } as const)
}

/** The refusal of an amount by a provider's rule, which `why` tells. */
export function amountUnsupported(why: string, suggestion: Money) {
  const message = `${why} The nearest supported amount is ${amountText(suggestion)}.`
  return refuse({ code: 'AMOUNT_UNSUPPORTED', message, suggestion } as const)
}

/** The refusal of an amount that is more than there is, which `why` tells. */
export function amountExceeded(why: string, available: Money) {
  const message = available.value > 0n ? `${why} The maximum is ${amountText(available)}.` : why
  return refuse({ code: 'AMOUNT_EXCEEDED', message, available } as const)
}

/** As people read it, and as `value` of the input takes it. */
export function amountText(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency} (value ${amount.value})`
}

/** The first issue with its path, and how many more there are: enough to act on without the list. */
export function summaryOf([first, ...more]: readonly InputIssue[]): string {
  if (first === undefined) throw new Error('arguments were refused without an issue')
  const summary = first.path.length === 0 ? first.message : `${first.path.join('.')}: ${first.message}`
  if (more.length === 0) return summary
  return `${summary} There ${more.length === 1 ? 'is 1 more issue' : `are ${more.length} more issues`}.`
}
