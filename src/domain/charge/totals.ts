import type { OperationKind } from '../enums.ts'
import type { ChargeReport } from '../provider/report.ts'
import { chargeAmounts } from './amounts.ts'
import { breakOf, fits, impliedAuthorization } from './movement.ts'
import { addOperation, type ChargeState, moveOperation, type OperationFacts } from './transition.ts'

type Totals = NonNullable<ChargeReport['totals']>
type Movement = Exclude<OperationKind, 'AUTHORIZATION'>

/** More open operations of one kind than this are not told apart: 2^12 sums are looked at, at most. */
const TOLD_APART_MAX = 12

/**
 * Applies a provider's totals: works out which of our open captures or voids must have happened for the sum to be what
 * it is. Two equal captures, one known and one whose answer was lost, are told apart by it. A sum that several sets of
 * different operations make settles none; a movement that none of ours explains was made by the provider and is added.
 */
export function applyTotals(state: ChargeState, totals: Totals, newId: (kind: OperationKind) => string): ChargeState {
  const told: readonly (readonly [Movement, bigint])[] = [
    ['CAPTURE', totals.captured],
    ['VOID', totals.voided],
    ['REFUND', totals.refunded],
  ]
  return told.reduce((so, [kind, total]) => applyTotal(so, kind, total, newId), state)
}

/**
 * What the provider counts beyond what the records know to have happened; never negative: an older count is old update.
 */
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
  // A refund has a reference of its own: a status query tells of it by that, and a sum never does.
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
 * The operations that make up the sum, where only one set can: all of them, or one set of those whose answers were
 * lost. An answer that is still on its way may be the one of which the sum tells: then nothing is decided before it has
 * come.
 */
function happened(open: readonly OperationFacts[], sum: bigint): readonly OperationFacts[] {
  if (sumOf(open) === sum) return open
  if (open.length > TOLD_APART_MAX || open.some(({ status }) => status === 'PROCESSING')) return []
  const found = new Map<string, readonly OperationFacts[]>()
  for (let set = 1; set < 2 ** open.length; set++) {
    const chosen = open.filter((_, index) => (set & (1 << index)) !== 0)
    if (sumOf(chosen) !== sum) continue
    const amounts = chosen
      .map(({ amount }) => amount.toString())
      .toSorted()
      .join()
    // Of equal ones it does not matter which: each would have moved the same money.
    if (!found.has(amounts)) found.set(amounts, chosen)
  }
  const [only, ...others] = found.values()
  return others.length === 0 ? (only ?? []) : []
}

function sumOf(operations: readonly OperationFacts[]): bigint {
  return operations.reduce((total, { amount }) => total + amount, 0n)
}
