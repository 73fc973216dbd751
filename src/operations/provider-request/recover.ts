import { noteOnAgreement } from '../../domain/agreement/transition.ts'
import { moveOperation, note } from '../../domain/charge/transition.ts'
import { neverArrived } from '../../domain/decline/failure.ts'
import type { RequestPurpose } from '../../domain/enums.ts'
import { planAfterStatusQuery, type Repeatability } from '../../domain/provider-request/status-query-plan.ts'
import type { CallRecord } from '../../providers/port/outcome.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { planStatusQuery, targetOf } from '../../store/provider-request/repository.ts'
import type { ProviderRequestRow } from '../../store/tables/provider-request.ts'
import { agreementApply } from '../agreement/apply.ts'
import { recoverCreation } from '../agreement/recover-creation.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { type QueryResult, queryRequestStatus, type StatusQueryBy } from './query.ts'
import { repeatabilityOf } from './repeat.ts'
import { applyRequestAnswer, mayBeSent, resendRequest } from './send.ts'

/**
 * Takes a provider request, claimed for this worker, one step towards a known outcome: asks the provider and applies what it
 * says. Where that settles nothing, plans the next status query; where absence is believed, the same provider request is sent again
 * under the same key. A step that fails counts as a status query that settled nothing, so that none is tried forever.
 */
export async function recoverRequest(deps: Deps, claimed: ProviderRequestRow, by: StatusQueryBy): Promise<void> {
  try {
    if (claimed.state === 'SENDING') await answerLost(deps, claimed, by)
    const result = await queryRequestStatus(deps, claimed, by)
    const provider = deps.providers.find(claimed.provider, claimed.providerAccountId)
    if (result === undefined && provider) await recoverUnasked(deps, claimed, provider, by)
    await planIfOpen(deps, claimed, result, by)
  } catch (error) {
    await planIfOpen(deps, claimed, undefined, by).catch((second: unknown) => {
      deps.log.error(
        { providerRequest: claimed.id, err: second },
        'the next status query could not be planned; its lease will end',
      )
    })
    throw error
  }
}

/** What cannot be asked about is found out by the answer to the same request, where sending that again does it no second time. */
async function recoverUnasked(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  provider: Provider,
  by: StatusQueryBy,
): Promise<void> {
  if (providerRequest.purpose === 'AGREEMENT_CREATE' && providerRequest.chargeId === null)
    await recoverCreation(deps, providerRequest, provider, by)
  else if (providerRequest.purpose === 'AGREEMENT_REVOKE') await resendRequest(deps, providerRequest, by)
}

/** The process that sent it never wrote down what came back: from now on it is UNKNOWN, foreveryone to see. */
function answerLost(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy) {
  const call = { summary: 'the process that sent it ended before it recorded an answer', durationMs: 0 }
  const answer = { outcome: 'unknown', queryStatusNow: false, call } as const
  return applyRequestAnswer(deps, { id: providerRequest.id, target: targetOf(providerRequest) }, answer, by)
}

async function planIfOpen(
  deps: Deps,
  claimed: ProviderRequestRow,
  result: QueryResult,
  by: StatusQueryBy,
): Promise<void> {
  const present = await findProviderRequest(deps.database, claimed.id)
  if (present === undefined || present.state === 'SETTLED') return
  // The fence: what was claimed, not what another worker may have claimed since.
  await plan(deps, { ...present, fencingToken: claimed.fencingToken }, result, by)
}

async function plan(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  result: QueryResult,
  by: StatusQueryBy,
): Promise<void> {
  const now = deps.clock.now()
  const word = wordOf(providerRequest.purpose, result)
  const provider = deps.providers.find(providerRequest.provider, providerRequest.providerAccountId)
  const repeatable = provider ? await repeatabilityOf(deps, providerRequest, provider) : unrepeatable
  const planBy = (by: Repeatability) =>
    planAfterStatusQuery(providerRequest, word, { now, absenceMs: deps.settings.absenceMs, repeatable: by })
  const wished = planBy(repeatable)
  const isWithheld = wished.kind === 'resend' && !(await mayBeSent(deps, providerRequest.id, 'again'))
  const next = isWithheld ? planBy(withheld) : wished
  // Before the last plan is made: a crash in between must not leave a provider request that nobody looks at.
  if (next.kind === 'giveUp') await askForAttention(deps, providerRequest, by)
  const goesOn = next.kind === 'resend' || next.kind === 'neverArrived'
  const nextStatusQueryAt = next.kind === 'again' ? next.at : goesOn ? now : null
  const absentSince = next.kind === 'again' ? next.absentSince : null
  const mine = await planStatusQuery(deps.database, providerRequest, callOf(result, word, now), {
    ...{ nextStatusQueryAt, absentSince, goesOn },
  })
  if (mine && next.kind === 'neverArrived') await operationFailed(deps, providerRequest, by)
  if (mine && next.kind === 'resend' && (await mayBeSent(deps, providerRequest.id, 'again')))
    await resendRequest(deps, providerRequest, by)
}

/** What may not go out again, since its agreement was revoked: it is asked about ever more seldom, until a person has to decide. */
const withheld: Repeatability = { safe: true, rememberedMs: 0 }
const unrepeatable = { safe: false, rememberedMs: null } as const

/** Only operations on a charge come to this: what makes agreements and charges can be sent again with every provider. */
async function operationFailed(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy): Promise<void> {
  const target = targetOf(providerRequest)
  if (target.purpose === 'AGREEMENT_CREATE' || target.purpose === 'AGREEMENT_REVOKE') return
  const { tenant, chargeId, operationId } = target
  await chargeApply(deps, {
    tenant,
    ...by,
    chargeId,
    change: state => moveOperation(state, operationId, { status: 'FAILED', failure: neverArrived }),
  })
}

/**
 * A charge that was found without this capture in it knows nothing of the capture. A charge or an agreement that was
 * found and still settled nothing (a break, a charge that could not be read) is there, and so is a capture that carries our
 * reference: they are never sent again.
 */
function wordOf(purpose: RequestPurpose, result: QueryResult): 'absent' | 'unknown' {
  if (result === undefined || result.found === 'unknown') return 'unknown'
  if (result.found === 'absent') return 'absent'
  if (result.mentioned) return 'unknown'
  return purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE' ? 'unknown' : 'absent'
}

/** A result that was found is in the timeline already. */
function callOf(
  result: QueryResult,
  outcome: string,
  at: Date,
): { outcome: string; record: CallRecord; at: Date } | null {
  return result === undefined || result.found === 'yes' ? null : { outcome, record: result.call, at }
}

async function askForAttention(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy): Promise<void> {
  const target = targetOf(providerRequest)
  const { tenant, agreementId, purpose } = target
  const chargeId = target.purpose === 'AGREEMENT_REVOKE' ? null : target.chargeId
  const data = { providerRequestId: providerRequest.id, purpose, statusQueries: providerRequest.statusQueries + 1 }
  const added = { type: 'reconciliation.unsettled', key: providerRequest.id, data, needsAttention: true } as const
  if (chargeId !== null) await chargeApply(deps, { tenant, ...by, chargeId, change: state => note(state, added) })
  else
    await agreementApply(deps, {
      tenant,
      ...by,
      agreementId,
      change: records => ({ ...records, agreement: noteOnAgreement(records.agreement, added) }),
    })
}
