import { unexplainedTotal } from '../../domain/charge/totals.ts'
import type { OperationFacts } from '../../domain/charge/transition.ts'
import type { RequestPurpose } from '../../domain/enums.ts'
import type { CallRecord, StatusAnswer } from '../../providers/port/outcome.ts'
import type { Provider, StatusQuery } from '../../providers/port/provider.ts'
import { sentReferenceOf } from '../../store/provider-request/find.ts'
import { findAgreement, findCharge, mustFind } from '../../store/sql/find-rows.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'
import { agreementApply } from '../agreement/apply.ts'
import { applyChargeReports } from '../charge/answer.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import type { StatusQueryBy } from './status-query-by.ts'
import { statusQueryChange } from './status-query-change.ts'
import { targetOf } from './target.ts'

/** What asking brought: what was found has been applied already. Undefined where the provider cannot be asked. */
export type Heard =
  | {
      readonly found: StatusAnswer['found']
      /** True where what was found names this very provider request. */
      readonly mentioned: boolean
      readonly call: CallRecord
    }
  | undefined

/** Asks the provider what became of a provider request, and applies what it says by the one road. Plans nothing, sends nothing. */
export async function queryRequestStatus(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  by: StatusQueryBy,
): Promise<Heard> {
  const provider = deps.providers.find(providerRequest.provider)
  if (provider === undefined) return undefined
  const question = await questionOf(deps, providerRequest, provider)
  if (question === undefined) return undefined
  const answer = await provider.queryStatus(question, { deadlineMs: deps.settings.providerDeadlineMs })
  if (answer.found !== 'yes') return { found: answer.found, mentioned: false, call: answer.call }
  const operations = await applyFound(deps, providerRequest, answer, by)
  return { found: answer.found, mentioned: mentions(answer, providerRequest, operations), call: answer.call }
}

/** By our reference; or, where it has none there, by a sum that is more than the records explain, so that it may be part of it. */
function mentions(
  answer: Extract<StatusAnswer, { found: 'yes' }>,
  { id, purpose }: ProviderRequestRow,
  operations: readonly OperationFacts[],
): boolean {
  return answer.reports.some(
    report =>
      report.about === 'charge' &&
      (report.operations.some(({ sentReference }) => sentReference === id) ||
        (report.totals !== undefined &&
          (purpose === 'CAPTURE' || purpose === 'VOID') &&
          unexplainedTotal(operations, purpose, report.totals) > 0n)),
  )
}

function isMovement(purpose: RequestPurpose): purpose is 'CAPTURE' | 'REFUND' | 'VOID' {
  return purpose === 'CAPTURE' || purpose === 'REFUND' || purpose === 'VOID'
}

async function questionOf(
  { database }: Deps,
  providerRequest: ProviderRequestRow,
  provider: Provider,
): Promise<StatusQuery | undefined> {
  const { tenant, purpose, agreementId, chargeId } = targetOf(providerRequest)
  if (purpose === 'AGREEMENT_CREATE' || purpose === 'AGREEMENT_REVOKE') {
    const { providerReference } = await mustFind(findAgreement(database, tenant, agreementId))
    const initialChargeSentReference = chargeId === null ? null : providerRequest.id
    const byItself = providerReference !== null && provider.readsAgreements
    // Without an id and without a charge there is nothing to ask by.
    if (!byItself && initialChargeSentReference === null) return undefined
    return { about: 'agreement', providerReference, initialChargeSentReference }
  }
  if (chargeId === null) throw new Error(`provider request ${providerRequest.id} names no charge`)
  const { providerReference } = await mustFind(findCharge(database, tenant, chargeId))
  // A capture, refund or void is asked about through its charge, and the charge goes by the reference that made it.
  if (!isMovement(purpose)) return { about: 'charge', providerReference, sentReference: providerRequest.id }
  const sentReference = await sentReferenceOf(database, tenant, chargeId)
  if (sentReference === undefined) throw new Error(`charge ${chargeId} was never sent`)
  const operation = { kind: purpose, sentReference: providerRequest.id }
  return { about: 'charge', providerReference, sentReference, operation }
}

async function applyFound(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  answer: Extract<StatusAnswer, { found: 'yes' }>,
  by: StatusQueryBy,
): Promise<readonly OperationFacts[]> {
  const { tenant, purpose, agreementId, chargeId } = targetOf(providerRequest)
  const at = deps.clock.now()
  const call = {
    providerRequestId: providerRequest.id,
    verb: 'queryStatus',
    outcome: 'found',
    record: answer.call,
    at,
  } as const
  const shared = { tenant, ...by, call }
  if (purpose === 'AGREEMENT_CREATE' || purpose === 'AGREEMENT_REVOKE') {
    const creates = purpose === 'AGREEMENT_CREATE' ? providerRequest.id : null
    const change = await statusQueryChange(deps, creates, answer.reports)
    await agreementApply(deps, { ...shared, agreementId, change })
    return []
  }
  if (chargeId === null) throw new Error(`provider request ${providerRequest.id} names no charge`)
  const applied = await chargeApply(deps, {
    ...shared,
    chargeId,
    change: (state, newId) => applyChargeReports(state, answer.reports, newId),
  })
  return applied?.operations ?? []
}
