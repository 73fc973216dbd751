import { unexplained } from '../decline/failure.ts'
import type { OperationKind } from '../enums.ts'
import type { ChargeReport, OperationReport } from '../provider/report.ts'
import { breakOf, fits, impliedAuthorization } from './movement.ts'
import { applyTotals } from './totals.ts'
import { addOperation, type ChargeState, findReported, moveOperation, type OperationFacts } from './transition.ts'

// The order in which money can move, so that the events do not depend on the order in a provider's report.
const order: readonly OperationKind[] = ['AUTHORIZATION', 'CAPTURE', 'VOID', 'REFUND']

/** By kind; within a kind, failed operations last: an authorization that did not fail counts before a failed one. */
function inOrder(operations: readonly OperationReport[]): OperationReport[] {
  const rank = ({ kind, status }: OperationReport) => order.indexOf(kind) * 2 + (status === 'FAILED' ? 1 : 0)
  return operations.toSorted((one, other) => rank(one) - rank(other))
}

/**
 * Applies a provider's report: the pure part of the single write path. Equal facts make equal changes, whatever brought
 * the report. A known or older update changes nothing; a contradiction becomes a note.
 *
 * @param newId Makes ids for operations that the provider started.
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
    return breakOf(grounded, `${report.kind.toLowerCase()} beyond the amount`, 'not recorded', report.amount.toString())
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
