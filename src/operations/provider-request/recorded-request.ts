import type { Provider, ProviderRequest } from '../../providers/port/provider.ts'
import type { AttemptTarget } from '../../store/provider-request/repository.ts'

/** An attempt that was recorded and committed: only then may it be sent. */
export interface RecordedAttempt {
  readonly id: string
  readonly target: AttemptTarget
  readonly provider: Provider
  readonly request: ProviderRequest
}
