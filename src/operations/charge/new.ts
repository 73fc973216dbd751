import { newId } from '../../base/id.ts'
import { chargeSubject } from '../../store/charge/repository.ts'
import { type Cause, eventRow } from '../../store/event-log/rows.ts'
import type { AgreementRow } from '../../store/tables/agreement.ts'
import type { ChargeRow } from '../../store/tables/charge.ts'

/** A charge as it is first recorded. */
export type NewCharge = Omit<ChargeRow, 'snapshotXmin'>

/** What every new charge has in common: PROCESSING, version 1, nothing known yet. */
export function chargeUnder(agreement: Omit<AgreementRow, 'snapshotXmin'>, now: Date) {
  return {
    id: newId('charge', now),
    merchantId: agreement.merchantId,
    mode: agreement.mode,
    version: 1,
    agreementId: agreement.id,
    consumerId: agreement.consumerId,
    provider: agreement.provider,
    paymentMethod: agreement.paymentMethod,
    status: 'PROCESSING',
    authenticationMethods: [],
    failure: null,
    captureBefore: null,
    scheduleId: null,
    occurrenceId: null,
    needsAttention: false,
    reconcileAt: null,
    providerReference: null,
    createdAt: now,
    updatedAt: now,
  } as const
}

/** The authorisation of a new charge, for its whole amount. */
export function authorizationOf(charge: NewCharge, id: string) {
  const { merchantId, mode, amount, reference, createdAt } = charge
  // One whose consumer has to come first waits for them from the start.
  const status = charge.status === 'AUTHENTICATION_PENDING' ? 'PENDING' : 'PROCESSING'
  return {
    id,
    merchantId,
    mode,
    chargeId: charge.id,
    kind: 'AUTHORIZATION',
    amount,
    status,
    failure: null,
    reference,
    reason: null,
    providerReference: null,
    createdAt,
    updatedAt: createdAt,
  } as const
}

export function chargeCreated(row: NewCharge, cause: Cause) {
  return eventRow(chargeSubject(row), cause, {
    type: 'charge.created',
    version: 1,
    change: true,
    previousStatus: null,
    status: row.status,
    data: { amount: row.amount.toString(), currency: row.currency, reason: row.reason },
  })
}
