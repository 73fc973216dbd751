import type { AttemptTarget } from '../../store/provider-request/repository.ts'
import type { AttemptRow } from '../../store/tables/attempt.ts'

/** What a stored attempt is for. */
export function targetOf(attempt: AttemptRow): AttemptTarget {
  const { merchantId, mode, provider, purpose, agreementId, chargeId, operationId, revocationId } = attempt
  return { tenant: { merchantId, mode }, provider, purpose, agreementId, chargeId, operationId, revocationId }
}
