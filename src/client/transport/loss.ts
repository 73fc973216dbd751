import { type ErrorOfResult, errorOf, PerennialError } from '../error.ts'
import { type Closed, isClosed } from './socket.ts'

/** Close codes that a new connection would get again: protocol errors and refused credentials. */
const FINAL_CLOSE_CODES = new Set([4400, 4401, 4403, 4406, 4409, 4429])
/** Errors that pass: the gateway's own, and quotas. */
const PASSING_CODES: readonly unknown[] = ['INTERNAL_SERVER_ERROR', 'RATE_LIMITED', 'OPERATION_TIMEOUT']

/** Why to reconnect; undefined if a reconnect cannot help. */
export function reasonToResume(error: unknown): string | undefined {
  if (error instanceof Error) return undefined
  if (Array.isArray(error)) return reasonOfFailure(error)
  if (isClosed(error))
    return FINAL_CLOSE_CODES.has(error.code) ? undefined : `closed: ${error.code} ${error.reason}`.trim()
  // The connection could not be opened; browsers and Node give no reason.
  return 'not connected'
}

/** The reason if all errors are failures of the gateway; undefined if one is the caller's. */
function reasonOfFailure(errors: readonly ErrorOfResult[]): string | undefined {
  const [first] = errors
  if (first === undefined || !errors.every(passes)) return undefined
  const { code, message, requestId } = errorOf([first])
  return `${code}: ${message}${requestId === undefined ? '' : ` (request ${requestId})`}`
}

function passes({ extensions }: ErrorOfResult): boolean {
  return PASSING_CODES.includes(extensions?.['code'])
}

/** What the gateway asks for after a quota was reached. */
export function retryAfterMs(error: unknown): number {
  const [first] = Array.isArray(error) ? (error as readonly ErrorOfResult[]) : []
  const seconds = Number(first?.extensions?.['retryAfter'] ?? 0)
  return Number.isFinite(seconds) ? seconds * 1_000 : 0
}

/** The error of a loss that a reconnect cannot help. */
export function refusalOf(error: unknown): PerennialError {
  if (Array.isArray(error)) return errorOf(error.filter(one => !passes(one)))
  const { code, reason } = error as Closed
  const credentials = code === 4401 || code === 4403
  return new PerennialError(
    reason || `The connection was refused (${code}).`,
    credentials ? 'UNAUTHENTICATED' : 'UNKNOWN',
  )
}
