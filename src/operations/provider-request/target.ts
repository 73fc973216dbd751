import type { RequestTarget } from '../../store/provider-request/repository.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'

/** What a stored provider request is for. */
export function targetOf(providerRequest: ProviderRequestRow): RequestTarget {
  const { merchantId, mode, provider, purpose, agreementId, chargeId, operationId, revocationId } = providerRequest
  return { tenant: { merchantId, mode }, provider, purpose, agreementId, chargeId, operationId, revocationId }
}
