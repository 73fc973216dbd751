import { applyReport } from '../../domain/charge/report.ts'
import { type ChargeState, moveOperation } from '../../domain/charge/transition.ts'
import { providerUnreachable } from '../../domain/decline/failure.ts'
import type { OperationKind } from '../../domain/enums.ts'
import type { Answer, ProviderReport } from '../../providers/port/outcome.ts'

/**
 * Applies the answer to the request of one operation to the charge's records. A report is applied whole. If an
 * approving answer leaves the operation PROCESSING, it does not say what was done, so the operation becomes UNKNOWN.
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
      const reported = applyChargeReports(state, answer.reports, newId)
      return statusOf(reported, operationId) === 'PROCESSING'
        ? moveOperation(reported, operationId, { status: 'UNKNOWN' })
        : reported
    }
    case 'declined': {
      const reported = applyChargeReports(state, answer.reports ?? [], newId)
      return moveOperation(reported, operationId, { status: 'FAILED', failure: answer.failure })
    }
    case 'notSent':
      // `notSent` is certain for this sending only: the provider may have accepted an earlier sending of an UNKNOWN
      // operation.
      if (statusOf(state, operationId) !== 'PROCESSING') return state
      return moveOperation(state, operationId, { status: 'FAILED', failure: answer.failure ?? providerUnreachable })
    case 'unknown':
      return moveOperation(state, operationId, { status: 'UNKNOWN' })
  }
}

/** Applies reports to a charge's records. Skips reports about an agreement. */
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
