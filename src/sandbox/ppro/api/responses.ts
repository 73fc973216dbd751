import type { AgreementRecord, ChargeRecord, Failure } from '../records.ts'
import type { JsonObject } from './requests.ts'

/** Records in PPRO's format. Fields without a value are omitted: JSON.stringify drops undefined ones. */

const CHARGES = '/v1/payment-charges'

export function agreementBody(agreement: AgreementRecord): JsonObject {
  return {
    id: agreement.id,
    status: agreement.status,
    failure: agreement.failure ?? undefined,
    description: agreement.description ?? undefined,
    merchantPaymentAgreementReference: agreement.reference ?? undefined,
    paymentMethod: agreement.paymentMethod,
    frequency: agreement.frequency ?? undefined,
    startDate: agreement.startDate ?? undefined,
    endDate: agreement.endDate ?? undefined,
    amount: agreement.amount ?? undefined,
    amountType: agreement.amountType ?? undefined,
    instrumentId: agreement.instrumentId,
    consumer: agreement.consumer,
    authenticationMethods: agreement.authenticationMethods,
    history: agreement.history.map(withoutNullFailure),
    revocations: agreement.revocations.map(withoutNullFailure),
    initialPaymentChargeId: agreement.initialPaymentChargeId ?? undefined,
    ...agreement.initialReferences,
    createdAt: agreement.createdAt,
    updatedAt: agreement.updatedAt,
    labels: agreement.labels ?? undefined,
  }
}

/**
 * The full format of the charge endpoints. The top level has no amount and no reference; both are in the operations.
 */
export function chargeBody(charge: ChargeRecord): JsonObject {
  const self = `${CHARGES}/${charge.id}`
  return {
    ...commonChargeFields(charge, operation => operation),
    paymentMedium: charge.paymentMedium,
    initiator: charge.initiator ?? undefined,
    agreementId: charge.agreementId ?? undefined,
    authenticationMethods: charge.authenticationMethods,
    authorizations: charge.authorizations.map(operation => authorizationBody(charge, operation)),
    captures: charge.captures.map(operation => captureBody(charge, operation)),
    refunds: charge.refunds.map(operation => refundBody(charge, operation)),
    discards: charge.discards.map(operation => discardBody(charge, operation)),
    voids: charge.voids.map(operation => voidBody(charge, operation)),
    _links: {
      self: { href: self },
      authorizations: { href: `${self}/authorizations` },
      captures: { href: `${self}/captures` },
      refunds: { href: `${self}/refunds` },
      voids: { href: `${self}/voids` },
    },
  }
}

/** The shorter format for a charge under an agreement: its documented example has no links. */
export function agreementChargeBody(charge: ChargeRecord): JsonObject {
  return commonChargeFields(charge, ({ _links, ...operation }) => operation)
}

function commonChargeFields(charge: ChargeRecord, show: (operation: JsonObject) => JsonObject): JsonObject {
  return {
    id: charge.id,
    paymentMethod: charge.paymentMethod,
    currency: charge.currency,
    country: charge.country,
    paymentDescriptor: charge.paymentDescriptor ?? undefined,
    instrumentId: charge.instrumentId,
    status: charge.status,
    consumer: charge.consumer,
    order: charge.order ?? undefined,
    failure: charge.failure ?? undefined,
    authorizations: charge.authorizations.map(operation => show(authorizationBody(charge, operation))),
    captures: charge.captures.map(operation => show(captureBody(charge, operation))),
    refunds: charge.refunds.map(operation => show(refundBody(charge, operation))),
    voids: charge.voids.map(operation => show(voidBody(charge, operation))),
    createdAt: charge.createdAt,
    updatedAt: charge.updatedAt,
    labels: charge.labels ?? undefined,
  }
}

export function authorizationBody(charge: ChargeRecord, operation: ChargeRecord['authorizations'][number]): JsonObject {
  return {
    ...operationFields(operation, { merchantPaymentChargeReference: operation.reference ?? undefined }),
    ...linksOf(charge, 'authorizations', operation.id),
  }
}

export function captureBody(charge: ChargeRecord, operation: ChargeRecord['captures'][number]): JsonObject {
  return {
    ...operationFields(operation, { merchantCaptureReference: operation.reference ?? undefined }),
    ...linksOf(charge, 'captures', operation.id),
  }
}

export function voidBody(charge: ChargeRecord, operation: ChargeRecord['voids'][number]): JsonObject {
  return {
    ...operationFields(operation, { merchantVoidReference: operation.reference ?? undefined }),
    ...linksOf(charge, 'voids', operation.id),
  }
}

export function refundBody(charge: ChargeRecord, operation: ChargeRecord['refunds'][number]): JsonObject {
  return {
    ...operationFields(operation, {
      merchantRefundReference: operation.reference ?? undefined,
      refundReason: operation.refundReason ?? undefined,
      refundDescriptor: operation.refundDescriptor ?? undefined,
    }),
    ...linksOf(charge, 'refunds', operation.id),
  }
}

function discardBody(charge: ChargeRecord, operation: ChargeRecord['discards'][number]): JsonObject {
  return {
    ...operationFields(operation, { type: operation.type }),
    amount: undefined,
    ...linksOf(charge, 'discards', operation.id),
  }
}

function operationFields(
  operation: ChargeRecord['captures' | 'refunds' | 'voids' | 'authorizations' | 'discards'][number],
  own: JsonObject,
): JsonObject {
  return {
    id: operation.id,
    amount: operation.amount,
    status: operation.status,
    ...own,
    failure: operation.failure ?? undefined,
    createdAt: operation.createdAt,
    updatedAt: operation.updatedAt,
    labels: operation.labels ?? undefined,
  }
}

function linksOf(charge: ChargeRecord, list: string, id: string): JsonObject {
  return { _links: { self: { href: `${CHARGES}/${charge.id}/${list}/${id}` } } }
}

function withoutNullFailure<T extends { failure: Failure | null }>(entry: T): JsonObject {
  return { ...entry, failure: entry.failure ?? undefined }
}
