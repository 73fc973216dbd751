import type { Deps } from '../command/deps.ts'
import { leftToRecovery } from '../provider-request/lease.ts'
import { type RecordedRequest, recordRequest } from '../provider-request/record.ts'

type Needed = Pick<Deps, 'settings' | 'vault' | 'realTime'>

/**
 * True for some days after the database was restored from a backup. A request that is new here may then be one that was
 * sent before and forgotten, so it is treated like one whose answer was lost: recovery queries its status, and sends it
 * only if the provider does not have it.
 */
export function asksFirst({ settings }: Pick<Deps, 'settings'>, now: Date): boolean {
  return settings.restored !== undefined && now < settings.restored.asksFirstUntil
}

/**
 * The row of a request that moves money, and what to send after the commit: null if recovery asks first.
 * @param always True for a request that may have been sent before the restore, however long ago that was.
 */
export function recordPayment(deps: Needed, request: RecordedRequest, now: Date, always = false) {
  return always || asksFirst(deps, now)
    ? { write: recordRequest(deps, request, now, leftToRecovery(now)), toSend: null }
    : { write: recordRequest(deps, request, now), toSend: request }
}
