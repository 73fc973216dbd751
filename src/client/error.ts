/**
 * An error in a response of the gateway. Expected failures of mutations are not errors but members of the result's
 * union.
 */
export class PerennialError extends Error {
  override readonly name = 'PerennialError'
  /** E.g. UNAUTHENTICATED, BAD_USER_INPUT, CURSOR_EXPIRED, INTERNAL_SERVER_ERROR. */
  readonly code: string
  /** Quote it in questions to the operator. */
  readonly requestId: string | undefined
  /**
   * The response's data besides the error; undefined if there is none. With several mutations in one request, it has
   * the results of those that succeeded; their effects stay.
   */
  readonly data: unknown

  constructor(message: string, code: string, requestId?: string, data?: unknown) {
    super(message)
    this.code = code
    this.requestId = requestId
    this.data = data ?? undefined
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
    typeof ownRequestId === 'string' ? ownRequestId : requestId,
    data,
  )
}
