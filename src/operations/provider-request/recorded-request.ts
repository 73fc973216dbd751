import type { Provider, ProviderRequest } from '../../providers/port/provider.ts'
import type { RequestTarget } from '../../store/provider-request/repository.ts'

/** A provider request that was recorded and committed: only then may it be sent. */
export interface RecordedRequest {
  readonly id: string
  readonly target: RequestTarget
  readonly provider: Provider
  readonly request: ProviderRequest
}
