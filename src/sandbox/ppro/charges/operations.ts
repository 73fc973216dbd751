import { ApiError } from '../api/errors.ts'
import type { JsonObject, Labels } from '../api/requests.ts'
import { failureOf } from '../failures.ts'
import { magicOutcome, type Outcome, outcomeNamed } from '../outcomes.ts'
import type { Capture, ChargeRecord, ConfirmationResult, Failure, Refund, Void } from '../records.ts'
import type { Unit } from '../unit.ts'
import { emitChargeEvent, failureData } from '../webhooks/events.ts'
import { amountsOf, settledStatus } from './amounts.ts'
import { putCharge } from './authorization.ts'

type OperationInput = {
  readonly amount: number
  readonly reference: string | null
  readonly labels: Labels | null
}

type RefundInput = OperationInput & Pick<Refund, 'refundReason' | 'refundDescriptor'>

type OperationResult<T> = { readonly charge: ChargeRecord; readonly operation: T }

export function captureCharge(unit: Unit, charge: ChargeRecord, input: OperationInput): OperationResult<Capture> {
  const failure = failureFor(unit, charge, 'capture', input.amount)
  const operation: Capture = {
    ...newOperation(unit, 'capture', input, failure),
    status: failure ? 'FAILED' : 'CAPTURED',
  }
  const changed = keep(unit, { ...charge, captures: [...charge.captures, operation] }, failure)
  announce(unit, changed, operation, {
    kind: failure ? 'CAPTURE_FAILED' : 'CAPTURE_SUCCEEDED',
    extra: { captureId: operation.id, merchantCaptureReference: operation.reference ?? undefined },
  })
  return { charge: changed, operation }
}

export function voidCharge(unit: Unit, charge: ChargeRecord, input: OperationInput): OperationResult<Void> {
  const failure = failureFor(unit, charge, 'void', input.amount)
  const operation: Void = { ...newOperation(unit, 'void', input, failure), status: failure ? 'FAILED' : 'VOIDED' }
  const changed = keep(unit, { ...charge, voids: [...charge.voids, operation] }, failure)
  announce(unit, changed, operation, {
    kind: failure ? 'VOID_FAILED' : 'VOID_SUCCEEDED',
    extra: { voidId: operation.id, merchantVoidReference: operation.reference ?? undefined },
  })
  return { charge: changed, operation }
}

export function refundCharge(unit: Unit, charge: ChargeRecord, input: RefundInput): OperationResult<Refund> {
  const refusal = refusalOf(unit, charge, 'refund', input.amount)
  const outcome: Outcome = refusal ? { kind: 'fail', failure: refusal } : decide(unit, charge, 'refund', input.amount)
  const failure = outcome.kind === 'fail' ? outcome.failure : null
  const operation: Refund = {
    ...newOperation(unit, 'refund', input, failure),
    refundReason: input.refundReason,
    refundDescriptor: input.refundDescriptor,
    status: failure ? 'FAILED' : outcome.kind === 'pending' ? 'PENDING' : 'REFUNDED',
  }
  const changed = keep(unit, { ...charge, refunds: [...charge.refunds, operation] }, failure)
  if (outcome.kind === 'pending') {
    unit.setTimer(unit.inferences.refundDelayMs, {
      kind: 'refund-confirmation',
      chargeId: charge.id,
      refundId: operation.id,
      result: outcome.result,
    })
  }
  announceRefund(unit, changed, operation)
  return { charge: changed, operation }
}

/** Ends a refund that is still PENDING. */
export function confirmRefund(unit: Unit, chargeId: string, refundId: string, result: ConfirmationResult): void {
  const charge = unit.tables.charges.get(chargeId)
  const pending = charge?.refunds.find(refund => refund.id === refundId)
  if (!charge || pending?.status !== 'PENDING') return
  const failure = typeof result === 'object' ? result : null
  const settled: Refund = { ...pending, status: failure ? 'FAILED' : 'REFUNDED', failure, updatedAt: unit.now }
  const refunds = charge.refunds.map(refund => (refund.id === refundId ? settled : refund))
  announceRefund(unit, keep(unit, { ...charge, refunds }, failure), settled)
}

type OperationKind = 'capture' | 'void' | 'refund'

function failureFor(unit: Unit, charge: ChargeRecord, kind: 'capture' | 'void', amount: number): Failure | null {
  const refusal = refusalOf(unit, charge, kind, amount)
  if (refusal) return refusal
  const outcome = decide(unit, charge, kind, amount)
  return outcome.kind === 'fail' ? outcome.failure : null
}

function decide(unit: Unit, charge: ChargeRecord, kind: OperationKind, amount: number): Outcome {
  const scripted = unit.surroundings.settings.takeOutcome(kind, charge.agreementId)
  return scripted === undefined ? (magicOutcome(kind, amount) ?? { kind: 'approve' }) : outcomeNamed(scripted)
}

/** @throws {ApiError} 400 if the simulator is switched to the behavior of the older pages */
function refusalOf(unit: Unit, charge: ChargeRecord, kind: OperationKind, amount: number): Failure | null {
  const code = refusalCode(charge, kind, amount)
  if (code === null) return null
  if (unit.inferences.refusedOperations === 'http-400') throw new ApiError(400, `The ${kind} is refused: ${code}`)
  return failureOf(code, 'INTERNAL_DECLINE')
}

function refusalCode(charge: ChargeRecord, kind: OperationKind, amount: number): string | null {
  const { authorized, captured, uncaptured, refundable } = amountsOf(charge)
  if (kind === 'refund') {
    if (captured === 0) return 'NO_CAPTURED_AMOUNT'
    if (amount > captured) return 'EXCEEDS_CAPTURED_AMOUNT'
    return amount > refundable ? 'EXCEEDS_REFUNDABLE_AMOUNT' : null
  }
  if (authorized === 0) return 'NO_AUTHORIZED_AMOUNT'
  return amount > uncaptured ? 'EXCEEDS_AUTHORIZED_AMOUNT' : null
}

/** A failed operation leaves the charge's status unchanged and becomes its latest failure. */
function keep(unit: Unit, charge: ChargeRecord, failure: Failure | null): ChargeRecord {
  return putCharge(unit, charge, failure ? { failure } : { status: settledStatus(charge) })
}

function newOperation(unit: Unit, prefix: string, input: OperationInput, failure: Failure | null) {
  return {
    id: unit.newId(prefix),
    amount: input.amount,
    reference: input.reference,
    failure,
    labels: input.labels,
    createdAt: unit.now,
    updatedAt: unit.now,
  }
}

const REFUND_EVENTS = { REFUNDED: 'REFUND_SUCCEEDED', PENDING: 'REFUND_PENDING', FAILED: 'REFUND_FAILED' } as const

function announceRefund(unit: Unit, charge: ChargeRecord, refund: Refund): void {
  announce(unit, charge, refund, {
    kind: REFUND_EVENTS[refund.status],
    extra: { refundId: refund.id, merchantRefundReference: refund.reference ?? undefined },
  })
}

function announce(
  unit: Unit,
  charge: ChargeRecord,
  operation: Capture | Void | Refund,
  event: { readonly kind: string; readonly extra: JsonObject },
): void {
  const failure = operation.failure ? failureData(operation.failure) : {}
  emitChargeEvent(unit, charge, {
    kind: event.kind,
    amount: operation.amount,
    extra: { ...event.extra, ...failure },
  })
}
