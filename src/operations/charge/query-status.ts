import { compareWithReport } from '../../domain/charge/compare.ts'
import type { ChargeState } from '../../domain/charge/transition.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { ProviderReport, StatusAnswer } from '../../providers/port/outcome.ts'
import { sentReferenceOf } from '../../store/provider-request/find.ts'
import { findCharge } from '../../store/sql/find-rows.ts'
import type { Deps } from '../command/deps.ts'
import type { StatusQueryBy } from '../provider-request/query.ts'
import { applyChargeReports } from './answer.ts'
import { chargeApply } from './apply.ts'

/**
 * Queries the provider for a charge's status and applies the answer. Undefined if the provider cannot be queried.
 * `compare`: the charge is final, so every sum must match; a difference is recorded.
 */
export async function askAboutCharge(
  deps: Deps,
  tenant: Tenant,
  chargeId: string,
  { compare = false, ...by }: StatusQueryBy & { readonly compare?: boolean },
): Promise<StatusAnswer['found'] | undefined> {
  const charge = await findCharge(deps.database, tenant, chargeId)
  if (charge === undefined) return undefined
  const sentReference = await sentReferenceOf(deps.database, tenant, chargeId)
  if (sentReference === undefined) return undefined
  const question = { about: 'charge', providerReference: charge.providerReference, sentReference } as const
  const answer = await deps.providers
    .find(charge.provider, charge.providerAccountId)
    ?.queryStatus(question, { deadlineMs: deps.settings.providerDeadlineMs })
  if (answer?.found !== 'yes') return answer?.found
  const at = deps.clock.now()
  const call = {
    providerRequestId: sentReference,
    verb: 'queryStatus',
    outcome: 'found',
    record: answer.call,
    at,
  } as const
  await chargeApply(deps, {
    tenant,
    chargeId,
    ...by,
    call,
    change: (state, newId) => {
      const reported = applyChargeReports(state, answer.reports, newId)
      return compare ? answer.reports.reduce(compareReport, reported) : reported
    },
  })
  return 'yes'
}

function compareReport(state: ChargeState, report: ProviderReport): ChargeState {
  return report.about === 'charge' ? compareWithReport(state, report) : state
}
