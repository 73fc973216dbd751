import {
  applyAgreementReport,
  moveAgreement,
  moveRevocation,
  openRevocation,
} from '../../domain/agreement/transition.ts'
import { applyReport } from '../../domain/charge/report.ts'
import { type ChargeBook, moveOperation } from '../../domain/charge/transition.ts'
import { type Failure, providerUnreachable } from '../../domain/decline/failure.ts'
import type { OperationKind } from '../../domain/enums.ts'
import type { AgreementReport } from '../../domain/provider/report.ts'
import type { Answer, ProviderReport } from '../../providers/port/outcome.ts'
import type { AgreementBooks } from './state-pair.ts'

/** What the answer to a request to create an agreement makes of its books. */
export function applyCreationAnswer(
  books: AgreementBooks,
  answer: Answer,
  newId: (kind: OperationKind) => string,
): AgreementBooks {
  switch (answer.outcome) {
    case 'approved':
    case 'pending':
    case 'actionRequired':
      return firstWord(applyReports(books, answer.reports, newId))
    case 'declined': {
      const told = applyReports(books, answer.reports ?? [], newId)
      return failCreation(told, answer.failure)
    }
    case 'notSent':
      return neverTaken(books) ? failCreation(books, answer.failure ?? providerUnreachable) : books
    case 'unknown':
      return { ...books, initialCharge: books.initialCharge && moveAuthorization(books.initialCharge, 'UNKNOWN') }
  }
}

/** What reports (of an answer, a webhook or a look-up) make of an agreement's books. */
export function applyReports(
  books: AgreementBooks,
  reports: readonly ProviderReport[],
  newId: (kind: OperationKind) => string,
): AgreementBooks {
  let next = books
  for (const report of reports)
    next =
      report.about === 'agreement'
        ? applyToAgreement(next, report)
        : { ...next, initialCharge: next.initialCharge && applyReport(next.initialCharge, report, newId) }
  return next
}

function applyToAgreement(books: AgreementBooks, report: AgreementReport): AgreementBooks {
  const agreement = applyAgreementReport(books.agreement, report)
  const reference = report.initialChargeReference
  const charge = books.initialCharge
  const identified =
    charge && reference !== undefined
      ? applyReport(charge, { providerReference: reference, operations: [], complete: false }, () => '')
      : charge
  return { agreement, initialCharge: identified, ...(report.instrument ? { instrument: report.instrument } : {}) }
}

/**
 * The answer to a creation speaks of the agreement only. While the consumer has to agree, so has the charge to wait;
 * where the agreement is past that, the charge has to be asked about.
 */
function firstWord(books: AgreementBooks): AgreementBooks {
  const { agreement, initialCharge } = books
  const { status, authenticationMethods } = agreement.agreement
  if (initialCharge === null || authorizationOf(initialCharge)?.status !== 'PROCESSING') return books
  if (status !== 'AUTHENTICATION_PENDING' && status !== 'AUTHORIZATION_PROCESSING')
    return { ...books, initialCharge: moveAuthorization(initialCharge, 'UNKNOWN') }
  const waiting = { status: 'PENDING', authenticationMethods } as const
  const id = authorizationOf(initialCharge)?.id
  return id === undefined ? books : { ...books, initialCharge: moveOperation(initialCharge, id, waiting) }
}

/** Certain of this sending only: what is UNKNOWN already may have been taken before. */
function neverTaken({ agreement, initialCharge }: AgreementBooks): boolean {
  const authorization = initialCharge && authorizationOf(initialCharge)
  return authorization ? authorization.status === 'PROCESSING' : agreement.agreement.status === 'INITIALIZING'
}

/** Nothing came of it, and that is certain: the agreement and the charge made with it have failed. */
export function failCreation(books: AgreementBooks, failure: Failure): AgreementBooks {
  return {
    ...books,
    agreement: moveAgreement(books.agreement, 'FAILED', { failure }),
    initialCharge: books.initialCharge && moveAuthorization(books.initialCharge, 'FAILED', failure),
  }
}

/** What the answer to a request to revoke makes of an agreement's books. */
export function applyRevocationAnswer(books: AgreementBooks, answer: Answer): AgreementBooks {
  const { agreement } = books
  switch (answer.outcome) {
    case 'approved': {
      const told = answer.reports.reduce(
        (so, report) => (report.about === 'agreement' ? applyAgreementReport(so, report) : so),
        agreement,
      )
      return { ...books, agreement: moveRevocation(told, 'SUCCEEDED') }
    }
    case 'pending':
    case 'actionRequired':
      return { ...books, agreement: moveRevocation(agreement, 'PENDING') }
    case 'declined':
      return { ...books, agreement: moveRevocation(agreement, 'FAILED', answer.failure) }
    case 'notSent':
      if (openRevocation(agreement)?.status !== 'PROCESSING') return books
      return { ...books, agreement: moveRevocation(agreement, 'FAILED', answer.failure ?? providerUnreachable) }
    case 'unknown':
      return { ...books, agreement: moveRevocation(agreement, 'UNKNOWN') }
  }
}

function authorizationOf(charge: ChargeBook) {
  return charge.operations.find(({ kind }) => kind === 'AUTHORIZATION')
}

function moveAuthorization(charge: ChargeBook, status: 'UNKNOWN' | 'FAILED', failure?: Failure): ChargeBook {
  const authorization = authorizationOf(charge)
  if (authorization === undefined) return charge
  return moveOperation(charge, authorization.id, { status, ...(failure ? { failure } : {}) })
}
