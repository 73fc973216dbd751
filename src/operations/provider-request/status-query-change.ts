import { isTerminalAgreement } from '../../domain/agreement/status.ts'
import { authenticationPageLost, authenticationTimeout, type Failure } from '../../domain/decline/failure.ts'
import type { ProviderReport } from '../../providers/port/outcome.ts'
import { findProviderRequest, sendingsOf } from '../../store/provider-request/find.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'
import { applyReports, failCreation } from '../agreement/answer.ts'
import type { AgreementUpdate } from '../agreement/apply.ts'
import type { AgreementStates } from '../agreement/state-pair.ts'
import type { Deps } from '../command/deps.ts'

/** How long a consumer who has given a means of payment has for their bank's questions. */
export const AUTHENTICATION_MS = 30 * 60_000

type Needed = Pick<Deps, 'database' | 'clock' | 'settings'>

/**
 * What a status query makes of an agreement's records. Where it tells that the provider waits for a consumer whose page it told once,
 * in an answer that never reached us, agreement and charge have failed, in the very transaction in which that is
 * learnt: nobody can come any more, and a new agreement can be made at once.
 *
 * No consumer is cut off by it, and no money is lost: browsers are sent to a page only as it stands in the records, which are
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

/** Why nobody waits any more for a consumer of whom the provider waits at its page. */
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
