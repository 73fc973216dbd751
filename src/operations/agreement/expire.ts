import { moveAgreement } from '../../domain/agreement/transition.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { Deps } from '../command/deps.ts'
import { agreementApply } from './apply.ts'

/** Ends an agreement whose end date has passed, or whose agreed number of charges was made. */
export async function agreementExpire(
  deps: Deps,
  { id, merchantId, mode }: Tenant & { readonly id: string },
): Promise<void> {
  await agreementApply(deps, {
    tenant: { merchantId, mode },
    agreementId: id,
    source: 'SCHEDULER',
    actor: 'expiry',
    change: records => ({ ...records, agreement: moveAgreement(records.agreement, 'EXPIRED', {}) }),
  })
}
