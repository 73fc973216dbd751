/**
 * What went wrong. The last four come from the client: the response is unreadable, the connection was lost, there was
 * no response in time, the caller used the client wrongly.
 */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'BAD_USER_INPUT'
  | 'CURSOR_INVALID'
  | 'CURSOR_EXPIRED'
  | 'RATE_LIMITED'
  | 'OPERATION_TIMEOUT'
  | 'INTERNAL_SERVER_ERROR'
  | 'UNKNOWN'
  | 'CONNECTION_LOST'
  | 'TIMEOUT'
  // Others can be added to the API.
  | (string & {})

interface Details {
  readonly requestId?: string | undefined
  readonly data?: unknown
  readonly cause?: unknown
}

/**
 * Everything that `request`, `list` and `watch` throw, except the reason of an aborted signal. Expected failures of
 * mutations are no errors but members of the result's union; see `payloadOf`.
 */
export class PerennialError extends Error {
  override readonly name: string = 'PerennialError'
  readonly code: ErrorCode
  /** Quote it in questions to the operator. */
  readonly requestId: string | undefined
  /**
   * The response's data besides the error; undefined if there is none. With several mutations in one request, it has
   * the results of those that succeeded; their effects stay.
   */
  readonly data: unknown

  constructor(message: string, code: ErrorCode, { requestId, data, cause }: Details = {}) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.requestId = requestId
    this.data = data ?? undefined
  }
}

/**
 * A mutation may have been executed or not. Send it again with these variables: the idempotency keys in them, yours or
 * those that the client made, keep it from being executed twice. If they have none, read the object first.
 */
export class OutcomeUnknownError extends PerennialError {
  override readonly name = 'OutcomeUnknownError'
  /** As they were sent. */
  readonly variables: Readonly<Record<string, unknown>>

  constructor({ message, code, requestId, data, cause }: PerennialError, variables: object) {
    super(message, code, { requestId, data, cause })
    this.variables = { ...variables }
  }
}

/** A mutation was refused: nothing was done. Thrown by `payloadOf`. */
export class RefusedError<Refusal extends object = object> extends PerennialError {
  override readonly name = 'RefusedError'
  /** The member of the result's union, e.g. InvalidInput with its issues. */
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    const { message, code, __typename } = refusal as Readonly<Record<string, string | undefined>>
    super(message ?? `The mutation was refused: ${__typename}.`, code ?? 'UNKNOWN')
    this.refusal = refusal
  }
}

export interface ErrorOfResult {
  readonly message: string
  readonly extensions?: { readonly [name: string]: unknown } | undefined
}

/** The first error of a result, with the result's data. */
export function errorOf(errors: readonly ErrorOfResult[], requestId?: string, data?: unknown): PerennialError {
  const [first] = errors
  const code = first?.extensions?.['code']
  const ownRequestId = first?.extensions?.['requestId']
  return new PerennialError(
    first?.message ?? 'The gateway returned neither data nor an error.',
    typeof code === 'string' ? code : 'UNKNOWN',
    { requestId: typeof ownRequestId === 'string' ? ownRequestId : requestId, data },
  )
}

/** Why no response came. */
export function lostError(cause: unknown): PerennialError {
  if (cause instanceof PerennialError) return cause
  const timedOut = cause instanceof DOMException && cause.name === 'TimeoutError'
  const message = cause instanceof Error ? cause.message : String(cause)
  return new PerennialError(message, timedOut ? 'TIMEOUT' : 'CONNECTION_LOST', { cause })
}
