import { moveAgreement } from '../domain/agreement-transition.ts'
import type { Failure } from '../domain/failure.ts'
import { canStillResend } from '../domain/look-up-plan.ts'
import type { Provider } from '../providers/provider.ts'
import { openRequest } from '../store/attempts.ts'
import type { AttemptRow } from '../store/tables/attempt.ts'
import { agreementApply } from './agreement-apply.ts'
import { sendAndApply } from './attempt-settle.ts'
import { targetOf } from './attempt-target.ts'
import type { Deps } from './deps.ts'
import type { LookUpBy } from './look-up-by.ts'

const lost: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'CREATION_LOST',
  advice: 'NEW_AGREEMENT',
  message:
    'The provider never answered, and there is no way left to find out; should it show up ACTIVE, it is revoked.',
}

/**
 * A lost creation of an agreement without a charge: the provider cannot be asked about it, but answers the very same
 * request under the same key as it did the first time. Once it has forgotten the key, the agreement is given up.
 */
export async function recoverCreation(
  deps: Deps,
  provider: Provider,
  attempt: AttemptRow,
  by: LookUpBy,
): Promise<void> {
  if (canStillResend(attempt.firstSentAt, deps.clock.now())) {
    await sendAndApply(deps, {
      id: attempt.id,
      target: targetOf(attempt),
      provider,
      request: openRequest(deps.vault, attempt),
    })
    return
  }
  await agreementApply(deps, {
    tenant: { merchantId: attempt.merchantId, mode: attempt.mode },
    agreementId: attempt.agreementId,
    ...by,
    change: books => ({ ...books, agreement: moveAgreement(books.agreement, 'FAILED', { failure: lost }) }),
  })
}
