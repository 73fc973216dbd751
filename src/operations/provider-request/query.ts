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
import type { ProviderRequestRow } from '../../store/tables.ts'
import { applyReports, failCreation } from '../agreement/answer.ts'
import { type AgreementUpdate, agreementApply } from '../agreement/apply.ts'
import { applyChargeReports } from '../charge/answer.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'

/** The origin of a status query, for the log. */
export interface StatusQueryBy {
  readonly source: EventSource
  /** The key or worker that sends the query. */
  readonly actor: string
}

/**
 * The result of a status query; a status that was found has been applied already. Undefined if the provider cannot be
 * queried.
 */
export type QueryResult =
  | {
      readonly found: StatusAnswer['found']
      /** True if the status that was found contains this provider request. */
      readonly mentioned: boolean
      readonly call: CallRecord
    }
  | undefined

/**
 * Queries the provider for the outcome of a provider request, and applies the answer by the single write path. Plans
 * nothing and sends no payment request again.
 */
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

/**
 * True if a report names the request's reference. If the provider keeps no reference, true if an amount is higher than
 * the records explain, so that this request may be part of it.
 */
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
    // Without the provider's id and without a charge, there is nothing to query by.
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
  // A capture, refund or void is queried through its charge, by the reference of the request that created the charge.
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

/** How long a consumer who has given a means of payment has for the authentication at their bank. */
export const AUTHENTICATION_MS = 30 * 60_000

type Needed = Pick<Deps, 'database' | 'clock' | 'settings'>

/**
 * The change that a status query makes to an agreement's records. The provider may still wait for the consumer on a
 * page that it named only once, in a response that was lost. Nobody can open that page, so agreement and charge fail in
 * this transaction, and the merchant can create a new agreement at once.
 *
 * This cuts off no consumer and loses no money: a browser is redirected only to a page in the records, which are locked
 * here, and a page that arrives later is not accepted into them. If money moves after all, it is handled as with every
 * agreement that was given up: recorded for a person to review, and the agreement is revoked.
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
    const reported = applyReports(records, reports, newId)
    const failure = failureOf(reported, waited)
    return failure ? failCreation(reported, failure) : reported
  }
}

/**
 * True if no sending of the request was answered and none is still in flight: each has failed, or must have ended by
 * now.
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

/**
 * Why the gateway gives up although the provider still waits for the consumer on its page. Undefined if it does not
 * give up.
 */
function failureOf(records: AgreementStates, { lost, late }: { lost: boolean; late: boolean }): Failure | undefined {
  const { agreement, initialCharge } = records
  const { status } = agreement.agreement
  const ended = isTerminalAgreement(status)
  // An agreement whose consumer has finished is not failed by a status query that contradicts it.
  if (initialCharge === null || !(ended || status === 'AUTHENTICATION_PENDING')) return undefined
  if (!initialCharge.operations.every(operation => operation.status === 'PENDING')) return undefined
  if (lost && initialCharge.charge.authenticationMethods.length === 0) return authenticationPageLost
  // `agreement-abandon` handles an agreement that still waits. One that was revoked in the meantime has left its charge
  // open.
  return ended && late ? authenticationTimeout : undefined
}
