import type { KeyHolder } from '../../base/encryption.ts'
import type { Provider, ProviderRequest } from '../../providers/port/provider.ts'
import {
  insertProviderRequest,
  type RequestTarget,
  type SendingTimes,
} from '../../store/provider-request/repository.ts'
import type { Write } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'
import { leasedForSending } from './lease.ts'

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
