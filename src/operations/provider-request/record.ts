import type { KeyHolder } from '../../base/encryption.ts'
import type { Provider, ProviderRequest } from '../../providers/port/provider.ts'
import {
  insertProviderRequest,
  type RequestTarget,
  type SendingTimes,
} from '../../store/provider-request/repository.ts'
import type { Write } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'
import { leasedForSending, leftToRecovery } from './lease.ts'

/** A provider request that is recorded and committed: only then may it be sent. */
export interface RecordedRequest {
  readonly id: string
  readonly target: RequestTarget
  readonly provider: Provider
  readonly request: ProviderRequest
  /** Whose data it holds: it is stored encrypted with their data key. */
  readonly consumer: KeyHolder
}

/**
 * The row of a provider request, to be written together with its operation. By default this process sends the request
 * after the commit.
 */
export function recordRequest(
  deps: Pick<Deps, 'vault' | 'realTime'>,
  providerRequest: RecordedRequest,
  now: Date,
  times: SendingTimes = leasedForSending(deps, now),
): Write {
  return insertProviderRequest(deps.vault, providerRequest, times)
}

type Needed = Pick<Deps, 'settings' | 'vault' | 'realTime'>

/**
 * True for some days after the database was restored from a backup. A request that is new here may then be one that was
 * sent before and forgotten, so it is treated like one whose response was lost: recovery queries its status, and sends it
 * only if the provider does not have it.
 */
export function asksFirst({ settings }: Pick<Deps, 'settings'>, now: Date): boolean {
  return settings.restored !== undefined && now < settings.restored.asksFirstUntil
}

/**
 * The row of a request that moves money, and what to send after the commit: null if recovery queries the provider before sending.
 * @param always True for a request that may have been sent before the restore, however long ago that was.
 */
export function recordPayment(deps: Needed, request: RecordedRequest, now: Date, always = false) {
  return always || asksFirst(deps, now)
    ? { write: recordRequest(deps, request, now, leftToRecovery(now)), toSend: null }
    : { write: recordRequest(deps, request, now), toSend: request }
}
