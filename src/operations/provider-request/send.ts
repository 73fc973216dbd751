import { pause } from '../../base/time/real-time.ts'
import type { Failure } from '../../domain/decline/failure.ts'
import type { Answer } from '../../providers/port/outcome.ts'
import type { Provider, ProviderRequest } from '../../providers/port/provider.ts'
import { holderOfAgreement } from '../../store/consumer/data-keys.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { openRequest, targetOf } from '../../store/provider-request/repository.ts'
import { findAgreement } from '../../store/sql/find-rows.ts'
import type { ProviderRequestRow } from '../../store/tables.ts'
import { applyCreationAnswer, applyRevocationAnswer } from '../agreement/answer.ts'
import { type AgreementUpdate, type AppliedAgreement, agreementApply } from '../agreement/apply.ts'
import { applyAnswer } from '../charge/answer.ts'
import { type AppliedCharge, type ChargeUpdate, chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { withLease } from './lease.ts'
import { queryRequestStatus, type StatusQueryBy } from './query.ts'
import type { RecordedRequest } from './record.ts'

const SHORTEST_WAIT_MS = 50
const LONGEST_WAIT_MS = 5_000

const revoked: Failure = {
  kind: 'CANCELED',
  code: 'AGREEMENT_REVOKED',
  advice: 'NEW_AGREEMENT',
  message: 'The agreement was revoked before the provider accepted the request.',
  reachedIssuer: false,
}

export interface Settled {
  readonly charge?: AppliedCharge | undefined
  readonly agreement?: AppliedAgreement | undefined
}

/**
 * Sends a recorded provider request and applies the answer by the single write path. No transaction is open meanwhile.
 */
export async function sendAndApply(deps: Deps, providerRequest: RecordedRequest): Promise<Settled> {
  const { provider, request } = providerRequest
  const lease = { table: 'provider_requests', id: providerRequest.id, fencingToken: 0 } as const
  const answer = await withLease(deps, lease, () =>
    sendUntilTaken(deps, provider, request, () => mayBeSent(deps, providerRequest.id, 'first')),
  )
  const settled = await applyRequestAnswer(deps, providerRequest, answer, { source: 'PROVIDER_RESPONSE', actor: null })
  if (!leavesConsumerWaiting(answer)) return settled
  // The consumer must act, but the answer does not say how. A status query returns it.
  const row = await findProviderRequest(deps.database, providerRequest.id)
  if (row) await queryRequestStatus(deps, row, { source: 'PROVIDER_RESPONSE', actor: 'sender' })
  return {}
}

function leavesConsumerWaiting(answer: Answer): boolean {
  return (
    answer.outcome === 'actionRequired' &&
    answer.reports.every(({ authenticationMethods = [] }) => authenticationMethods.length === 0)
  )
}

/** Applies the answer to the object that the provider request is for. */
export async function applyRequestAnswer(
  deps: Deps,
  { id, target }: Pick<RecordedRequest, 'id' | 'target'>,
  answer: Answer,
  by: Pick<StatusQueryBy, 'source'> & { readonly actor: string | null },
): Promise<Settled> {
  const call = {
    providerRequestId: id,
    verb: 'send',
    outcome: answer.outcome,
    record: answer.call,
    at: deps.clock.now(),
  } as const
  const askAtOnce = answer.outcome === 'unknown' && answer.queryStatusNow
  const shared = { tenant: target.tenant, ...by, call, askAtOnce }
  const { agreementId } = target
  switch (target.purpose) {
    case 'AGREEMENT_CREATE': {
      const change: AgreementUpdate['change'] = (records, newId) => applyCreationAnswer(records, answer, newId)
      return { agreement: await agreementApply(deps, { ...shared, agreementId, change }) }
    }
    case 'AGREEMENT_REVOKE': {
      const change: AgreementUpdate['change'] = records => applyRevocationAnswer(records, answer)
      return { agreement: await agreementApply(deps, { ...shared, agreementId, change }) }
    }
    default: {
      const { chargeId, operationId } = target
      const change: ChargeUpdate['change'] = (state, newId) => applyAnswer(state, operationId, answer, newId)
      return { charge: await chargeApply(deps, { ...shared, chargeId, change }) }
    }
  }
}

/**
 * Sends a request. While the provider certainly accepts nothing (no connection, 401, 403, 429), the same request is
 * sent again until the window has passed or it may no longer be sent. Every other outcome is returned unchanged.
 *
 * @param mayBeSent Called before each further sending.
 */
async function sendUntilTaken(
  deps: Pick<Deps, 'settings' | 'realTime'>,
  provider: Provider,
  request: ProviderRequest,
  mayBeSent: () => Promise<boolean>,
): Promise<Answer> {
  const { providerDeadlineMs, resendWindowMs } = deps.settings
  const end = deps.realTime.nowMs() + resendWindowMs
  for (let resends = 0; ; resends++) {
    const answer = await provider.send(request, { deadlineMs: providerDeadlineMs })
    if (answer.outcome !== 'notSent') return answer
    const asked = answer.retryAfterMs ?? SHORTEST_WAIT_MS * 2 ** resends
    const waitMs = Math.min(Math.max(asked, SHORTEST_WAIT_MS), LONGEST_WAIT_MS)
    if (deps.realTime.nowMs() + waitMs >= end) return answer
    await pause(deps.realTime, waitMs)
    if (!(await mayBeSent())) return { ...answer, failure: revoked }
  }
}

/**
 * Sends the same request again under the same key, so that the provider refuses one as a duplicate if the first arrives
 * late. A certain answer to this sending does not settle the first: after "accepted nothing" or "refused" the outcome
 * remains unknown, and only a statement of the provider about the operation itself settles it. Only for a worker that
 * has claimed the provider request.
 */
export async function resendRequest(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy): Promise<void> {
  const provider = deps.providers.find(providerRequest.provider, providerRequest.providerAccountId)
  if (provider === undefined) return
  const target = targetOf(providerRequest)
  const consumer = await holderOfAgreement(deps.database, target.agreementId)
  const request = openRequest(deps.vault, consumer, providerRequest)
  // Nothing that is open is erased.
  if (request === undefined) throw new Error(`provider request ${providerRequest.id} was erased before it was settled`)
  const answer = await sendUntilTaken(deps, provider, request, () => mayBeSent(deps, providerRequest.id, 'again'))
  const { purpose } = providerRequest
  // The first payment that takes effect uses up the reference. If the second sending itself is declined, the first did
  // not take effect.
  const describesFirstSending =
    provider.idempotencySupport.replaysResponse || purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE'
  const declineCounts = answer.outcome === 'declined' && answer.reports !== undefined && describesFirstSending
  const proven = answer.outcome !== 'notSent' && (answer.outcome !== 'declined' || declineCounts)
  const known = proven ? answer : ({ outcome: 'unknown', queryStatusNow: false, call: answer.call } as const)
  await applyRequestAnswer(deps, { id: providerRequest.id, target }, known, by)
}

/**
 * Whether a recorded provider request may still be sent. After a revocation request no new charge is sent, neither for
 * the first time nor again. The first sender must not send a request that is settled or that recovery has taken over.
 */
export async function mayBeSent(
  { database }: Pick<Deps, 'database'>,
  providerRequestId: string,
  sending: 'first' | 'again',
): Promise<boolean> {
  const providerRequest = await findProviderRequest(database, providerRequestId)
  if (providerRequest === undefined || providerRequest.state === 'SETTLED') return false
  if (sending === 'first' && providerRequest.state !== 'SENDING') return false
  const { purpose, tenant, agreementId } = targetOf(providerRequest)
  if (purpose !== 'CHARGE_CREATE' && purpose !== 'AGREEMENT_CREATE') return true
  const agreement = await findAgreement(database, tenant, agreementId)
  if (agreement === undefined || agreement.revokeRequestedAt !== null) return false
  if (purpose === 'CHARGE_CREATE') return agreement.status === 'ACTIVE'
  // The agreement is being created, or waits for its consumer while the creation request is sent or about to be sent.
  return agreement.status === 'INITIALIZING' || agreement.status === 'AUTHENTICATION_PENDING'
}

/**
 * Waits for the response as long as a caller should wait; the work continues in any case. Undefined if it takes longer:
 * the caller then gets the current state.
 */
export async function withinAnswerWait<T>(
  deps: Deps,
  name: string,
  work: () => Promise<T>,
  waitMs = deps.settings.answerWaitMs,
): Promise<T | undefined> {
  let cancel = () => {}
  const late = new Promise<undefined>(resolve => {
    cancel = deps.realTime.after(waitMs, () => resolve(undefined))
  })
  try {
    return await Promise.race([inBackground(deps, name, work), late])
  } finally {
    cancel()
  }
}

function inBackground<T>(deps: Deps, name: string, work: () => Promise<T>): Promise<T | undefined> {
  return new Promise(resolve => {
    deps.background.run(name, async () => {
      try {
        resolve(await work())
      } catch (error) {
        // The caller gets the recorded state; recovery continues from there.
        resolve(undefined)
        throw error
      }
    })
  })
}
