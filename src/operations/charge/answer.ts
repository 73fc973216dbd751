import { applyReport } from '../../domain/charge/report.ts'
import { type ChargeState, moveOperation } from '../../domain/charge/transition.ts'
import { providerUnreachable } from '../../domain/decline/failure.ts'
import type { OperationKind } from '../../domain/enums.ts'
import type { Answer, ProviderReport } from '../../providers/port/outcome.ts'

/**
 * What an answer to the request for one operation makes of the charge's records. A report is applied whole; should it
 * leave the operation as it was, an approving answer that does not say what was done is not believed: UNKNOWN.
 */
export function applyAnswer(
  state: ChargeState,
  operationId: string,
  answer: Answer,
  newId: (kind: OperationKind) => string,
): ChargeState {
  switch (answer.outcome) {
    case 'approved':
    case 'pending':
    case 'actionRequired': {
      const told = applyChargeReports(state, answer.reports, newId)
      return statusOf(told, operationId) === 'PROCESSING'
        ? moveOperation(told, operationId, { status: 'UNKNOWN' })
        : told
    }
    case 'declined': {
      const told = applyChargeReports(state, answer.reports ?? [], newId)
      return moveOperation(told, operationId, { status: 'FAILED', failure: answer.failure })
    }
    case 'notSent':
      // Certain of this sending only: what is UNKNOWN already may have been taken before.
      if (statusOf(state, operationId) !== 'PROCESSING') return state
      return moveOperation(state, operationId, { status: 'FAILED', failure: answer.failure ?? providerUnreachable })
    case 'unknown':
      return moveOperation(state, operationId, { status: 'UNKNOWN' })
  }
}

/** What reports make of a charge's records; those about an agreement are none of its business. */
export function applyChargeReports(
  state: ChargeState,
  reports: readonly ProviderReport[],
  newId: (kind: OperationKind) => string,
): ChargeState {
  return reports.reduce((so, report) => (report.about === 'charge' ? applyReport(so, report, newId) : so), state)
}

function statusOf(state: ChargeState, operationId: string) {
  return state.operations.find(({ id }) => id === operationId)?.status
}
