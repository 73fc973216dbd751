import type { PlannedCharge } from '../plan/plan.ts'
import type { PlannedSchedule } from '../plan/schedule-plan.ts'

export type OperationKind = 'CAPTURE' | 'REFUND' | 'VOID'

/** A charge as it was in a response. */
export interface RecordedCharge {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly captured: bigint
  readonly refunded: bigint
}

export interface RecordedOperation {
  readonly id: string
  readonly kind: OperationKind
  readonly status: string
}

/** All requests and responses of the callers. Every response must remain true. */
export interface Responses {
  /** By idempotency key: the charges in its responses. More than one is an error. */
  readonly charges: Map<string, { readonly planned: PlannedCharge | undefined; readonly ids: Set<string> }>
  readonly operations: Map<
    string,
    {
      readonly kind: OperationKind
      readonly chargeId: string
      readonly ids: Set<string>
    }
  >
  readonly agreements: Map<string, Set<string>>
  readonly schedules: Map<string, { readonly planned: PlannedSchedule; readonly ids: Set<string> }>
  /** The charges in the responses to occurrenceRetry. */
  readonly retries: Map<string, { readonly occurrenceId: string; readonly ids: Set<string> }>
  /** Agreements whose revocation was confirmed. */
  readonly revoked: Set<string>
  readonly seenCharges: RecordedCharge[]
  readonly seenOperations: RecordedOperation[]
  /** Unexpected results of callers: a refusal of a valid request, no response at all. */
  readonly problems: string[]
}

export function noResponses(): Responses {
  return {
    charges: new Map(),
    operations: new Map(),
    agreements: new Map(),
    schedules: new Map(),
    retries: new Map(),
    revoked: new Set(),
    seenCharges: [],
    seenOperations: [],
    problems: [],
  }
}

interface ChargeFields {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly capturedAmount: { readonly value: unknown }
  readonly refundedAmount: { readonly value: unknown }
}

/** Records a response that contained a charge. */
export function noteCharge(responses: Responses, charge: ChargeFields): void {
  const { id, version, status, capturedAmount, refundedAmount } = charge
  const [captured, refunded] = [BigInt(String(capturedAmount.value)), BigInt(String(refundedAmount.value))]
  responses.seenCharges.push({ id, version, status, captured, refunded })
}
