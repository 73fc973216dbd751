import type { EventSource } from '../../domain/enums.ts'
import type { Answer } from '../../providers/port/outcome.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { applyCreationAnswer, applyRevocationAnswer } from '../agreement/answer.ts'
import { type AppliedAgreement, agreementApply } from '../agreement/apply.ts'
import { applyAnswer } from '../charge/answer.ts'
import { type AppliedCharge, chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { withLease } from './lease.ts'
import { mayBeSent } from './may-be-sent.ts'
import { queryRequestStatus } from './query-status.ts'
import type { RecordedRequest } from './recorded-request.ts'
import { sendRecordedRequest } from './send.ts'

export interface Settled {
  readonly charge?: AppliedCharge | undefined
  readonly agreement?: AppliedAgreement | undefined
}

/** Sends a recorded provider request and applies the answer by the one road. No transaction is open meanwhile. */
export async function sendAndApply(deps: Deps, providerRequest: RecordedRequest): Promise<Settled> {
  const { provider, request } = providerRequest
  const lease = { table: 'provider_requests', id: providerRequest.id, fencingToken: 0 } as const
  const answer = await withLease(deps, lease, () =>
    sendRecordedRequest(deps, provider, request, () => mayBeSent(deps, providerRequest.id, 'first')),
  )
  const settled = await applyRequestAnswer(deps, providerRequest, answer, { source: 'PROVIDER_RESPONSE', actor: null })
  if (!leavesConsumerWaiting(answer)) return settled
  // The consumer has to act and the answer does not say how: the provider tells where it is asked.
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

/** Applies a provider request's answer to what the provider request is for. */
export async function applyRequestAnswer(
  deps: Deps,
  { id, target }: Pick<RecordedRequest, 'id' | 'target'>,
  answer: Answer,
  by: { readonly source: EventSource; readonly actor: string | null },
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
  const { agreementId, chargeId, operationId, purpose } = target
  if (purpose === 'AGREEMENT_CREATE')
    return {
      agreement: await agreementApply(deps, {
        ...shared,
        agreementId,
        change: (records, newId) => applyCreationAnswer(records, answer, newId),
      }),
    }
  if (purpose === 'AGREEMENT_REVOKE')
    return {
      agreement: await agreementApply(deps, {
        ...shared,
        agreementId,
        change: records => applyRevocationAnswer(records, answer),
      }),
    }
  if (chargeId === null || operationId === null) throw new Error(`provider request ${id} names no charge`)
  return {
    charge: await chargeApply(deps, {
      ...shared,
      chargeId,
      change: (state, newId) => applyAnswer(state, operationId, answer, newId),
    }),
  }
}

/**
 * Waits for the answer as long as a caller should wait; the work goes on in any case. Undefined where it takes longer:
 * the caller is told the state so far.
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
        // The records say what is so; recovery goes on from there.
        resolve(undefined)
        throw error
      }
    })
  })
}
