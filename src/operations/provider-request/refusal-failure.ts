import type { Failure } from '../../domain/decline/failure.ts'
import type { PrepareRefusal } from '../../providers/port/provider.ts'

/** A refusal that comes when its caller is gone: the object says it, in the same words and with what would be taken. */
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
