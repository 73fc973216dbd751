import { noteOnAgreement } from '../domain/agreement-transition.ts'
import { applyReport } from '../domain/charge-report.ts'
import { note } from '../domain/charge-transition.ts'
import { planAfterLookUp } from '../domain/look-up-plan.ts'
import type { LookUpAnswer } from '../providers/outcome.ts'
import type { LookUp, Provider } from '../providers/provider.ts'
import { openRequest, planLookUp } from '../store/attempts.ts'
import { findAttempt } from '../store/find-attempt.ts'
import { findAgreement, findCharge, mustFind } from '../store/find-rows.ts'
import type { AttemptRow } from '../store/tables/attempt.ts'
import { agreementApply } from './agreement-apply.ts'
import { applyReports } from './answer-to-agreement.ts'
import { sendAndApply } from './attempt-settle.ts'
import { targetOf } from './attempt-target.ts'
import { chargeApply } from './charge-apply.ts'
import { recoverCreation } from './creation-recover.ts'
import type { Deps } from './deps.ts'
import type { LookUpBy } from './look-up-by.ts'
import { recoverAt } from './recover-at.ts'

/**
 * Asks the provider what became of an attempt and applies what it says. Where that settles nothing, plans the next
 * look-up; where absence is believed, the same attempt is sent again under the same key.
 */
export async function lookUpAttempt(deps: Deps, attempt: AttemptRow, by: LookUpBy): Promise<void> {
  const provider = deps.providers.find(attempt.provider)
  if (provider === undefined) return
  const question = await questionOf(deps, attempt)
  if (!canBeAsked(question)) return resendCreation(deps, provider, attempt, by)
  const answer = await provider.lookUp(question, { deadlineMs: deps.settings.providerDeadlineMs })
  if (answer.found === 'yes') await applyFound(deps, attempt, answer, by)
  const still = await findAttempt(deps.database, attempt.id)
  if (still === undefined || still.state === 'SETTLED') return
  await plan(deps, provider, still, answer, by)
}

async function questionOf({ database }: Deps, attempt: AttemptRow): Promise<LookUp> {
  const tenant = { merchantId: attempt.merchantId, mode: attempt.mode }
  if (attempt.purpose === 'AGREEMENT_CREATE' || attempt.purpose === 'AGREEMENT_REVOKE') {
    const agreement = await mustFind(findAgreement(database, tenant, attempt.agreementId))
    const initialChargeSentReference = attempt.chargeId === null ? null : attempt.id
    return { about: 'agreement', providerReference: agreement.providerReference, initialChargeSentReference }
  }
  const charge = await mustFind(findCharge(database, tenant, attempt.chargeId ?? ''))
  return { about: 'charge', providerReference: charge.providerReference, sentReference: attempt.id }
}

function canBeAsked(question: LookUp): boolean {
  return (
    question.about === 'charge' || question.providerReference !== null || question.initialChargeSentReference !== null
  )
}

async function resendCreation(deps: Deps, provider: Provider, attempt: AttemptRow, by: LookUpBy): Promise<void> {
  await recoverCreation(deps, provider, attempt, by)
  const still = await findAttempt(deps.database, attempt.id)
  if (still === undefined || still.state === 'SETTLED') return
  const record = { summary: 'sent again: without a charge there is nothing to ask by', durationMs: 0 }
  await plan(deps, provider, still, { call: record, found: 'unknown' }, by)
}

async function applyFound(
  deps: Deps,
  attempt: AttemptRow,
  answer: Extract<LookUpAnswer, { found: 'yes' }>,
  { source, actor }: LookUpBy,
): Promise<void> {
  const tenant = { merchantId: attempt.merchantId, mode: attempt.mode }
  const call = {
    attemptId: attempt.id,
    verb: 'lookUp',
    outcome: 'found',
    record: answer.call,
    at: deps.clock.now(),
  } as const
  const shared = { tenant, source, actor, call }
  if (attempt.purpose === 'AGREEMENT_CREATE' || attempt.purpose === 'AGREEMENT_REVOKE') {
    await agreementApply(deps, {
      ...shared,
      agreementId: attempt.agreementId,
      change: (books, newId) => applyReports(books, answer.reports, newId),
    })
    return
  }
  await chargeApply(deps, {
    ...shared,
    chargeId: attempt.chargeId ?? '',
    change: (book, newId) =>
      answer.reports.reduce((so, report) => (report.about === 'charge' ? applyReport(so, report, newId) : so), book),
  })
}

/** The look-up settled nothing: a charge was found without this capture in it, the provider knew nothing, or did not answer. */
async function plan(
  deps: Deps,
  provider: Provider,
  attempt: AttemptRow,
  answer: LookUpAnswer,
  by: LookUpBy,
): Promise<void> {
  const now = deps.clock.now()
  const heard = answer.found === 'unknown' ? 'unknown' : 'absent'
  const next = planAfterLookUp(attempt, heard, { now, absenceMs: deps.settings.absenceMs })
  const call = { outcome: answer.found === 'yes' ? 'notAmongIt' : heard, record: answer.call, at: now }
  const nextLookUpAt = next.kind === 'again' ? next.at : next.kind === 'resend' ? recoverAt(deps, now) : null
  const absentSince = next.kind === 'again' ? next.absentSince : attempt.absentSince
  const mine = await planLookUp(deps.database, attempt, call, { nextLookUpAt, absentSince })
  if (!mine) return
  if (next.kind === 'giveUp') await askForAttention(deps, attempt, by)
  if (next.kind === 'resend') await resend(deps, provider, attempt)
}

/** The very same request under the same key: should a twin turn up late, the provider refuses one as a duplicate. */
async function resend(deps: Deps, provider: Provider, attempt: AttemptRow): Promise<void> {
  const request = openRequest(deps.vault, attempt)
  await sendAndApply(deps, { id: attempt.id, target: targetOf(attempt), provider, request })
}

async function askForAttention(deps: Deps, attempt: AttemptRow, { source, actor }: LookUpBy): Promise<void> {
  const tenant = { merchantId: attempt.merchantId, mode: attempt.mode }
  const data = { attemptId: attempt.id, purpose: attempt.purpose, lookUps: attempt.lookUps + 1 }
  const added = { type: 'reconciliation.unsettled', key: attempt.id, data }
  if (attempt.chargeId !== null)
    await chargeApply(deps, { tenant, source, actor, chargeId: attempt.chargeId, change: book => note(book, added) })
  else
    await agreementApply(deps, {
      tenant,
      source,
      actor,
      agreementId: attempt.agreementId,
      change: books => ({ ...books, agreement: noteOnAgreement(books.agreement, added) }),
    })
}
