import { moveAgreement } from '../../domain/agreement/transition.ts'
import { expiredAgreements } from '../../store/agreement/expired.ts'
import type { Deps } from '../command/deps.ts'
import { agreementApply } from './apply.ts'

/** Ends agreements whose end has passed or whose agreed number of charges was made. Returns how many. */
export async function expireAgreements(deps: Deps, limit: number): Promise<number> {
  const due = await expiredAgreements(deps.database, deps.clock.now(), limit)
  const ended = await Promise.allSettled(
    due.map(({ id, merchantId, mode }) =>
      agreementApply(deps, {
        tenant: { merchantId, mode },
        agreementId: id,
        source: 'SCHEDULER',
        actor: 'expiry',
        change: records => ({ ...records, agreement: moveAgreement(records.agreement, 'EXPIRED', {}) }),
      }),
    ),
  )
  for (const result of ended)
    if (result.status === 'rejected')
      deps.log.error({ err: result.reason as unknown }, 'an agreement could not be ended')
  return ended.filter(({ status }) => status === 'fulfilled').length
}
