import { unexplainedTotal } from '../../domain/charge/totals.ts'
import type { OperationFacts } from '../../domain/charge/transition.ts'
import type { AttemptPurpose } from '../../domain/enums.ts'
import type { CallRecord, LookUpAnswer } from '../../providers/port/outcome.ts'
import type { LookUp, Provider } from '../../providers/port/provider.ts'
import { sentReferenceOf } from '../../store/provider-request/sent-reference.ts'
import { findAgreement, findCharge, mustFind } from '../../store/sql/find-rows.ts'
import type { AttemptRow } from '../../store/tables/attempt.ts'
import { agreementApply } from '../agreement/apply.ts'
import { applyChargeReports } from '../charge/answer.ts'
import { chargeApply } from '../charge/apply.ts'
import type { Deps } from '../command/deps.ts'
import type { LookUpBy } from './status-query-by.ts'
import { lookedUpChange } from './status-query-change.ts'
import { targetOf } from './target.ts'

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
  const provider = deps.providers.find(attempt.provider)
  if (provider === undefined) return undefined
  const question = await questionOf(deps, attempt, provider)
  if (question === undefined) return undefined
  const answer = await provider.lookUp(question, { deadlineMs: deps.settings.providerDeadlineMs })
  if (answer.found !== 'yes') return { found: answer.found, mentioned: false, call: answer.call }
  const operations = await applyFound(deps, attempt, answer, by)
  return { found: answer.found, mentioned: mentions(answer, attempt, operations), call: answer.call }
}

/** By our reference; or, where it has none there, by a sum that is more than the books explain, so that it may be part of it. */
function mentions(
  answer: Extract<LookUpAnswer, { found: 'yes' }>,
  { id, purpose }: AttemptRow,
  operations: readonly OperationFacts[],
): boolean {
  return answer.reports.some(
    report =>
      report.about === 'charge' &&
      (report.operations.some(({ sentReference }) => sentReference === id) ||
        (report.totals !== undefined &&
          (purpose === 'CAPTURE' || purpose === 'VOID') &&
          unexplainedTotal(operations, purpose, report.totals) > 0n)),
  )
}

function isMovement(purpose: AttemptPurpose): purpose is 'CAPTURE' | 'REFUND' | 'VOID' {
  return purpose === 'CAPTURE' || purpose === 'REFUND' || purpose === 'VOID'
}

async function questionOf({ database }: Deps, attempt: AttemptRow, provider: Provider): Promise<LookUp | undefined> {
  const { tenant, purpose, agreementId, chargeId } = targetOf(attempt)
  if (purpose === 'AGREEMENT_CREATE' || purpose === 'AGREEMENT_REVOKE') {
    const { providerReference } = await mustFind(findAgreement(database, tenant, agreementId))
    const initialChargeSentReference = chargeId === null ? null : attempt.id
    const byItself = providerReference !== null && provider.readsAgreements
    // Without an id and without a charge there is nothing to ask by.
    if (!byItself && initialChargeSentReference === null) return undefined
    return { about: 'agreement', providerReference, initialChargeSentReference }
  }
  if (chargeId === null) throw new Error(`attempt ${attempt.id} names no charge`)
  const { providerReference } = await mustFind(findCharge(database, tenant, chargeId))
  // A capture, refund or void is asked about through its charge, and the charge goes by the reference that made it.
  if (!isMovement(purpose)) return { about: 'charge', providerReference, sentReference: attempt.id }
  const sentReference = await sentReferenceOf(database, tenant, chargeId)
  if (sentReference === undefined) throw new Error(`charge ${chargeId} was never sent`)
  const operation = { kind: purpose, sentReference: attempt.id }
  return { about: 'charge', providerReference, sentReference, operation }
}

async function applyFound(
  deps: Deps,
  attempt: AttemptRow,
  answer: Extract<LookUpAnswer, { found: 'yes' }>,
  by: LookUpBy,
): Promise<readonly OperationFacts[]> {
  const { tenant, purpose, agreementId, chargeId } = targetOf(attempt)
  const at = deps.clock.now()
  const call = { attemptId: attempt.id, verb: 'lookUp', outcome: 'found', record: answer.call, at } as const
  const shared = { tenant, ...by, call }
  if (purpose === 'AGREEMENT_CREATE' || purpose === 'AGREEMENT_REVOKE') {
    const creates = purpose === 'AGREEMENT_CREATE' ? attempt.id : null
    const change = await lookedUpChange(deps, creates, answer.reports)
    await agreementApply(deps, { ...shared, agreementId, change })
    return []
  }
  if (chargeId === null) throw new Error(`attempt ${attempt.id} names no charge`)
  const applied = await chargeApply(deps, {
    ...shared,
    chargeId,
    change: (book, newId) => applyChargeReports(book, answer.reports, newId),
  })
  return applied?.operations ?? []
}
