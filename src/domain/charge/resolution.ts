import type { Failure } from '../decline/failure.ts'
import type { CaptureMode, OperationKind } from '../enums.ts'
import { addOperation, type ChargeState, moveOperation, note, type OperationFacts } from './transition.ts'

const resolvedOutcomes = ['SUCCEEDED', 'FAILED'] as const
export type ResolvedOutcome = (typeof resolvedOutcomes)[number]

/** What an operator has found out at the provider. */
interface Finding {
  readonly operationId: string
  readonly outcome: ResolvedOutcome
  readonly note: string
  /** Identifies the finding among those about the same operation. */
  readonly key: string
}

/** The failure of an operation that an operator found not to have happened. */
export const foundUndone: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'RESOLVED_AS_FAILED',
  advice: 'RETRY_LATER',
  message: 'The response was lost. A person checked with the provider and found that the operation was not done.',
}

type Resolution = { readonly ok: true; readonly state: ChargeState } | { readonly ok: false; readonly why: string }

/**
 * Settles an outcome that no status query could, or confirms one after a contradiction. The charge no longer needs
 * attention, unless another operation is open. A final status never changes.
 *
 * @param captureMode An AUTOMATIC charge that was authorized was also captured in full.
 */
export function resolveOperation(
  state: ChargeState,
  finding: Finding,
  captureMode: CaptureMode,
  newId: (kind: OperationKind) => string,
): Resolution {
  const operation = state.operations.find(({ id }) => id === finding.operationId)
  if (operation === undefined)
    return {
      ok: false,
      why:
        'The charge has no operation with this operationId. Use the id of one of its authorizations, captures, ' +
        'refunds or voids.',
    }
  if (operation.status === 'PROCESSING')
    return { ok: false, why: 'The operation is PROCESSING, so its response can still arrive. Wait for it.' }
  if (isFinal(operation) && operation.status !== finding.outcome)
    return { ok: false, why: `The operation is ${operation.status}. This status is final and cannot be changed.` }
  if (isFinal(operation) && !state.charge.needsAttention)
    return {
      ok: false,
      why: 'The operation has a final status that the provider has not contradicted, so there is nothing to resolve.',
    }
  const { operationId, outcome, key } = finding
  const moved = isFinal(operation) ? state : settle(state, operation, outcome, captureMode, newId)
  const data = { operationId, outcome, note: finding.note }
  const noted = note(moved, { type: 'charge.resolved', key, data, needsAttention: false })
  const open = noted.operations.some(one => one.status === 'UNKNOWN')
  return {
    ok: true,
    state: { ...noted, charge: { ...noted.charge, needsAttention: open && state.charge.needsAttention } },
  }
}

function settle(
  state: ChargeState,
  { id, kind, amount }: OperationFacts,
  outcome: ResolvedOutcome,
  captureMode: CaptureMode,
  newId: (kind: OperationKind) => string,
): ChargeState {
  if (outcome === 'FAILED') return moveOperation(state, id, { status: 'FAILED', failure: foundUndone })
  const done = moveOperation(state, id, { status: 'SUCCEEDED' })
  const captured = done.operations.some(one => one.kind === 'CAPTURE' && one.status !== 'FAILED')
  if (kind !== 'AUTHORIZATION' || captureMode !== 'AUTOMATIC' || captured) return done
  const unattributed = { failure: null, providerReference: null, sentReference: null }
  return addOperation(done, { id: newId('CAPTURE'), kind: 'CAPTURE', amount, status: 'SUCCEEDED', ...unattributed })
}

function isFinal({ status }: OperationFacts): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED'
}
