import type { JsonObject } from '../api/requests.ts'
import type {
  Authorization,
  AuthorizationStatus,
  ChargeRecord,
  ConfirmationResult,
  Discard,
  Failure,
} from '../records.ts'
import type { Unit } from '../unit.ts'
import { emitChargeEvent, failureData } from '../webhooks/events.ts'
import { decideCharge } from './outcome.ts'

/** Stores changes of the charge with the current time. */
export function putCharge(unit: Unit, charge: ChargeRecord, changes: Partial<ChargeRecord>): ChargeRecord {
  return unit.tables.charges.put({ ...charge, ...changes, updatedAt: unit.now })
}

/** Lets the provider decide on a charge that is ready. */
export function authorizeCharge(unit: Unit, charge: ChargeRecord, isInitial: boolean): ChargeRecord {
  const { outcome, delayMs } = decideCharge(unit, charge, isInitial)
  switch (outcome.kind) {
    case 'approve':
      return approveAuthorization(unit, charge)
    case 'fail':
      return failAuthorization(unit, charge, outcome.failure)
    case 'pending':
      return awaitProvider(unit, charge, { result: outcome.result, delayMs })
  }
}

export function awaitConsumer(
  unit: Unit,
  charge: ChargeRecord,
  authenticationMethods: ChargeRecord['authenticationMethods'],
): ChargeRecord {
  const pending = putCharge(unit, charge, {
    status: 'AUTHENTICATION_PENDING',
    authorizations: [authorization(unit, charge, 'AUTHENTICATION_PENDING')],
    authenticationMethods,
  })
  announce(unit, pending, 'AUTHENTICATION_PENDING', { authenticationMethods })
  return pending
}

/** Money is taken at once unless the caller captures it. The statuses in between appear only in events. */
function approveAuthorization(unit: Unit, charge: ChargeRecord): ChargeRecord {
  const authorized = putCharge(unit, charge, {
    status: 'CAPTURE_PENDING',
    authorizations: [authorization(unit, charge, 'AUTHORIZED')],
  })
  const { isMultiStep } = charge
  const capturing = isMultiStep ? authorized : { ...authorized, status: 'CAPTURE_PROCESSING' as const }
  announce(unit, capturing, 'AUTHORIZATION_SUCCEEDED', { isMultiStep })
  return isMultiStep ? authorized : captureAutomatically(unit, authorized)
}

function captureAutomatically(unit: Unit, charge: ChargeRecord): ChargeRecord {
  const capture = {
    id: unit.newId('capture'),
    amount: charge.amount,
    status: 'CAPTURED' as const,
    reference: null,
    failure: null,
    labels: null,
    createdAt: unit.now,
    updatedAt: unit.now,
  }
  const captured = putCharge(unit, charge, { status: 'CAPTURED', captures: [capture] })
  if (unit.inferences.singleStepEmitsCapture) {
    emitChargeEvent(unit, captured, {
      kind: 'CAPTURE_SUCCEEDED',
      amount: charge.amount,
      extra: { captureId: capture.id },
    })
  }
  return captured
}

export function failAuthorization(unit: Unit, charge: ChargeRecord, failure: Failure): ChargeRecord {
  const failed = putCharge(unit, charge, {
    status: 'FAILED',
    failure,
    authorizations: [authorization(unit, charge, 'FAILED', failure)],
  })
  announce(unit, failed, 'AUTHORIZATION_FAILED', failureData(failure))
  return failed
}

function awaitProvider(
  unit: Unit,
  charge: ChargeRecord,
  confirmation: { readonly result: ConfirmationResult; readonly delayMs: number },
): ChargeRecord {
  const waiting = putCharge(unit, charge, {
    status: 'AUTHORIZATION_ASYNC',
    authorizations: [authorization(unit, charge, 'PROVIDER_CONFIRMATION_PENDING')],
  })
  unit.setTimer(confirmation.delayMs, {
    kind: 'charge-confirmation',
    chargeId: charge.id,
    result: confirmation.result,
  })
  announce(unit, waiting, 'PROVIDER_CONFIRMATION_PENDING', {})
  return waiting
}

/** Ends a charge that is still in AUTHORIZATION_ASYNC. */
export function confirmCharge(unit: Unit, chargeId: string, result: ConfirmationResult): void {
  const charge = unit.tables.charges.get(chargeId)
  if (charge?.status !== 'AUTHORIZATION_ASYNC') return
  if (result === 'approve') approveAuthorization(unit, charge)
  else if (result === 'time-out') discardCharge(unit, charge, 'PROVIDER_CONFIRMATION_TIMEOUT')
  else failAuthorization(unit, charge, result)
}

/** Counting the authorization of a discarded charge as FAILED is an inference: its enum has nothing closer. */
export function discardCharge(unit: Unit, charge: ChargeRecord, type: Discard['type']): ChargeRecord {
  const discard: Discard = {
    id: unit.newId('discard'),
    amount: charge.amount,
    status: 'DISCARDED',
    type,
    reference: null,
    failure: null,
    labels: null,
    createdAt: unit.now,
    updatedAt: unit.now,
  }
  const discarded = putCharge(unit, charge, {
    status: 'DISCARDED',
    authorizations: [authorization(unit, charge, 'FAILED')],
    discards: [...charge.discards, discard],
  })
  announce(unit, discarded, 'DISCARDED', { discardType: type })
  return discarded
}

/** The charge's only authorization, created or changed. */
function authorization(
  unit: Unit,
  charge: ChargeRecord,
  status: AuthorizationStatus,
  failure: Failure | null = null,
): Authorization {
  const existing = charge.authorizations[0]
  return {
    id: existing?.id ?? unit.newId('authz'),
    amount: charge.amount,
    status,
    reference: charge.reference,
    failure,
    labels: null,
    createdAt: existing?.createdAt ?? unit.now,
    updatedAt: unit.now,
  }
}

function announce(unit: Unit, charge: ChargeRecord, kind: string, extra: JsonObject): void {
  const authorizationId = charge.authorizations[0]?.id
  emitChargeEvent(unit, charge, { kind, amount: charge.amount, extra: { authorizationId, ...extra } })
}
