import { noteOnAgreement } from '../../domain/agreement/transition.ts'
import { moveOperation, note } from '../../domain/charge/transition.ts'
import { neverArrived } from '../../domain/decline/failure.ts'
import type { RequestPurpose } from '../../domain/enums.ts'
import { planAfterStatusQuery, type Repeatability } from '../../domain/provider-request/status-query-plan.ts'
import type { CallRecord } from '../../providers/port/outcome.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { findProviderRequest } from '../../store/provider-request/find.ts'
import { planStatusQuery, targetOf } from '../../store/provider-request/repository.ts'
import type { ProviderRequestRow } from '../../store/tables.ts'
import { agreementApply } from '../agreement/apply.ts'
import { recoverCreation } from '../agreement/recover-creation.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { type QueryResult, queryRequestStatus, type StatusQueryBy } from './query.ts'
import { asksFirst } from './record.ts'
import { repeatabilityOf } from './repeat.ts'
import { applyRequestAnswer, mayBeSent, resendRequest } from './send.ts'

/**
 * Moves a provider request that this worker has claimed one step towards a known outcome: queries the provider and
 * applies the answer. If that does not settle it, plans the next status query. If the provider's "not found" is
 * believed, sends the same request again under the same key. A step that fails counts as a status query without a
 * result, so no request is retried forever.
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
        'the next status query could not be planned; recovery claims the request again after its lease has ended',
      )
    })
    throw error
  }
}

/**
 * If the provider has no status query for it, the outcome comes from sending the same request again. Only if the
 * provider does not execute it twice.
 */
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

/** The sending process never recorded an answer, so the request becomes UNKNOWN, and callers see it. */
function answerLost(deps: Deps, providerRequest: ProviderRequestRow, by: StatusQueryBy) {
  const summary =
    providerRequest.fencingToken === 1 && asksFirst(deps, providerRequest.createdAt)
      ? 'not sent yet: after the restore from a backup the provider is queried before sending'
      : 'the process that sent it ended before it recorded an answer'
  const call = { summary, durationMs: 0 }
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
  // The fencing token of this worker's claim: if another worker has claimed the request since, nothing is planned.
  await plan(deps, { ...present, fencingToken: claimed.fencingToken }, result, by)
}

async function plan(
  deps: Deps,
  providerRequest: ProviderRequestRow,
  result: QueryResult,
  by: StatusQueryBy,
): Promise<void> {
  const now = deps.clock.now()
  const presence = presenceOf(providerRequest.purpose, result)
  const provider = deps.providers.find(providerRequest.provider, providerRequest.providerAccountId)
  const repeatable = provider ? await repeatabilityOf(deps, providerRequest, provider) : unrepeatable
  const planBy = (by: Repeatability) =>
    planAfterStatusQuery(providerRequest, presence, { now, absenceMs: deps.settings.absenceMs, repeatable: by })
  const wished = planBy(repeatable)
  const isWithheld = wished.kind === 'resend' && !(await mayBeSent(deps, providerRequest.id, 'again'))
  const next = isWithheld ? planBy(withheld) : wished
  // This comes before the last plan: after a crash in between, the request would otherwise have neither a plan nor a
  // person's attention.
  if (next.kind === 'giveUp') await askForAttention(deps, providerRequest, by)
  const goesOn = next.kind === 'resend' || next.kind === 'neverArrived'
  const nextStatusQueryAt = next.kind === 'again' ? next.at : goesOn ? now : null
  const absentSince = next.kind === 'again' ? next.absentSince : null
  const mine = await planStatusQuery(deps.database, providerRequest, callOf(result, presence, now), {
    ...{ nextStatusQueryAt, absentSince, goesOn },
  })
  if (mine && next.kind === 'neverArrived') await operationFailed(deps, providerRequest, by)
  if (mine && next.kind === 'resend' && (await mayBeSent(deps, providerRequest.id, 'again')))
    await resendRequest(deps, providerRequest, by)
}

/**
 * For a request that must not be sent again because its agreement was revoked: the status queries become less frequent
 * until a person has to decide.
 */
const withheld: Repeatability = { safe: true, rememberedMs: 0 }
const unrepeatable = { safe: false, rememberedMs: null } as const

/**
 * This applies only to operations on a charge: requests that create agreements and charges can be sent again with every
 * provider.
 */
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
 * If the charge was found without this capture, the provider does not know the capture. If a charge or an agreement was
 * found but not settled (a contradiction, an unreadable charge), it exists, and so does a capture with the request's
 * reference: they are never sent again.
 */
function presenceOf(purpose: RequestPurpose, result: QueryResult): 'absent' | 'unknown' {
  if (result === undefined || result.found === 'unknown') return 'unknown'
  if (result.found === 'absent') return 'absent'
  if (result.mentioned) return 'unknown'
  return purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE' ? 'unknown' : 'absent'
}

/** A status that was found is in the timeline already. */
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
