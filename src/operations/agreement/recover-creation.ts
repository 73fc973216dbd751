import { type AgreementStates, moveAgreement } from '../../domain/agreement/transition.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import { canStillResend } from '../../domain/provider-request/status-query-plan.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { targetOf } from '../../store/provider-request/repository.ts'
import type { ProviderRequestRow } from '../../store/tables.ts'
import type { Deps } from '../command/deps.ts'
import type { StatusQueryBy } from '../provider-request/query.ts'
import { repeatabilityOf } from '../provider-request/repeat.ts'
import { mayBeSent, resendRequest } from '../provider-request/send.ts'
import { agreementApply } from './apply.ts'

const lost: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'CREATION_LOST',
  advice: 'NEW_AGREEMENT',
  message:
    'The provider never answered, and the gateway cannot find out the outcome. Create a new agreement. If this ' +
    'one becomes ACTIVE at the provider, the gateway revokes it.',
}

/**
 * Recovers a lost creation of an agreement without a charge. The provider has no status query for it, but repeats its
 * first answer if it gets the same request with the same idempotency key. Once the provider no longer keeps the key,
 * the agreement is given up. A creation whose agreement was revoked in the meantime is not sent again.
 */
export async function recoverCreation(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  provider: Provider,
  by: StatusQueryBy,
): Promise<void> {
  const target = targetOf(providerRequest)
  const wanted = await mayBeSent(deps, providerRequest.id, 'again')
  const repeatable = await repeatabilityOf(deps, providerRequest, provider)
  if (wanted && canStillResend(repeatable, providerRequest.firstSentAt, deps.clock.now()))
    return resendRequest(deps, providerRequest, by)
  const giveUp = (records: AgreementStates) => ({
    ...records,
    agreement: moveAgreement(records.agreement, 'FAILED', { failure: lost }),
  })
  // If the agreement has ended already, only the provider request is settled.
  await agreementApply(deps, {
    tenant: target.tenant,
    agreementId: providerRequest.agreementId,
    ...by,
    change: wanted ? giveUp : records => records,
  })
}
