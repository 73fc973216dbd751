import type { PlannedCharge } from './plan.ts'

export type OperationKind = 'CAPTURE' | 'REFUND' | 'VOID'

/** A charge as an answer showed it. */
export interface ToldCharge {
  readonly id: string
  readonly version: number
  readonly status: string
  readonly captured: bigint
  readonly refunded: bigint
}

export interface ToldOperation {
  readonly id: string
  readonly kind: OperationKind
  readonly status: string
}

/** Everything that callers asked for and were told: what they may hold the gateway to. */
export interface Told {
  /** By idempotency key: the charges that answers named, of which there may be one. */
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
  /** Agreements whose revocation was answered. */
  readonly revoked: Set<string>
  readonly seenCharges: ToldCharge[]
  readonly seenOperations: ToldOperation[]
  /** What a caller could not make sense of: a refusal of what should have been taken, no answer at all. */
  readonly problems: string[]
}

export function nothingTold(): Told {
  return {
    charges: new Map(),
    operations: new Map(),
    agreements: new Map(),
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

/** Notes an answer that showed a charge. */
export function noteCharge(told: Told, charge: ChargeFields): void {
  const { id, version, status, capturedAmount, refundedAmount } = charge
  const [captured, refunded] = [BigInt(String(capturedAmount.value)), BigInt(String(refundedAmount.value))]
  told.seenCharges.push({ id, version, status, captured, refunded })
}
