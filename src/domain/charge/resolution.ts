import type { Failure } from '../decline/failure.ts'
import type { CaptureMode, OperationKind } from '../enums.ts'
import { addOperation, type ChargeState, moveOperation, note, type OperationFacts } from './transition.ts'

export const resolvedOutcomes = ['SUCCEEDED', 'FAILED'] as const
export type ResolvedOutcome = (typeof resolvedOutcomes)[number]

/** An operator's finding, made at the provider by hand. */
export interface Finding {
  readonly operationId: string
  readonly outcome: ResolvedOutcome
  readonly note: string
  /** Tells it from other findings about the same operation. */
  readonly key: string
}

/** Why an operation came to nothing, where a person found that it did. */
export const foundUndone: Failure = {
  kind: 'PROVIDER_ERROR',
  code: 'RESOLVED_AS_FAILED',
  advice: 'RETRY_LATER',
  message: 'The answer was lost. A person checked with the provider and found that the operation was not done.',
}

export type Resolution =
  | { readonly ok: true; readonly state: ChargeState }
  | { readonly ok: false; readonly why: string }

/**
 * Settles what no status query could, or confirms what a contradiction left in doubt; nobody's attention is asked for any more,
 * unless something else is still open. What stands as final is never turned round.
 *
 * @param captureMode of an AUTOMATIC charge that is found authorised, the whole amount was taken.
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
    return { ok: false, why: 'The operation is PROCESSING, so its answer can still arrive. Wait for it.' }
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
  const told = note(moved, { type: 'charge.resolved', key, data, needsAttention: false })
  const open = told.operations.some(one => one.status === 'UNKNOWN')
  return {
    ok: true,
    state: { ...told, charge: { ...told.charge, needsAttention: open && state.charge.needsAttention } },
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
  const nobodys = { failure: null, providerReference: null, sentReference: null }
  return addOperation(done, { id: newId('CAPTURE'), kind: 'CAPTURE', amount, status: 'SUCCEEDED', ...nobodys })
}

function isFinal({ status }: OperationFacts): boolean {
  return status === 'SUCCEEDED' || status === 'FAILED'
}
