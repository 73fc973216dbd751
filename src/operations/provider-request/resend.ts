import { openRequest } from '../../store/provider-request/repository.ts'
import type { AttemptRow } from '../../store/tables/attempt.ts'
import type { Deps } from '../command/deps.ts'
import { mayBeSent } from './may-be-sent.ts'
import { sendAttempt } from './send.ts'
import { applyAttemptAnswer } from './settle.ts'
import type { LookUpBy } from './status-query-by.ts'
import { targetOf } from './target.ts'

/**
 * Sends the very same request again under the same key: should a twin turn up late, the provider refuses one as a
 * duplicate. What is certain of this sending says nothing of the first: "it took nothing" and "I refuse this request" leave
 * the outcome unknown; only the provider's word about the operation itself settles it. For a worker that holds the attempt.
 */
export async function resendAttempt(deps: Deps, attempt: AttemptRow, by: LookUpBy): Promise<void> {
  const provider = deps.providers.find(attempt.provider)
  if (provider === undefined) return
  const target = targetOf(attempt)
  const request = openRequest(deps.vault, attempt)
  const answer = await sendAttempt(deps, provider, request, () => mayBeSent(deps, attempt.id, 'again'))
  const { purpose } = attempt
  // A payment's reference is used up by the first that takes effect: a second one that is declined itself was not that.
  const tellsOfFirst = provider.repetition.answersAgain || purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE'
  const declineCounts = answer.outcome === 'declined' && answer.reports !== undefined && tellsOfFirst
  const proven = answer.outcome !== 'notSent' && (answer.outcome !== 'declined' || declineCounts)
  const known = proven ? answer : ({ outcome: 'unknown', lookUpNow: false, call: answer.call } as const)
  await applyAttemptAnswer(deps, { id: attempt.id, target }, known, by)
}
