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
export const checkId = 'Check the id, and check that your key belongs to the right merchant and mode (TEST or LIVE).'

/** The refusals that many operations share, in the same words. */
export function notFound(what: string, id: string) {
  const message = `There is no ${what} with the id ${shownId(id)} that you can access. ${checkId}`
  return refuse({ code: 'NOT_FOUND', message } as const)
}

export function invalidState(status: string, message: string) {
  return refuse({ code: 'INVALID_STATE', message, status } as const)
}

export function consumerErased({ erasedAt }: { readonly erasedAt: Date | null }) {
  return invalidState(
    'ERASED',
    `The consumer’s personal data was erased at ${erasedAt?.toISOString()}, and the consumer cannot be used any more. Create a new consumer.`,
  )
}

export function scheduleEnded(status: string) {
  return invalidState(status, `The schedule is ${status} and cannot change any more. Create a new schedule.`)
}

export function scheduleMoved(status: string) {
  return invalidState(
    status,
    'Another request moved the schedule to another agreement at the same time. Send the request again.',
  )
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
