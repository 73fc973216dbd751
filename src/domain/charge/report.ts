import { unexplained } from '../decline/failure.ts'
import type { OperationKind } from '../enums.ts'
import type { ChargeReport, OperationReport } from '../provider/report.ts'
import { breakOf, fits, impliedAuthorization } from './movement.ts'
import { applyTotals } from './totals.ts'
import { addOperation, type ChargeState, findReported, moveOperation, type OperationFacts } from './transition.ts'

// The order in which money can move: so that every path through a provider's update writes the same log.
const order: readonly OperationKind[] = ['AUTHORIZATION', 'CAPTURE', 'VOID', 'REFUND']

/**
 * By kind; within one, what did not fail first: an authorization that a failed one stands beside is the one that
 * counts.
 */
function inOrder(operations: readonly OperationReport[]): OperationReport[] {
  const rank = ({ kind, status }: OperationReport) => order.indexOf(kind) * 2 + (status === 'FAILED' ? 1 : 0)
  return operations.toSorted((one, other) => rank(one) - rank(other))
}

/**
 * Applies what a provider says of a charge: the pure half of the one road. Whatever brought the report, the same facts
 * make the same changes; what is known already or older changes nothing; what cannot be true is noted for people.
 *
 * @param newId makes ids for operations that the provider did by itself.
 */
export function applyReport(
  state: ChargeState,
  report: ChargeReport,
  newId: (kind: OperationKind) => string,
): ChargeState {
  const { providerReference, currency } = report
  const known = state.charge.providerReference
  if (known !== null && providerReference !== undefined && known !== providerReference)
    return breakOf(state, 'providerReference', known, providerReference)
  if (currency !== undefined && currency !== state.charge.currency)
    return breakOf(state, 'currency', state.charge.currency, currency)
  let next: ChargeState = {
    ...state,
    charge: {
      ...state.charge,
      providerReference: known ?? providerReference ?? null,
      captureBefore: report.captureBefore ?? state.charge.captureBefore,
    },
  }
  for (const operation of inOrder(report.operations)) next = applyOperation(next, operation, report, newId)
  return report.totals === undefined ? next : applyTotals(next, report.totals, newId)
}

function applyOperation(
  state: ChargeState,
  report: OperationReport,
  whole: ChargeReport,
  newId: (kind: OperationKind) => string,
): ChargeState {
  const known = findReported(state.operations, report)
  if (known !== undefined && report.amount !== undefined && report.amount !== known.amount)
    return breakOf(
      state,
      `${known.kind.toLowerCase()} ${known.id} amount`,
      known.amount.toString(),
      report.amount.toString(),
    )
  const grounded =
    report.kind !== 'AUTHORIZATION' && report.status === 'SUCCEEDED' ? impliedAuthorization(state) : state
  if (known !== undefined) return moveOperation(grounded, known.id, updateOf(report, whole))
  if (report.amount === undefined || report.amount <= 0n) return grounded
  if (!fits(grounded, report.kind, report.amount))
    return breakOf(grounded, `${report.kind.toLowerCase()} beyond the amount`, 'unknown here', report.amount.toString())
  const operation: OperationFacts = {
    id: newId(report.kind),
    kind: report.kind,
    amount: report.amount,
    status: report.status,
    failure: report.status === 'FAILED' ? (report.failure ?? unexplained) : null,
    providerReference: report.providerReference ?? null,
    sentReference: null,
  }
  return addOperation(grounded, operation)
}

function updateOf(report: OperationReport, whole: ChargeReport) {
  return {
    status: report.status,
    ...(report.failure ? { failure: report.failure } : {}),
    ...(report.providerReference !== undefined ? { providerReference: report.providerReference } : {}),
    ...(report.kind === 'AUTHORIZATION' && whole.authenticationMethods
      ? { authenticationMethods: whole.authenticationMethods }
      : {}),
  }
}
