import { openRequest } from '../../store/provider-request/repository.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'
import type { Deps } from '../command/deps.ts'
import { mayBeSent } from './may-be-sent.ts'
import { sendRecordedRequest } from './send.ts'
import { applyRequestAnswer } from './settle.ts'
import type { StatusQueryBy } from './status-query-by.ts'
import { targetOf } from './target.ts'

/**
 * Sends the very same request again under the same key: should a twin turn up late, the provider refuses one as a
 * duplicate. What is certain of this sending says nothing of the first: "it took nothing" and "I refuse this request" leave
 * the outcome unknown; only the provider's word about the operation itself settles it. For a worker that holds the provider request.
 */
export async function resendRequest(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy): Promise<void> {
  const provider = deps.providers.find(providerRequest.provider)
  if (provider === undefined) return
  const target = targetOf(providerRequest)
  const request = openRequest(deps.vault, providerRequest)
  const answer = await sendRecordedRequest(deps, provider, request, () => mayBeSent(deps, providerRequest.id, 'again'))
  const { purpose } = providerRequest
  // A payment's reference is used up by the first that takes effect: a second one that is declined itself was not that.
  const tellsOfFirst =
    provider.idempotencySupport.replaysResponse || purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE'
  const declineCounts = answer.outcome === 'declined' && answer.reports !== undefined && tellsOfFirst
  const proven = answer.outcome !== 'notSent' && (answer.outcome !== 'declined' || declineCounts)
  const known = proven ? answer : ({ outcome: 'unknown', queryStatusNow: false, call: answer.call } as const)
  await applyRequestAnswer(deps, { id: providerRequest.id, target }, known, by)
}
