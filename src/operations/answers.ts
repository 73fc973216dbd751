import { refuse } from '../domain/user-error.ts'
import type { ObjectPosition } from '../store/log/cursor.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

/** The refusals that many operations share, in the same words. */
export function notFound(what: string) {
  return refuse({ code: 'NOT_FOUND', message: `There is no such ${what}.` } as const)
}

export function invalidState(status: string, message: string) {
  return refuse({ code: 'INVALID_STATE', message, status } as const)
}

export function providerUnavailable(message: string, retryAfter: Date | null = null) {
  return refuse({ code: 'PROVIDER_UNAVAILABLE', message, retryAfter } as const)
}

/** The cursor of an object as it was read: everything that its state does not contain comes after it. */
export function cursorOf(
  deps: Deps,
  caller: Caller,
  row: { readonly id: string; readonly version: number; readonly logFloor: bigint },
): string {
  const position: ObjectPosition = { kind: 'object', floor: row.logFloor, id: row.id, version: row.version }
  return deps.cursors.encode(caller.tenant, position)
}
