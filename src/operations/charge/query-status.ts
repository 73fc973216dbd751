import { compareWithReport } from '../../domain/charge/compare.ts'
import type { ChargeBook } from '../../domain/charge/transition.ts'
import type { Tenant } from '../../domain/enums.ts'
import type { LookUpAnswer, ProviderReport } from '../../providers/port/outcome.ts'
import { sentReferenceOf } from '../../store/provider-request/sent-reference.ts'
import { findCharge } from '../../store/sql/find-rows.ts'
import type { Deps } from '../command/deps.ts'
import type { LookUpBy } from '../provider-request/status-query-by.ts'
import { applyChargeReports } from './answer.ts'
import { chargeApply } from './apply.ts'

/** Asks the provider how a charge stands, and applies what it says. Undefined where it cannot be asked. `compare`: it has come to its end, and every sum must agree. */
export async function askAboutCharge(
  deps: Deps,
  tenant: Tenant,
  chargeId: string,
  { compare = false, ...by }: LookUpBy & { readonly compare?: boolean },
): Promise<LookUpAnswer['found'] | undefined> {
  const charge = await findCharge(deps.database, tenant, chargeId)
  if (charge === undefined) return undefined
  const sentReference = await sentReferenceOf(deps.database, tenant, chargeId)
  if (sentReference === undefined) return undefined
  const question = { about: 'charge', providerReference: charge.providerReference, sentReference } as const
  const answer = await deps.providers
    .find(charge.provider)
    ?.lookUp(question, { deadlineMs: deps.settings.providerDeadlineMs })
  if (answer?.found !== 'yes') return answer?.found
  const at = deps.clock.now()
  const call = { attemptId: sentReference, verb: 'lookUp', outcome: 'found', record: answer.call, at } as const
  await chargeApply(deps, {
    tenant,
    chargeId,
    ...by,
    call,
    change: (book, newId) => {
      const told = applyChargeReports(book, answer.reports, newId)
      return compare ? answer.reports.reduce(compareReport, told) : told
    },
  })
  return 'yes'
}

function compareReport(book: ChargeBook, report: ProviderReport): ChargeBook {
  return report.about === 'charge' ? compareWithReport(book, report) : book
}
