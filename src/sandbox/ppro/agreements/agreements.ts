import type { AgreementRequest, JsonObject } from '../api/requests.ts'
import { invalid } from '../api/validation.ts'
import { createInitialCharge } from '../charges/creation.ts'
import { failureOf } from '../failures.ts'
import type { AgreementRecord, AgreementStatus, AuthenticationMethod, Failure } from '../records.ts'
import type { Unit } from '../unit.ts'
import { agreementCreatedData, emitAgreementEvent, failureData } from '../webhooks/events.ts'
import { authenticationMethodsOf, openAuthentication } from './authentication-methods.ts'
import { type PaymentMethod, paymentMethodOf } from './payment-methods.ts'

/** @throws {ApiError} 400 if a field is missing that only this payment method requires */
export function createAgreement(unit: Unit, request: AgreementRequest): AgreementRecord {
  const method = paymentMethodOf(request.paymentMethod)
  if (method) assertMethodFields(method, request)
  const initialCharge = method && request.initialPaymentCharge
  const agreement = recordAgreement(unit, request, initialCharge ? unit.newId('charge') : null)
  emitAgreementEvent(unit, agreement, 'CREATED', agreementCreatedData(agreement))
  if (!method) return moveAgreement(unit, agreement, 'FAILED', failureOf('INVALID_PAYMENT_METHOD', 'INTERNAL_DECLINE'))
  const opened = openAgreement(unit, agreement, method, request)
  if (initialCharge && opened.initialPaymentChargeId) {
    createInitialCharge(unit, opened, { id: opened.initialPaymentChargeId, request: initialCharge })
  }
  return opened
}

/** Changes an agreement's status, with history and event. @param failure For FAILED only. */
export function moveAgreement(
  unit: Unit,
  agreement: AgreementRecord,
  status: AgreementStatus,
  failure: Failure | null = null,
): AgreementRecord {
  const moved = unit.tables.agreements.put({
    ...agreement,
    status,
    failure: failure ?? agreement.failure,
    history: [...agreement.history, { id: unit.newId('ahist'), status, failure, createdAt: unit.now }],
    updatedAt: unit.now,
  })
  emitAgreementEvent(unit, moved, status, failure ? failureData(failure) : eventDetails(moved))
  return moved
}

type RevocationStatus = 'REVOKED_BY_CONSUMER' | 'REVOKED_BY_PROVIDER' | 'REVOKED_BY_MERCHANT'

/** Ends an ACTIVE agreement. Running charges continue. Returns null if it was not active. */
export function revokeAgreement(unit: Unit, agreement: AgreementRecord, by: RevocationStatus): AgreementRecord | null {
  if (agreement.status !== 'ACTIVE') return null
  return moveAgreement(unit, withRevocation(unit, agreement, by, null), by)
}

/** Records a merchant's revocation that was refused; the agreement is unchanged. */
export function refuseRevocation(unit: Unit, agreement: AgreementRecord): Failure {
  const revoked = agreement.status.startsWith('REVOKED')
  const failure = failureOf(revoked ? 'AGREEMENT_REVOKED' : 'AGREEMENT_INACTIVE', 'INTERNAL_DECLINE')
  unit.tables.agreements.put(withRevocation(unit, agreement, 'REVOCATION_FAILED', failure))
  return failure
}

function openAgreement(
  unit: Unit,
  agreement: AgreementRecord,
  method: PaymentMethod,
  request: AgreementRequest,
): AgreementRecord {
  const offered = authenticationMethodsOf(method, request.authenticationSettings ?? [])
  const asksConsumer = method.authentication !== 'none' && offered.length > 0
  if (!asksConsumer) return moveAgreement(unit, agreement, 'ACTIVE')
  const authenticationMethods = openAuthentication(unit, { kind: 'agreement', id: agreement.id }, offered)
  return moveAgreement(unit, { ...agreement, authenticationMethods }, 'AUTHENTICATION_PENDING')
}

function assertMethodFields(method: PaymentMethod, request: AgreementRequest): void {
  const offered = authenticationMethodsOf(method, request.authenticationSettings ?? [])
  const issues = []
  if (method.requiresConsumerName && !request.consumer.name) {
    issues.push({ path: 'consumer.name', message: `is required for ${method.code}` })
  }
  if (method.requiresInitialCharge && !request.initialPaymentCharge) {
    issues.push({ path: 'initialPaymentCharge', message: `is required for ${method.code}` })
  }
  if (method.authentication === 'required' && offered.length === 0) {
    const types = method.authenticationTypes.join(' or ')
    issues.push({ path: 'authenticationSettings', message: `must offer ${types} for ${method.code}` })
  }
  if (offered.some(({ type, settings }) => type === 'REDIRECT' && !isUrl(settings?.['returnUrl']))) {
    issues.push({ path: 'authenticationSettings.settings.returnUrl', message: 'must be a URL for REDIRECT' })
  }
  if (issues.length > 0) throw invalid(issues)
}

/** As in PPRO's examples, `startDate` is set to now unless the agreement has an initial charge. */
function recordAgreement(
  unit: Unit,
  request: AgreementRequest,
  initialPaymentChargeId: string | null,
): AgreementRecord {
  const authenticationMethods: readonly AuthenticationMethod[] = []
  const { initialSchemeAuthorizationReference, initialTransactionLinkReference } = request
  return unit.tables.agreements.put({
    id: unit.newId('agr'),
    status: 'INITIALIZING',
    failure: null,
    paymentMethod: request.paymentMethod,
    reference: request.merchantPaymentAgreementReference ?? null,
    description: request.description ?? null,
    frequency: request.frequency ?? null,
    startDate: request.startDate ?? (initialPaymentChargeId ? null : unit.now),
    endDate: request.endDate ?? null,
    amount: request.amount ?? null,
    amountType: request.amountType ?? null,
    instrumentId: request.instrumentId ?? unit.newId('instr'),
    instrumentType: request.instrument?.type ?? request.paymentMethod,
    consumer: request.consumer,
    authenticationMethods,
    history: [],
    revocations: [],
    initialPaymentChargeId,
    initialReferences: { initialSchemeAuthorizationReference, initialTransactionLinkReference },
    labels: request.labels ?? null,
    webhooksUrl: request.webhooksUrl ?? null,
    createdAt: unit.now,
    updatedAt: unit.now,
  })
}

function withRevocation(
  unit: Unit,
  agreement: AgreementRecord,
  revocationStatus: string,
  failure: Failure | null,
): AgreementRecord {
  const revocation = { id: unit.newId('rev'), revocationStatus, failure, createdAt: unit.now }
  return { ...agreement, revocations: [...agreement.revocations, revocation], updatedAt: unit.now }
}

function eventDetails(agreement: AgreementRecord): JsonObject {
  const { status, authenticationMethods } = agreement
  return status === 'AUTHENTICATION_PENDING' ? { authenticationMethods } : {}
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:/.test(value)
}
