import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import type { AgreementStates } from '../../domain/agreement/transition.ts'
import { unexplainedTotal } from '../../domain/charge/totals.ts'
import type { OperationFacts } from '../../domain/charge/transition.ts'
import { authenticationPageLost, authenticationTimeout, type Failure } from '../../domain/decline/failure.ts'
import type { EventSource } from '../../domain/enums.ts'
import type { CallRecord, ProviderReport, StatusAnswer } from '../../providers/port/outcome.ts'
import type { Provider, StatusQuery } from '../../providers/port/provider.ts'
import { findProviderRequest, sendingsOf, sentReferenceOf } from '../../store/provider-request/find.ts'
import { targetOf } from '../../store/provider-request/repository.ts'
import { findAgreement, findCharge, mustFind } from '../../store/sql/find-rows.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'
import { applyReports, failCreation } from '../agreement/answer.ts'
import { type AgreementUpdate, agreementApply } from '../agreement/apply.ts'
import { applyChargeReports } from '../charge/answer.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'

/** Who asks a provider what became of something. */
export interface StatusQueryBy {
  readonly source: EventSource
  /** The key or worker that asks. */
  readonly actor: string
}

/** What asking brought: what was found has been applied already. Undefined where the provider cannot be asked. */
export type QueryResult =
  | {
      readonly found: StatusAnswer['found']
      /** True where what was found names this very provider request. */
      readonly mentioned: boolean
      readonly call: CallRecord
    }
  | undefined

/** Asks the provider what became of a provider request, and applies what it says by the single write path. Plans nothing, sends nothing. */
export async function queryRequestStatus(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  by: StatusQueryBy,
): Promise<QueryResult> {
  const provider = deps.providers.find(providerRequest.provider, providerRequest.providerAccountId)
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

async function questionOf(
  { database }: Deps,
  providerRequest: ProviderRequestRow,
  provider: Provider,
): Promise<StatusQuery | undefined> {
  const target = targetOf(providerRequest)
  const { tenant, agreementId } = target
  if (target.purpose === 'AGREEMENT_CREATE' || target.purpose === 'AGREEMENT_REVOKE') {
    const { providerReference } = await mustFind(findAgreement(database, tenant, agreementId))
    const makesCharge = target.purpose === 'AGREEMENT_CREATE' && target.chargeId !== null
    // Without an id and without a charge there is nothing to ask by.
    if (!makesCharge && (providerReference === null || !provider.readsAgreements)) return undefined
    return {
      about: 'agreement',
      providerReference,
      initialChargeSentReference: makesCharge ? providerRequest.id : null,
    }
  }
  const { purpose, chargeId } = target
  const { providerReference } = await mustFind(findCharge(database, tenant, chargeId))
  if (purpose === 'CHARGE_CREATE') return { about: 'charge', providerReference, sentReference: providerRequest.id }
  // A capture, refund or void is asked about through its charge, and the charge goes by the reference that made it.
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
  const target = targetOf(providerRequest)
  const { tenant, agreementId, purpose } = target
  const at = deps.clock.now()
  const call = {
    providerRequestId: providerRequest.id,
    verb: 'queryStatus',
    outcome: 'found',
    record: answer.call,
    at,
  } as const
  const shared = { tenant, ...by, call }
  if (target.purpose === 'AGREEMENT_CREATE' || target.purpose === 'AGREEMENT_REVOKE') {
    const creates = purpose === 'AGREEMENT_CREATE' ? providerRequest.id : null
    const change = await statusQueryChange(deps, creates, answer.reports)
    await agreementApply(deps, { ...shared, agreementId, change })
    return []
  }
  const applied = await chargeApply(deps, {
    ...shared,
    chargeId: target.chargeId,
    change: (state, newId) => applyChargeReports(state, answer.reports, newId),
  })
  return applied?.operations ?? []
}

/** How long a consumer who has given a means of payment has for their bank's questions. */
export const AUTHENTICATION_MS = 30 * 60_000

type Needed = Pick<Deps, 'database' | 'clock' | 'settings'>

/**
 * What a status query makes of an agreement's records. Where it tells that the provider waits for a consumer whose page it told once,
 * in an answer that never reached us, agreement and charge have failed, in the very transaction in which that is
 * learnt: nobody can come any more, and a new agreement can be made at once.
 *
 * No consumer is cut off by it, and no money is lost: browsers are sent to a page only as the records have it, which are
 * locked here, and a page that comes after this is not taken into them. Should money move all the same, it is found as
 * with every agreement that was given up: on the record, for a person, with what it made revoked.
 */
export async function statusQueryChange(
  deps: Needed,
  creationRequestId: string | null,
  reports: readonly ProviderReport[],
): Promise<AgreementUpdate['change']> {
  const onPage = reports.some(report => report.about === 'charge' && report.pageToldOnce === true)
  const providerRequest =
    onPage && creationRequestId !== null ? await findProviderRequest(deps.database, creationRequestId) : undefined
  if (providerRequest === undefined) return (records, newId) => applyReports(records, reports, newId)
  const sentMs = deps.clock.now().getTime() - providerRequest.firstSentAt.getTime()
  const waited = { lost: await isAnswerLost(deps, providerRequest, sentMs), late: sentMs >= AUTHENTICATION_MS }
  return (records, newId) => {
    const told = applyReports(records, reports, newId)
    const failure = failureOf(told, waited)
    return failure ? failCreation(told, failure) : told
  }
}

/**
 * True where none of the request's sendings was ever answered, and none is on its way any more: its sender has said so, or
 * must have ended by now.
 */
async function isAnswerLost(
  { database, settings }: Needed,
  { id }: ProviderRequestRow,
  sentMs: number,
): Promise<boolean> {
  const { answered, unanswered } = await sendingsOf(database, id)
  if (answered > 0) return false
  return unanswered > 0 || sentMs > settings.providerDeadlineMs + settings.resendWindowMs
}

/** Why the gateway gives up, although the provider still waits for the consumer on its page. Undefined: it goes on. */
function failureOf(records: AgreementStates, { lost, late }: { lost: boolean; late: boolean }): Failure | undefined {
  const { agreement, initialCharge } = records
  const { status } = agreement.agreement
  const ended = isTerminalAgreement(status)
  // An agreement past its consumer's part is not ended by a status query that says otherwise.
  if (initialCharge === null || !(ended || status === 'AUTHENTICATION_PENDING')) return undefined
  if (!initialCharge.operations.every(operation => operation.status === 'PENDING')) return undefined
  if (lost && initialCharge.charge.authenticationMethods.length === 0) return authenticationPageLost
  // Of one that waits `agreement-abandon` takes care; one that was revoked meanwhile left its charge behind.
  return ended && late ? authenticationTimeout : undefined
}
