import type { OperationKind } from '../enums.ts'
import type { ChargeReport } from '../provider/report.ts'
import { chargeAmounts } from './amounts.ts'
import { breakOf, fits, impliedAuthorization } from './movement.ts'
import { addOperation, type ChargeState, moveOperation, type OperationFacts } from './transition.ts'

type Totals = NonNullable<ChargeReport['totals']>
type Movement = Exclude<OperationKind, 'AUTHORIZATION'>

/** The most open operations of one kind for which all sums are tried: at most 2^12. */
const DISTINGUISHED_MAX = 12

/**
 * Applies a provider's totals: finds the open captures or voids that must have happened to reach the total, for example
 * which of two equal captures. If several sets of different operations have this sum, none is settled. A movement that
 * no recorded operation explains was started by the provider and is added.
 */
export function applyTotals(state: ChargeState, totals: Totals, newId: (kind: OperationKind) => string): ChargeState {
  const movements: readonly (readonly [Movement, bigint])[] = [
    ['CAPTURE', totals.captured],
    ['VOID', totals.voided],
    ['REFUND', totals.refunded],
  ]
  return movements.reduce((so, [kind, total]) => applyTotal(so, kind, total, newId), state)
}

/** How much the provider's total exceeds the recorded one; never negative, because a smaller total is an old update. */
export function unexplainedTotal(
  operations: readonly Pick<OperationFacts, 'kind' | 'amount' | 'status'>[],
  kind: Movement,
  totals: Totals,
): bigint {
  const { captured, voided, refunded } = chargeAmounts(operations)
  const known = { CAPTURE: captured, VOID: voided, REFUND: refunded }[kind]
  const total = { CAPTURE: totals.captured, VOID: totals.voided, REFUND: totals.refunded }[kind]
  return total > known ? total - known : 0n
}

function applyTotal(
  state: ChargeState,
  kind: Movement,
  total: bigint,
  newId: (kind: OperationKind) => string,
): ChargeState {
  const totals = { captured: total, voided: total, refunded: total }
  const beyond = unexplainedTotal(state.operations, kind, totals)
  if (beyond === 0n) return state
  const grounded = impliedAuthorization(state)
  const open = state.operations.filter(operation => operation.kind === kind && isOpen(operation))
  // A refund has its own reference, so a status query for it settles it, not a total.
  if (open.length > 0 && kind === 'REFUND') return grounded
  if (open.length > 0)
    return happened(open, beyond).reduce((so, { id }) => moveOperation(so, id, { status: 'SUCCEEDED' }), grounded)
  if (!fits(grounded, kind, beyond))
    return breakOf(grounded, `${kind.toLowerCase()} total`, (total - beyond).toString(), total.toString())
  return addOperation(grounded, {
    id: newId(kind),
    kind,
    amount: beyond,
    status: 'SUCCEEDED',
    failure: null,
    providerReference: null,
    sentReference: null,
  })
}

function isOpen({ status }: OperationFacts): boolean {
  return status === 'PROCESSING' || status === 'UNKNOWN' || status === 'PENDING'
}

/**
 * The open operations whose amounts add up to `sum`: all of them, or the only combination that fits. Empty if several
 * combinations with different amounts fit, or if a response is still expected, because that response can change the
 * result.
 */
function happened(open: readonly OperationFacts[], sum: bigint): readonly OperationFacts[] {
  if (sumOf(open) === sum) return open
  if (open.length > DISTINGUISHED_MAX || open.some(({ status }) => status === 'PROCESSING')) return []
  const found = new Map<string, readonly OperationFacts[]>()
  for (let set = 1; set < 2 ** open.length; set++) {
    const chosen = open.filter((_, index) => (set & (1 << index)) !== 0)
    if (sumOf(chosen) !== sum) continue
    const amounts = chosen
      .map(({ amount }) => amount.toString())
      .toSorted()
      .join()
    // Among equal amounts any choice is right.
    if (!found.has(amounts)) found.set(amounts, chosen)
  }
  const [only, ...others] = found.values()
  return others.length === 0 ? (only ?? []) : []
}

function sumOf(operations: readonly OperationFacts[]): bigint {
  return operations.reduce((total, { amount }) => total + amount, 0n)
}
