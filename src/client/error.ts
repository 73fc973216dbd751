/** An error that the gateway answered. Expected failures of mutations are not errors: they are members of the result's union. */
export class PerennialError extends Error {
  override readonly name = 'PerennialError'
  /** E.g. UNAUTHENTICATED, BAD_USER_INPUT, CURSOR_EXPIRED, INTERNAL_SERVER_ERROR. */
  readonly code: string
  /** To quote when asking what happened. */
  readonly requestId: string | undefined

  constructor(message: string, code: string, requestId?: string) {
    super(message)
    this.code = code
    this.requestId = requestId
  }
}

export interface ErrorOfResult {
  readonly message: string
  readonly extensions?: { readonly [name: string]: unknown } | undefined
}

/** The first error of a result. */
export function errorOf(errors: readonly ErrorOfResult[], requestId?: string): PerennialError {
  const [first] = errors
  const code = first?.extensions?.['code']
  const ownRequestId = first?.extensions?.['requestId']
  return new PerennialError(
    first?.message ?? 'The gateway answered without data.',
    typeof code === 'string' ? code : 'UNKNOWN',
    typeof ownRequestId === 'string' ? ownRequestId : requestId,
  )
}
