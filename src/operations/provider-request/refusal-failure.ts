import type { Failure } from '../../domain/decline/failure.ts'
import type { PrepareRefusal } from '../../providers/port/provider.ts'

/**
 * Converts a refusal into a failure, for the case that the caller has gone: the object then shows the same message and
 * what the provider would accept.
 */
export function failureOf(refusal: PrepareRefusal): Failure {
  return { kind: 'INVALID_REQUEST', code: refusal.code, advice: 'FIX_REQUEST', message: messageOf(refusal) }
}

function messageOf(refusal: PrepareRefusal): string {
  switch (refusal.code) {
    case 'INVALID_INPUT':
      return refusal.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(' ')
    default:
      return refusal.message
  }
}
