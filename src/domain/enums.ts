/**
 * The enums of the domain, as tuples, so that tests can compare them with those of the database and the GraphQL schema.
 * The schema describes the values.
 */
export const modes = ['TEST', 'LIVE'] as const
export type Mode = (typeof modes)[number]

export const providerCodes = ['PPRO', 'APS'] as const
export type ProviderCode = (typeof providerCodes)[number]

export const agreementStatuses = [
  'INITIALIZING',
  'AUTHENTICATION_PENDING',
  'AUTHORIZATION_PROCESSING',
  'ACTIVE',
  'REVOKED_BY_CONSUMER',
  'REVOKED_BY_MERCHANT',
  'REVOKED_BY_PROVIDER',
  'EXPIRED',
  'FAILED',
] as const
export type AgreementStatus = (typeof agreementStatuses)[number]

export const chargeStatuses = [
  'PROCESSING',
  'UNKNOWN',
  'AUTHENTICATION_PENDING',
  'AUTHORIZATION_PENDING',
  'AUTHORIZED',
  'PARTIALLY_CAPTURED',
  'CAPTURED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
  'VOIDED',
  'FAILED',
  'DISCARDED',
] as const
export type ChargeStatus = (typeof chargeStatuses)[number]

export const operationKinds = ['AUTHORIZATION', 'CAPTURE', 'REFUND', 'VOID'] as const
export type OperationKind = (typeof operationKinds)[number]

export const operationStatuses = ['PROCESSING', 'UNKNOWN', 'PENDING', 'SUCCEEDED', 'FAILED'] as const
export type OperationStatus = (typeof operationStatuses)[number]

export const amountRules = ['EXACT', 'MAX', 'VARIABLE'] as const
export type AmountRule = (typeof amountRules)[number]

export const intervalUnits = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const
export type IntervalUnit = (typeof intervalUnits)[number]

export const captureModes = ['AUTOMATIC', 'MANUAL'] as const
export type CaptureMode = (typeof captureModes)[number]

export const chargeInitiators = ['CONSUMER', 'MERCHANT'] as const
export type ChargeInitiator = (typeof chargeInitiators)[number]

export const chargeReasons = ['INITIAL', 'SCHEDULED', 'SCHEDULED_RETRY', 'UNSCHEDULED'] as const
export type ChargeReason = (typeof chargeReasons)[number]

export const requestPurposes = [
  'AGREEMENT_CREATE',
  'AGREEMENT_REVOKE',
  'CHARGE_CREATE',
  'CAPTURE',
  'REFUND',
  'VOID',
] as const
export type RequestPurpose = (typeof requestPurposes)[number]

export const eventSources = ['API', 'PROVIDER_RESPONSE', 'WEBHOOK', 'RECONCILIATION', 'SCHEDULER', 'OPERATOR'] as const
export type EventSource = (typeof eventSources)[number]

const authenticationTypes = ['REDIRECT', 'SCAN_CODE', 'APP_NOTIFICATION', 'APP_INTENT', 'MULTI_FACTOR'] as const
export type AuthenticationType = (typeof authenticationTypes)[number]

export const providerEventStatuses = ['RECEIVED', 'PROCESSED', 'UNMATCHED', 'REJECTED', 'FAILED'] as const
export type ProviderEventStatus = (typeof providerEventStatuses)[number]

export const scheduleStatuses = ['ACTIVE', 'PAUSED', 'PAST_DUE', 'COMPLETED', 'CANCELED'] as const
export type ScheduleStatus = (typeof scheduleStatuses)[number]

export const occurrenceStatuses = ['UPCOMING', 'PROCESSING', 'PAID', 'RETRYING', 'FAILED', 'SKIPPED'] as const
export type OccurrenceStatus = (typeof occurrenceStatuses)[number]

export const exhaustedActions = ['PAUSE', 'CANCEL', 'CONTINUE'] as const
export type ExhaustedAction = (typeof exhaustedActions)[number]

export const auditActorKinds = ['KEY', 'CLIENT_TOKEN', 'OPERATOR', 'CONSOLE'] as const
export type AuditActorKind = (typeof auditActorKinds)[number]

export const auditOutcomes = ['DONE', 'REPLAYED', 'REFUSED', 'FAILED'] as const
export type AuditOutcome = (typeof auditOutcomes)[number]

export const webhookEndpointStatuses = ['ENABLED', 'PAUSED', 'DISABLED'] as const
export type WebhookEndpointStatus = (typeof webhookEndpointStatuses)[number]

export const webhookDeliveryStates = ['PENDING', 'SUCCEEDED', 'FAILED'] as const
export type WebhookDeliveryState = (typeof webhookDeliveryStates)[number]

/** The merchant and mode that own rows. Every statement on business data takes one. */
export interface Tenant {
  readonly merchantId: string
  readonly mode: Mode
}
