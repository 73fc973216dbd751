import { moveAgreement } from '../../domain/agreement/transition.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import { canStillResend } from '../../domain/provider-request/status-query-plan.ts'
import type { Provider } from '../../providers/port/provider.ts'
import type { AttemptRow } from '../../store/tables/attempt.ts'
import type { Deps } from '../command/deps.ts'
import { mayBeSent } from '../provider-request/may-be-sent.ts'
import { repeatabilityOf } from '../provider-request/repeat.ts'
import { resendAttempt } from '../provider-request/resend.ts'
import type { LookUpBy } from '../provider-request/status-query-by.ts'
import { targetOf } from '../provider-request/target.ts'
import { agreementApply } from './apply.ts'
import type { AgreementBooks } from './state-pair.ts'

const lost: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'CREATION_LOST',
  advice: 'NEW_AGREEMENT',
  message:
    'The provider never answered, and there is no way left to find out; should it show up ACTIVE, it is revoked.',
}

/**
 * A lost creation of an agreement without a charge: the provider cannot be asked about it, but answers the very same
 * request under the same key as it did the first time. Once it has forgotten the key, the agreement is given up. One
 * that was revoked meanwhile is not made any more.
 */
export async function recoverCreation(
  deps: Deps,
  attempt: AttemptRow,
  provider: Provider,
  by: LookUpBy,
): Promise<void> {
  const target = targetOf(attempt)
  const wanted = await mayBeSent(deps, attempt.id, 'again')
  const repeatable = await repeatabilityOf(deps, attempt, provider)
  if (wanted && canStillResend(repeatable, attempt.firstSentAt, deps.clock.now()))
    return resendAttempt(deps, attempt, by)
  const giveUp = (books: AgreementBooks) => ({
    ...books,
    agreement: moveAgreement(books.agreement, 'FAILED', { failure: lost }),
  })
  // Of one that has ended already only the attempt is settled.
  await agreementApply(deps, {
    tenant: target.tenant,
    agreementId: attempt.agreementId,
    ...by,
    change: wanted ? giveUp : books => books,
  })
}
