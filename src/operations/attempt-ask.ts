import type { CallRecord, LookUpAnswer } from '../providers/outcome.ts'
import type { LookUp } from '../providers/provider.ts'
import { findAgreement, findCharge, mustFind } from '../store/find-rows.ts'
import { sentReferenceOf } from '../store/sent-reference.ts'
import type { AttemptRow } from '../store/tables/attempt.ts'
import { agreementApply } from './agreement-apply.ts'
import { applyReports } from './answer-to-agreement.ts'
import { applyChargeReports } from './answer-to-charge.ts'
import { targetOf } from './attempt-target.ts'
import { chargeApply } from './charge-apply.ts'
import type { Deps } from './deps.ts'
import type { LookUpBy } from './look-up-by.ts'

/** What asking brought: what was found has been applied already. Undefined where the provider cannot be asked. */
export type Heard =
  | {
      readonly found: LookUpAnswer['found']
      /** True where what was found names this very attempt. */
      readonly mentioned: boolean
      readonly call: CallRecord
    }
  | undefined

/** Asks the provider what became of an attempt, and applies what it says by the one road. Plans nothing, sends nothing. */
export async function askAboutAttempt(deps: Deps, attempt: AttemptRow, by: LookUpBy): Promise<Heard> {
  const question = await questionOf(deps, attempt)
  const provider = deps.providers.find(attempt.provider)
  if (question === undefined || provider === undefined) return undefined
  const answer = await provider.lookUp(question, { deadlineMs: deps.settings.providerDeadlineMs })
  if (answer.found === 'yes') await applyFound(deps, attempt, answer, by)
  return { found: answer.found, mentioned: mentions(answer, attempt.id), call: answer.call }
}

function mentions(answer: LookUpAnswer, attemptId: string): boolean {
  if (answer.found !== 'yes') return false
  return answer.reports.some(
    report => report.about === 'charge' && report.operations.some(({ sentReference }) => sentReference === attemptId),
  )
}

async function questionOf({ database }: Deps, attempt: AttemptRow): Promise<LookUp | undefined> {
  const { tenant, purpose, agreementId, chargeId } = targetOf(attempt)
  if (purpose === 'AGREEMENT_CREATE' || purpose === 'AGREEMENT_REVOKE') {
    const { providerReference } = await mustFind(findAgreement(database, tenant, agreementId))
    const initialChargeSentReference = chargeId === null ? null : attempt.id
    // Without an id and without a charge there is nothing to ask by.
    if (providerReference === null && initialChargeSentReference === null) return undefined
    return { about: 'agreement', providerReference, initialChargeSentReference }
  }
  if (chargeId === null) throw new Error(`attempt ${attempt.id} names no charge`)
  const { providerReference } = await mustFind(findCharge(database, tenant, chargeId))
  // A capture, refund or void is asked about through its charge, and the charge goes by the reference that made it.
  const sentReference = purpose === 'CHARGE_CREATE' ? attempt.id : await sentReferenceOf(database, tenant, chargeId)
  return { about: 'charge', providerReference, sentReference }
}

async function applyFound(
  deps: Deps,
  attempt: AttemptRow,
  answer: Extract<LookUpAnswer, { found: 'yes' }>,
  by: LookUpBy,
): Promise<void> {
  const { tenant, purpose, agreementId, chargeId } = targetOf(attempt)
  const at = deps.clock.now()
  const call = { attemptId: attempt.id, verb: 'lookUp', outcome: 'found', record: answer.call, at } as const
  const shared = { tenant, ...by, call }
  if (purpose === 'AGREEMENT_CREATE' || purpose === 'AGREEMENT_REVOKE')
    await agreementApply(deps, {
      ...shared,
      agreementId,
      change: (books, newId) => applyReports(books, answer.reports, newId),
    })
  else if (chargeId !== null)
    await chargeApply(deps, {
      ...shared,
      chargeId,
      change: (book, newId) => applyChargeReports(book, answer.reports, newId),
    })
}
