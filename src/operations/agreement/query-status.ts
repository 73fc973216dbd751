import type { Tenant } from '../../domain/enums.ts'
import type { StatusAnswer } from '../../providers/port/outcome.ts'
import { initialChargeId } from '../../store/agreement/repository.ts'
import { sentReferenceOf } from '../../store/provider-request/find.ts'
import { findAgreement } from '../../store/sql/find-rows.ts'
import type { Deps } from '../command/deps.ts'
import { type StatusQueryBy, statusQueryChange } from '../provider-request/query.ts'
import { agreementApply } from './apply.ts'

/**
 * Queries the provider for the status of an agreement and of the charge made with it, and applies the answer. Undefined
 * if the provider cannot be queried.
 */
export async function askAboutAgreement(
  deps: Deps,
  tenant: Tenant,
  agreementId: string,
  by: StatusQueryBy,
): Promise<StatusAnswer['found'] | undefined> {
  const agreement = await findAgreement(deps.database, tenant, agreementId)
  if (agreement === undefined) return undefined
  const provider = deps.providers.find(agreement.provider, agreement.providerAccountId)
  if (provider === undefined) return undefined
  const chargeId = await initialChargeId(deps.database, tenant, agreementId)
  const sent = chargeId === undefined ? undefined : await sentReferenceOf(deps.database, tenant, chargeId)
  const providerReference = provider.readsAgreements ? agreement.providerReference : null
  if (providerReference === null && sent === undefined) return undefined
  const answer = await provider.queryStatus(
    { about: 'agreement', providerReference, initialChargeSentReference: sent ?? null },
    { deadlineMs: deps.settings.providerDeadlineMs },
  )
  if (answer.found !== 'yes') return answer.found
  await agreementApply(deps, {
    tenant,
    agreementId,
    ...by,
    change: await statusQueryChange(deps, sent ?? null, answer.reports),
  })
  return 'yes'
}
