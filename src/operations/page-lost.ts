import { isTerminalAgreement } from '../domain/agreement-status.ts'
import { authenticationPageLost } from '../domain/failure.ts'
import type { ProviderReport } from '../providers/outcome.ts'
import { findAttempt } from '../store/find-attempt.ts'
import { sendingsOf } from '../store/sendings.ts'
import type { AgreementNews } from './agreement-apply.ts'
import type { AgreementBooks } from './agreement-book-pair.ts'
import { applyReports, failCreation } from './answer-to-agreement.ts'
import type { Deps } from './deps.ts'

/**
 * What a look-up makes of an agreement's books. Where it tells that the provider waits for a consumer whose page it told once,
 * in an answer that never reached us, agreement and charge have failed, in the very transaction in which that is
 * learnt: nobody can come any more, and a new agreement can be made at once.
 *
 * No consumer is cut off by it, and no money is lost: browsers are sent to a page only as it stands in the books, which are
 * locked here, and a page that comes after this is not taken into them. Should money move all the same, it is found as
 * with every agreement that was given up: on the record, for a person, with what it made revoked.
 */
export async function lookedUpChange(
  deps: Pick<Deps, 'database' | 'clock' | 'settings'>,
  creationAttemptId: string | null,
  reports: readonly ProviderReport[],
): Promise<AgreementNews['change']> {
  const lost =
    creationAttemptId !== null &&
    reports.some(report => report.about === 'charge' && report.pageToldOnce === true) &&
    (await isAnswerLost(deps, creationAttemptId))
  return (books, newId) => {
    const told = applyReports(books, reports, newId)
    return lost && waitsWithoutPage(told) ? failCreation(told, authenticationPageLost) : told
  }
}

/**
 * True where a request went out, none of its sendings was ever answered, and none is on its way any more: its sender has
 * said so, or must have ended by now.
 */
async function isAnswerLost(
  { database, clock, settings }: Pick<Deps, 'database' | 'clock' | 'settings'>,
  attemptId: string,
): Promise<boolean> {
  const attempt = await findAttempt(database, attemptId)
  if (attempt === undefined) return false
  const { answered, unanswered } = await sendingsOf(database, attemptId)
  if (answered > 0) return false
  const longestMs = settings.providerDeadlineMs + settings.resendWindowMs
  return unanswered > 0 || clock.now().getTime() - attempt.firstSentAt.getTime() > longestMs
}

/** An agreement past its consumer's part is not ended by a look-up that says otherwise; one that has ended stays as it is. */
function waitsWithoutPage({ agreement, initialCharge }: AgreementBooks): boolean {
  if (initialCharge === null || initialCharge.charge.authenticationMethods.length > 0) return false
  const { status } = agreement.agreement
  const mayFail = status === 'AUTHENTICATION_PENDING' || isTerminalAgreement(status)
  return mayFail && initialCharge.operations.every(operation => operation.status === 'PENDING')
}
