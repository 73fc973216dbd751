import { applyReport } from '../../domain/charge/report.ts'
import { type ChargeBook, moveOperation } from '../../domain/charge/transition.ts'
import { providerUnreachable } from '../../domain/decline/failure.ts'
import type { OperationKind } from '../../domain/enums.ts'
import type { Answer, ProviderReport } from '../../providers/port/outcome.ts'

/**
 * What an answer to the request for one operation makes of the charge's books. A report is applied whole; should it
 * leave the operation as it was, an approving answer that does not say what was done is not believed: UNKNOWN.
 */
export function applyAnswer(
  book: ChargeBook,
  operationId: string,
  answer: Answer,
  newId: (kind: OperationKind) => string,
): ChargeBook {
  switch (answer.outcome) {
    case 'approved':
    case 'pending':
    case 'actionRequired': {
      const told = applyChargeReports(book, answer.reports, newId)
      return statusOf(told, operationId) === 'PROCESSING'
        ? moveOperation(told, operationId, { status: 'UNKNOWN' })
        : told
    }
    case 'declined': {
      const told = applyChargeReports(book, answer.reports ?? [], newId)
      return moveOperation(told, operationId, { status: 'FAILED', failure: answer.failure })
    }
    case 'notSent':
      // Certain of this sending only: what is UNKNOWN already may have been taken before.
      if (statusOf(book, operationId) !== 'PROCESSING') return book
      return moveOperation(book, operationId, { status: 'FAILED', failure: answer.failure ?? providerUnreachable })
    case 'unknown':
      return moveOperation(book, operationId, { status: 'UNKNOWN' })
  }
}

/** What reports make of a charge's books; those about an agreement are none of its business. */
export function applyChargeReports(
  book: ChargeBook,
  reports: readonly ProviderReport[],
  newId: (kind: OperationKind) => string,
): ChargeBook {
  return reports.reduce((so, report) => (report.about === 'charge' ? applyReport(so, report, newId) : so), book)
}

function statusOf(book: ChargeBook, operationId: string) {
  return book.operations.find(({ id }) => id === operationId)?.status
}
