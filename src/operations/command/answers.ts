import { abbreviated } from '../../base/text/characters.ts'
import { refuse } from '../../domain/input/user-error.ts'
import type { ObjectPosition } from '../../store/event-log/cursor.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

/** Every id of ours is shorter. */
const LONGEST_ID = 64

/** A caller's id, as a message repeats it. */
export function shownId(id: string): string {
  return abbreviated(id, LONGEST_ID).toWellFormed()
}

/** Another merchant's object, and one of the other mode, looks like none. */
export const checkId = 'Check the id, and the merchant and the mode of the key in use.'

/** The refusals that many operations share, in the same words. */
export function notFound(what: string, id: string) {
  const message = `You have no ${what} with the id ${shownId(id)}. ${checkId}`
  return refuse({ code: 'NOT_FOUND', message } as const)
}

export function invalidState(status: string, message: string) {
  return refuse({ code: 'INVALID_STATE', message, status } as const)
}

export function scheduleEnded(status: string) {
  return invalidState(status, `The schedule is ${status} and does not change any more. Create a new one instead.`)
}

export function scheduleMoved(status: string) {
  return invalidState(status, 'Another request just moved the schedule to another agreement. Send this one again.')
}

export function providerUnavailable(message: string, retryAfter: Date | null = null) {
  return refuse({ code: 'PROVIDER_UNAVAILABLE', message, retryAfter } as const)
}

/** The cursor of an object as it was read: everything that its state does not contain comes after it. */
export function cursorOf(
  deps: Deps,
  caller: Caller,
  row: { readonly id: string; readonly version: number; readonly snapshotXmin: bigint },
): string {
  const position: ObjectPosition = { kind: 'object', snapshotXmin: row.snapshotXmin, id: row.id, version: row.version }
  return deps.cursors.encode(caller.tenant, position)
}
