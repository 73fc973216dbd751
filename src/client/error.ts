/**
 * An error that the gateway answered. Expected failures of mutations are not errors: they are members of the result's
 * union.
 */
export class PerennialError extends Error {
  override readonly name = 'PerennialError'
  /** E.g. UNAUTHENTICATED, BAD_USER_INPUT, CURSOR_EXPIRED, INTERNAL_SERVER_ERROR. */
  readonly code: string
  /** To quote when asking what happened. */
  readonly requestId: string | undefined
  /**
   * What the gateway answered besides the error, undefined for nothing. Of several mutations in one request, those that
   * succeeded are here: what they did is done.
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
    first?.message ?? 'The gateway answered without data.',
    typeof code === 'string' ? code : 'UNKNOWN',
    typeof ownRequestId === 'string' ? ownRequestId : requestId,
    data,
  )
}
