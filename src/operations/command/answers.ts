import { abbreviated } from '../../base/text/characters.ts'
import { refuse } from '../../domain/input/user-error.ts'
import type { ObjectPosition } from '../../store/event-log/cursor.ts'
import type { Caller } from './caller.ts'
import type { Deps } from './deps.ts'

/** Every id of the gateway is shorter. */
const LONGEST_ID = 64

/** A caller's id, shortened for a message. */
export function shownId(id: string): string {
  return abbreviated(id, LONGEST_ID).toWellFormed()
}

/** An object of another merchant or mode gets the same answer as one that does not exist. */
export const checkId = 'Check the id, and check that your key belongs to the right merchant and mode (TEST or LIVE).'

/** Error results that many operations share. */
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
    `The consumer’s personal data was erased at ${erasedAt?.toISOString()}, and the consumer can no longer be used. Create a new consumer.`,
  )
}

export function scheduleEnded(status: string) {
  return invalidState(status, `The schedule is ${status} and can no longer change. Create a new schedule.`)
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

/**
 * The cursor of an object at the time it was read: every event that its state does not contain comes after the cursor.
 */
export function cursorOf(
  deps: Deps,
  caller: Caller,
  row: { readonly id: string; readonly version: number; readonly snapshotXmin: bigint },
): string {
  const position: ObjectPosition = { kind: 'object', snapshotXmin: row.snapshotXmin, id: row.id, version: row.version }
  return deps.cursors.encode(caller.tenant, position)
}
