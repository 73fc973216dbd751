import { noteOnAgreement } from '../../domain/agreement/transition.ts'
import { moveOperation, note } from '../../domain/charge/transition.ts'
import { neverArrived } from '../../domain/decline/failure.ts'
import type { AttemptPurpose } from '../../domain/enums.ts'
import { planAfterLookUp, type Repeatability } from '../../domain/provider-request/status-query-plan.ts'
import type { CallRecord } from '../../providers/port/outcome.ts'
import type { Provider } from '../../providers/port/provider.ts'
import { findAttempt } from '../../store/provider-request/find.ts'
import { planLookUp } from '../../store/provider-request/repository.ts'
import type { AttemptRow } from '../../store/tables/attempt.ts'
import { agreementApply } from '../agreement/apply.ts'
import { recoverCreation } from '../agreement/recover-creation.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import { whileHeld } from './lease.ts'
import { mayBeSent } from './may-be-sent.ts'
import { askAboutAttempt, type Heard } from './query-status.ts'
import { repeatabilityOf } from './repeat.ts'
import { resendAttempt } from './resend.ts'
import { applyAttemptAnswer } from './settle.ts'
import type { LookUpBy } from './status-query-by.ts'
import { targetOf } from './target.ts'

/**
 * Takes an attempt, claimed for this worker, one step towards a known outcome: asks the provider and applies what it
 * says. Where that settles nothing, plans the next look-up; where absence is believed, the same attempt is sent again
 * under the same key. A step that fails counts as a look-up that settled nothing, so that none is tried for ever.
 */
export function recoverAttempt(deps: Deps, claimed: AttemptRow, by: LookUpBy): Promise<void> {
  return whileHeld(deps, claimed, () => recoverHeld(deps, claimed, by))
}

async function recoverHeld(deps: Deps, claimed: AttemptRow, by: LookUpBy): Promise<void> {
  try {
    if (claimed.state === 'SENDING') await answerLost(deps, claimed, by)
    const heard = await askAboutAttempt(deps, claimed, by)
    const provider = deps.providers.find(claimed.provider)
    if (heard === undefined && provider) await recoverUnasked(deps, claimed, provider, by)
    await planIfOpen(deps, claimed, heard, by)
  } catch (error) {
    await planIfOpen(deps, claimed, undefined, by).catch((second: unknown) => {
      deps.log.error({ attempt: claimed.id, err: second }, 'the next look-up could not be planned; its lease will end')
    })
    throw error
  }
}

/** What cannot be asked about is found out by the answer to the same request, where sending that again does it no second time. */
async function recoverUnasked(deps: Deps, attempt: AttemptRow, provider: Provider, by: LookUpBy): Promise<void> {
  if (attempt.purpose === 'AGREEMENT_CREATE' && attempt.chargeId === null)
    await recoverCreation(deps, attempt, provider, by)
  else if (attempt.purpose === 'AGREEMENT_REVOKE') await resendAttempt(deps, attempt, by)
}

/** The process that sent it never wrote down what came back: from now on it is UNKNOWN, for everyone to see. */
function answerLost(deps: Deps, attempt: AttemptRow, by: LookUpBy) {
  const call = { summary: 'the process that sent it ended before it recorded an answer', durationMs: 0 }
  const answer = { outcome: 'unknown', lookUpNow: false, call } as const
  return applyAttemptAnswer(deps, { id: attempt.id, target: targetOf(attempt) }, answer, by)
}

async function planIfOpen(deps: Deps, claimed: AttemptRow, heard: Heard, by: LookUpBy): Promise<void> {
  const present = await findAttempt(deps.database, claimed.id)
  if (present === undefined || present.state === 'SETTLED') return
  // The fence: what was claimed, not what another worker may have claimed since.
  await plan(deps, { ...present, leaseEpoch: claimed.leaseEpoch }, heard, by)
}

async function plan(deps: Deps, attempt: AttemptRow, heard: Heard, by: LookUpBy): Promise<void> {
  const now = deps.clock.now()
  const word = wordOf(attempt.purpose, heard)
  const provider = deps.providers.find(attempt.provider)
  const repeatable = provider ? await repeatabilityOf(deps, attempt, provider) : unrepeatable
  const planBy = (by: Repeatability) =>
    planAfterLookUp(attempt, word, { now, absenceMs: deps.settings.absenceMs, repeatable: by })
  const wished = planBy(repeatable)
  const isWithheld = wished.kind === 'resend' && !(await mayBeSent(deps, attempt.id, 'again'))
  const next = isWithheld ? planBy(withheld) : wished
  // Before the last plan is made: a crash in between must not leave an attempt that nobody looks at.
  if (next.kind === 'giveUp') await askForAttention(deps, attempt, by)
  const goesOn = next.kind === 'resend' || next.kind === 'neverArrived'
  const nextLookUpAt = next.kind === 'again' ? next.at : goesOn ? now : null
  const absentSince = next.kind === 'again' ? next.absentSince : null
  const mine = await planLookUp(deps.database, attempt, callOf(heard, word, now), {
    ...{ nextLookUpAt, absentSince, goesOn },
  })
  if (mine && next.kind === 'neverArrived') await operationFailed(deps, attempt, by)
  if (mine && next.kind === 'resend' && (await mayBeSent(deps, attempt.id, 'again')))
    await resendAttempt(deps, attempt, by)
}

/** What may not go out again, since its agreement was revoked: it is asked about ever more seldom, until a person has to decide. */
const withheld: Repeatability = { safe: true, rememberedMs: 0 }
const unrepeatable = { safe: false, rememberedMs: null } as const

/** Only operations on a charge come to this: what makes agreements and charges can be sent again with every provider. */
async function operationFailed(deps: Deps, attempt: AttemptRow, by: LookUpBy): Promise<void> {
  const { tenant, chargeId, operationId } = targetOf(attempt)
  if (chargeId === null || operationId === null) return
  await chargeApply(deps, {
    tenant,
    ...by,
    chargeId,
    change: book => moveOperation(book, operationId, { status: 'FAILED', failure: neverArrived }),
  })
}

/**
 * A charge that was found without this capture in it knows nothing of the capture. A charge or an agreement that was
 * found and still settled nothing (a break, a charge that could not be read) is there, and so is a capture that carries our
 * reference: they are never sent again.
 */
function wordOf(purpose: AttemptPurpose, heard: Heard): 'absent' | 'unknown' {
  if (heard === undefined || heard.found === 'unknown') return 'unknown'
  if (heard.found === 'absent') return 'absent'
  if (heard.mentioned) return 'unknown'
  return purpose === 'CHARGE_CREATE' || purpose === 'AGREEMENT_CREATE' ? 'unknown' : 'absent'
}

/** What was found stands in the timeline already. */
function callOf(heard: Heard, outcome: string, at: Date): { outcome: string; record: CallRecord; at: Date } | null {
  return heard === undefined || heard.found === 'yes' ? null : { outcome, record: heard.call, at }
}

async function askForAttention(deps: Deps, attempt: AttemptRow, by: LookUpBy): Promise<void> {
  const { tenant, agreementId, chargeId, purpose } = targetOf(attempt)
  const data = { attemptId: attempt.id, purpose, lookUps: attempt.lookUps + 1 }
  const added = { type: 'reconciliation.unsettled', key: attempt.id, data, needsAttention: true }
  if (chargeId !== null) await chargeApply(deps, { tenant, ...by, chargeId, change: book => note(book, added) })
  else
    await agreementApply(deps, {
      tenant,
      ...by,
      agreementId,
      change: books => ({ ...books, agreement: noteOnAgreement(books.agreement, added) }),
    })
}
