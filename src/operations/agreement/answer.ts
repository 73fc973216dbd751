import {
  type AgreementStates,
  applyAgreementReport,
  moveAgreement,
  moveRevocation,
  openRevocation,
} from '../../domain/agreement/transition.ts'
import { applyReport } from '../../domain/charge/report.ts'
import { type ChargeState, moveOperation } from '../../domain/charge/transition.ts'
import { type Failure, providerUnreachable } from '../../domain/decline/failure.ts'
import type { OperationKind } from '../../domain/enums.ts'
import type { AgreementReport } from '../../domain/provider/report.ts'
import type { Answer, ProviderReport } from '../../providers/port/outcome.ts'

/** Applies the answer to a creation request to the agreement's records. */
export function applyCreationAnswer(
  records: AgreementStates,
  answer: Answer,
  newId: (kind: OperationKind) => string,
): AgreementStates {
  switch (answer.outcome) {
    case 'approved':
    case 'pending':
    case 'actionRequired':
      return keepInitialChargeOpen(applyReports(records, answer.reports, newId))
    case 'declined': {
      const reported = applyReports(records, answer.reports ?? [], newId)
      return failCreation(reported, answer.failure)
    }
    case 'notSent':
      return neverTaken(records) ? failCreation(records, answer.failure ?? providerUnreachable) : records
    case 'unknown':
      return { ...records, initialCharge: records.initialCharge && moveAuthorization(records.initialCharge, 'UNKNOWN') }
  }
}

/** Applies reports (of an answer, a webhook or a status query) to an agreement's records. */
export function applyReports(
  records: AgreementStates,
  reports: readonly ProviderReport[],
  newId: (kind: OperationKind) => string,
): AgreementStates {
  let next = records
  for (const report of reports)
    next =
      report.about === 'agreement'
        ? applyToAgreement(next, report)
        : { ...next, initialCharge: next.initialCharge && applyReport(next.initialCharge, report, newId) }
  return next
}

function applyToAgreement(records: AgreementStates, report: AgreementReport): AgreementStates {
  const agreement = applyAgreementReport(records.agreement, report)
  const reference = report.initialChargeReference
  const charge = records.initialCharge
  const identified =
    charge && reference !== undefined
      ? applyReport(charge, { providerReference: reference, operations: [], complete: false }, () => '')
      : charge
  return { agreement, initialCharge: identified, ...(report.instrument ? { instrument: report.instrument } : {}) }
}

/**
 * The answer to a creation describes only the agreement. While the consumer has to agree, the charge waits too. If the
 * agreement is past that, the charge becomes UNKNOWN, so that recovery queries its status.
 */
function keepInitialChargeOpen(records: AgreementStates): AgreementStates {
  const { agreement, initialCharge } = records
  const { status, authenticationMethods } = agreement.agreement
  if (initialCharge === null || authorizationOf(initialCharge)?.status !== 'PROCESSING') return records
  if (status !== 'AUTHENTICATION_PENDING' && status !== 'AUTHORIZATION_PROCESSING')
    return { ...records, initialCharge: moveAuthorization(initialCharge, 'UNKNOWN') }
  const waiting = { status: 'PENDING', authenticationMethods } as const
  const id = authorizationOf(initialCharge)?.id
  return id === undefined ? records : { ...records, initialCharge: moveOperation(initialCharge, id, waiting) }
}

/**
 * `notSent` is certain for this sending only: the provider may have accepted an earlier sending of an UNKNOWN
 * operation.
 */
function neverTaken({ agreement, initialCharge }: AgreementStates): boolean {
  const authorization = initialCharge && authorizationOf(initialCharge)
  return authorization ? authorization.status === 'PROCESSING' : agreement.agreement.status === 'INITIALIZING'
}

/** Fails the agreement and the charge made with it. Only for a certain outcome: nothing was created. */
export function failCreation(records: AgreementStates, failure: Failure): AgreementStates {
  return {
    ...records,
    agreement: moveAgreement(records.agreement, 'FAILED', { failure }),
    initialCharge: records.initialCharge && moveAuthorization(records.initialCharge, 'FAILED', failure),
  }
}

/** Applies the answer to a revocation request to the agreement's records. */
export function applyRevocationAnswer(records: AgreementStates, answer: Answer): AgreementStates {
  const { agreement } = records
  switch (answer.outcome) {
    case 'approved': {
      const reported = answer.reports.reduce(
        (so, report) => (report.about === 'agreement' ? applyAgreementReport(so, report) : so),
        agreement,
      )
      return { ...records, agreement: moveRevocation(reported, 'SUCCEEDED') }
    }
    case 'pending':
    case 'actionRequired':
      return { ...records, agreement: moveRevocation(agreement, 'PENDING') }
    case 'declined':
      return { ...records, agreement: moveRevocation(agreement, 'FAILED', answer.failure) }
    case 'notSent':
      if (openRevocation(agreement)?.status !== 'PROCESSING') return records
      return { ...records, agreement: moveRevocation(agreement, 'FAILED', answer.failure ?? providerUnreachable) }
    case 'unknown':
      return { ...records, agreement: moveRevocation(agreement, 'UNKNOWN') }
  }
}

function authorizationOf(charge: ChargeState) {
  return charge.operations.find(({ kind }) => kind === 'AUTHORIZATION')
}

function moveAuthorization(charge: ChargeState, status: 'UNKNOWN' | 'FAILED', failure?: Failure): ChargeState {
  const authorization = authorizationOf(charge)
  if (authorization === undefined) return charge
  return moveOperation(charge, authorization.id, { status, ...(failure ? { failure } : {}) })
}
