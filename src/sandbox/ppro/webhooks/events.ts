import type { AuthenticationSettings, JsonObject } from '../api/requests.ts'
import type { AgreementRecord, ChargeRecord, ChargeStatus, Failure } from '../records.ts'
import type { Unit } from '../unit.ts'

/** Announces an agreement's change with the fields common to agreement events and `extra`. */
export function emitAgreementEvent(unit: Unit, agreement: AgreementRecord, kind: string, extra: JsonObject = {}): void {
  const type = `PAYMENT_AGREEMENT_${kind}`
  unit.emit({
    type,
    subject: agreement.id,
    reference: agreement.reference,
    url: agreement.webhooksUrl,
    data: {
      paymentAgreementId: agreement.id,
      paymentAgreementStatus: agreement.status,
      paymentMethod: agreement.paymentMethod,
      type,
      merchantPaymentAgreementReference: agreement.reference ?? undefined,
      merchantId: unit.surroundings.merchantId,
      ...extra,
    },
  })
}

export function agreementCreatedData(agreement: AgreementRecord): JsonObject {
  return {
    description: agreement.description ?? undefined,
    instrument: { id: agreement.instrumentId, type: agreement.instrumentType, details: {} },
    startDate: agreement.startDate ?? undefined,
    endDate: agreement.endDate ?? undefined,
    frequency: agreement.frequency ?? undefined,
    amount: agreement.amount ?? undefined,
    amountType: agreement.amountType ?? undefined,
    consumer: agreement.consumer,
  }
}

/**
 * Announces a charge's change. Charge events never contain the agreement. Their `amount` is money with its currency,
 * unlike the bare integers of the API's operations.
 */
export function emitChargeEvent(
  unit: Unit,
  charge: ChargeRecord,
  event: {
    readonly kind: string
    readonly amount: number
    readonly status?: ChargeStatus
    readonly extra?: JsonObject
  },
): void {
  const type = `PAYMENT_CHARGE_${event.kind}`
  unit.emit({
    type,
    subject: charge.id,
    reference: charge.reference,
    url: charge.webhooksUrl,
    data: {
      paymentChargeId: charge.id,
      paymentChargeStatus: event.status ?? charge.status,
      paymentMethod: charge.paymentMethod,
      merchantId: unit.surroundings.merchantId,
      merchantPaymentChargeReference: charge.reference ?? undefined,
      orderReferenceNumber: charge.order?.['orderReferenceNumber'],
      type,
      amount: { value: event.amount, currency: charge.currency },
      ...event.extra,
    },
  })
}

export function chargeCreatedData(charge: ChargeRecord, settings: AuthenticationSettings | undefined): JsonObject {
  return {
    paymentMedium: charge.paymentMedium,
    initiator: charge.initiator ?? undefined,
    paymentDescriptor: charge.paymentDescriptor ?? undefined,
    order: charge.order ?? undefined,
    consumer: charge.consumer,
    authenticationSettings: settings,
    instrument: { id: charge.instrumentId, type: charge.instrumentType, details: {} },
  }
}

/** The failure in the format of webhooks: without the API's retry flag. */
export function failureData(failure: Failure): JsonObject {
  const { failureType, failureCode, providerFailureCode, failureMessage } = failure
  return { failure: { failureType, failureCode, providerFailureCode, failureMessage } }
}
