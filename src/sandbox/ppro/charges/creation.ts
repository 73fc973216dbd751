import { authenticationMethodsOf, openAuthentication } from '../agreements/authentication-methods.ts'
import { paymentMethodOf } from '../agreements/payment-methods.ts'
import type { AgreementChargeRequest, ChargeRequest } from '../api/requests.ts'
import { readMockDescriptor } from '../mock-descriptor.ts'
import type { AgreementRecord, AuthenticationMethod, ChargeRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { chargeCreatedData, emitChargeEvent } from '../webhooks/events.ts'
import { authorizeCharge, awaitConsumer, failAuthorization } from './authorization.ts'
import { refusalOf } from './outcome.ts'

/** A later charge under an agreement. The consumer is not present, so only the mock can require authentication. */
export function createAgreementCharge(
  unit: Unit,
  agreement: AgreementRecord,
  request: AgreementChargeRequest,
): ChargeRecord {
  const charge = recordAgreementCharge(unit, agreement, { id: unit.newId('charge'), request })
  const refusal = refusalOf(unit, charge, agreement, true)
  if (refusal) return failAuthorization(unit, charge, refusal)
  const asksConsumer =
    charge.paymentMethod === 'MOCK' && readMockDescriptor(charge.paymentDescriptor).requiresAuthentication
  if (!asksConsumer) return authorizeCharge(unit, charge, false)
  const settings = request.authenticationSettings ?? [{ type: 'REDIRECT' }]
  return awaitConsumer(unit, charge, openAuthentication(unit, { kind: 'charge', id: charge.id }, settings))
}

/** The initial charge of an agreement: both wait for the consumer, on the same page. */
export function createInitialCharge(
  unit: Unit,
  agreement: AgreementRecord,
  initial: { readonly id: string; readonly request: AgreementChargeRequest },
): ChargeRecord {
  const charge = recordAgreementCharge(unit, agreement, initial)
  const refusal = refusalOf(unit, charge, agreement, false)
  if (refusal) return failAuthorization(unit, charge, refusal)
  if (agreement.status === 'ACTIVE') return authorizeCharge(unit, charge, true)
  return awaitConsumer(unit, charge, agreement.authenticationMethods)
}

/** A single charge, without an agreement. */
export function createSingleCharge(unit: Unit, request: ChargeRequest): ChargeRecord {
  const method = paymentMethodOf(request.paymentMethod)
  const charge = recordCharge(unit, {
    ...fieldsOf(unit, request, request.paymentMethod),
    id: unit.newId('charge'),
    agreementId: null,
    paymentMedium: request.paymentMedium ?? 'ECOMMERCE',
    instrumentId: request.instrumentId ?? unit.newId('instr'),
    instrumentType: request.instrument?.type ?? request.paymentMethod,
    country: request.consumer.country,
    consumer: request.consumer,
    webhooksUrl: request.webhooksUrl ?? null,
  })
  emitCreated(unit, charge, request)
  const refusal = refusalOf(unit, charge, null, false)
  if (refusal || !method) return refusal ? failAuthorization(unit, charge, refusal) : charge
  const offered = authenticationMethodsOf(method, request.authenticationSettings ?? [])
  const mustAuthenticate =
    method.code === 'MOCK'
      ? readMockDescriptor(charge.paymentDescriptor).requiresAuthentication
      : method.authentication !== 'none' && offered.length > 0
  if (!mustAuthenticate) return authorizeCharge(unit, charge, true)
  const settings = offered.length > 0 ? offered : [{ type: 'REDIRECT' }]
  return awaitConsumer(unit, charge, openAuthentication(unit, { kind: 'charge', id: charge.id }, settings))
}

function recordAgreementCharge(
  unit: Unit,
  agreement: AgreementRecord,
  { id, request }: { readonly id: string; readonly request: AgreementChargeRequest },
): ChargeRecord {
  const charge = recordCharge(unit, {
    ...fieldsOf(unit, request, agreement.paymentMethod),
    id,
    agreementId: agreement.id,
    paymentMedium: 'ECOMMERCE',
    instrumentId: agreement.instrumentId,
    instrumentType: agreement.instrumentType,
    country: agreement.consumer.country,
    consumer: { ...agreement.consumer, ...request.consumer, country: agreement.consumer.country },
    webhooksUrl: request.webhooksUrl ?? agreement.webhooksUrl,
  })
  emitCreated(unit, charge, request)
  return charge
}

type SharedFields =
  | 'paymentMethod'
  | 'initiator'
  | 'amount'
  | 'currency'
  | 'paymentDescriptor'
  | 'reference'
  | 'isMultiStep'
  | 'order'
  | 'labels'

function fieldsOf(
  unit: Unit,
  request: AgreementChargeRequest | ChargeRequest,
  paymentMethod: string,
): Pick<ChargeRecord, SharedFields> {
  return {
    paymentMethod,
    initiator: request.initiator ?? null,
    amount: request.amount.value,
    currency: request.amount.currency,
    paymentDescriptor: request.paymentDescriptor ?? null,
    reference: request.merchantPaymentChargeReference ?? null,
    isMultiStep: isMultiStep(unit, request, paymentMethod),
    order: request.order ?? null,
    labels: request.labels ?? null,
  }
}

/** Methods without a separate capture take the money at once, whatever the request says. */
function isMultiStep(unit: Unit, request: AgreementChargeRequest | ChargeRequest, paymentMethod: string): boolean {
  if (!paymentMethodOf(paymentMethod)?.separateCapture) return false
  if (paymentMethod === 'MOCK' && readMockDescriptor(request.paymentDescriptor ?? null).requiresCapture) return true
  return !(request.autoCapture ?? unit.inferences.autoCaptureDefault)
}

type Emptied = 'status' | 'failure' | 'authenticationMethods' | 'createdAt' | 'updatedAt' | OperationList
type OperationList = 'authorizations' | 'captures' | 'refunds' | 'voids' | 'discards'

function recordCharge(unit: Unit, fields: Omit<ChargeRecord, Emptied>): ChargeRecord {
  const authenticationMethods: readonly AuthenticationMethod[] = []
  return unit.tables.charges.put({
    ...fields,
    status: 'AUTHORIZATION_PROCESSING',
    failure: null,
    authenticationMethods,
    authorizations: [],
    captures: [],
    refunds: [],
    voids: [],
    discards: [],
    createdAt: unit.now,
    updatedAt: unit.now,
  })
}

function emitCreated(unit: Unit, charge: ChargeRecord, request: AgreementChargeRequest | ChargeRequest): void {
  emitChargeEvent(unit, charge, {
    kind: 'CREATED',
    amount: charge.amount,
    extra: chargeCreatedData(charge, request.authenticationSettings),
  })
}
