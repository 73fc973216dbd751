import type { Tenant } from '../../domain/enums.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { newProviderRequestId, type SendingTimes } from '../../store/provider-request/repository.ts'
import type { Write } from '../../store/sql/write.ts'
import type { Deps } from '../command/deps.ts'
import { type RecordedRequest, recordRequest } from '../provider-request/record.ts'

export interface RevocationRequest {
  readonly tenant: Tenant
  readonly agreementId: string
  /** The provider's id of the agreement. */
  readonly agreementReference: string
  /** The instrument's token, where the provider named one. */
  readonly token: string | null
  readonly revocationId: string
  readonly reason: string | null
  readonly times: SendingTimes
}

/** The provider request that asks a provider to revoke, to be recorded together with its revocation. */
export function revocationRequest(
  deps: Pick<Deps, 'vault' | 'realTime'>,
  provider: Provider,
  request: RevocationRequest,
): { readonly write: Write; readonly providerRequest: RecordedRequest } {
  const { tenant, agreementId, agreementReference, token, revocationId, reason, times } = request
  const id = newProviderRequestId(times.now)
  const command = { verb: 'revokeAgreement', agreementReference, token, reason } as const
  const prepared = provider.prepare({ ...command, providerKey: id, sentReference: id })
  // Nothing of it is the caller's but the reason, and the mutation takes any.
  if (!prepared.ok) throw new Error('a revocation cannot be prepared')
  const target = { tenant, provider: provider.code, purpose: 'AGREEMENT_REVOKE', agreementId, revocationId } as const
  const providerRequest = { id, target, provider, request: prepared.request }
  return { write: recordRequest(deps, providerRequest, times.now, times), providerRequest }
}
