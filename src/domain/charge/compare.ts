import type { OperationKind } from '../enums.ts'
import type { ChargeReport } from '../provider/report.ts'
import { chargeAmounts } from './amounts.ts'
import { breakOf } from './movement.ts'
import type { ChargeState } from './transition.ts'

type Sums = NonNullable<ChargeReport['totals']>

/**
 * Compares a final charge with its provider's complete report: a different total becomes a reconciliation break.
 * Nothing else changes. A partial report compares nothing.
 */
export function compareWithReport(state: ChargeState, report: ChargeReport): ChargeState {
  const theirs = report.totals ?? (report.complete ? sumsOf(report) : undefined)
  if (theirs === undefined) return state
  const { captured, refunded, voided } = chargeAmounts(state.operations)
  const ours: Sums = { captured, refunded, voided }
  const names = ['captured', 'refunded', 'voided'] as const
  return names.reduce(
    (so, name) =>
      ours[name] === theirs[name] ? so : breakOf(so, name, ours[name].toString(), theirs[name].toString()),
    state,
  )
}

function sumsOf({ operations }: ChargeReport): Sums {
  const sum = (kind: OperationKind) =>
    operations
      .filter(operation => operation.kind === kind && operation.status === 'SUCCEEDED')
      .reduce((total, { amount = 0n }) => total + amount, 0n)
  return { captured: sum('CAPTURE'), refunded: sum('REFUND'), voided: sum('VOID') }
}
