import type { Decision } from '../../web/decision.ts'
import { authorizeCharge, discardCharge, failAuthorization } from '../charges/authorization.ts'
import { failureOf } from '../failures.ts'
import type { AgreementRecord, AuthenticationRecord, ChargeRecord, Failure } from '../records.ts'
import type { Unit } from '../unit.ts'
import { moveAgreement } from './agreements.ts'

const CANCELED = failureOf('CANCELED_BY_CONSUMER', 'PROVIDER_DECLINE')

/** The failure of an agreement whose consumer never answered; PPRO publishes no code for it. */
const TIMED_OUT = failureOf('PAYMENT_METHOD_TIMEOUT', 'INTERNAL_DECLINE')

/** Applies the consumer's answer. Only the first answer has an effect, and only in time. */
export function answerAuthentication(unit: Unit, authenticationId: string, decision: Decision): void {
  const authentication = unit.tables.authentications.get(authenticationId)
  if (!authentication || authentication.answer !== null) return
  const approved = decision === 'approve'
  unit.tables.authentications.put({ ...authentication, answer: approved ? 'approved' : 'declined' })
  unit.cancelTimer(authentication.timerId)
  const { agreement, charge } = subjectOf(unit, authentication)
  if (agreement?.status === 'AUTHENTICATION_PENDING') {
    moveAgreement(unit, agreement, approved ? 'ACTIVE' : 'FAILED', approved ? null : CANCELED)
  }
  if (charge?.status === 'AUTHENTICATION_PENDING') settleCharge(unit, charge, approved ? null : CANCELED)
}

/** Ends an authentication at its timeout. No effect after an answer. */
export function expireAuthentication(unit: Unit, authenticationId: string): void {
  const authentication = unit.tables.authentications.get(authenticationId)
  if (!authentication || authentication.answer !== null) return
  unit.tables.authentications.put({ ...authentication, answer: 'expired' })
  const { agreement, charge } = subjectOf(unit, authentication)
  if (agreement?.status === 'AUTHENTICATION_PENDING') moveAgreement(unit, agreement, 'FAILED', TIMED_OUT)
  if (charge?.status === 'AUTHENTICATION_PENDING') discardCharge(unit, charge, 'AUTHENTICATION_TIMEOUT')
}

function settleCharge(unit: Unit, charge: ChargeRecord, failure: Failure | null): void {
  if (failure) failAuthorization(unit, charge, failure)
  else authorizeCharge(unit, charge, isInitialCharge(unit, charge))
}

function isInitialCharge(unit: Unit, charge: ChargeRecord): boolean {
  if (charge.agreementId === null) return true
  return unit.tables.agreements.get(charge.agreementId)?.initialPaymentChargeId === charge.id
}

type AuthenticationSubject = {
  readonly agreement: AgreementRecord | undefined
  readonly charge: ChargeRecord | undefined
}

/** The subject of the consumer's decision: an agreement, with its initial charge if it has one, or only a charge. */
export function subjectOf(unit: Pick<Unit, 'tables'>, authentication: AuthenticationRecord): AuthenticationSubject {
  const { agreements, charges } = unit.tables
  const { kind, id } = authentication.subject
  if (kind === 'charge') return { agreement: undefined, charge: charges.get(id) }
  const agreement = agreements.get(id)
  return { agreement, charge: charges.get(agreement?.initialPaymentChargeId ?? '') }
}
