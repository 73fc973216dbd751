import type {
  AgreementStatus,
  ChargeStatus,
  OperationStatus,
  ProviderCode,
  ProviderEventStatus,
  ScheduleStatus,
  WebhookDeliveryState,
} from '../generated/graphql.ts'

/** The values of the enums that lists are filtered by; the compiler finds one that is missing or wrong. */
const all = <Value extends string>(values: { readonly [value in Value]: true }) => Object.keys(values) as Value[]

export const CHARGE_STATUSES = all<ChargeStatus>({
  PROCESSING: true,
  UNKNOWN: true,
  AUTHENTICATION_PENDING: true,
  AUTHORIZATION_PENDING: true,
  AUTHORIZED: true,
  PARTIALLY_CAPTURED: true,
  CAPTURED: true,
  PARTIALLY_REFUNDED: true,
  REFUNDED: true,
  VOIDED: true,
  FAILED: true,
  DISCARDED: true,
})

export const OPERATION_STATUSES = all<OperationStatus>({
  PROCESSING: true,
  UNKNOWN: true,
  PENDING: true,
  SUCCEEDED: true,
  FAILED: true,
})

export const AGREEMENT_STATUSES = all<AgreementStatus>({
  INITIALIZING: true,
  AUTHENTICATION_PENDING: true,
  AUTHORIZATION_PROCESSING: true,
  ACTIVE: true,
  REVOKED_BY_CONSUMER: true,
  REVOKED_BY_MERCHANT: true,
  REVOKED_BY_PROVIDER: true,
  EXPIRED: true,
  FAILED: true,
})

export const SCHEDULE_STATUSES = all<ScheduleStatus>({
  ACTIVE: true,
  PAUSED: true,
  PAST_DUE: true,
  COMPLETED: true,
  CANCELED: true,
})

export const PROVIDER_EVENT_STATUSES = all<ProviderEventStatus>({
  RECEIVED: true,
  PROCESSED: true,
  UNMATCHED: true,
  REJECTED: true,
  FAILED: true,
})

export const PROVIDERS = all<ProviderCode>({ PPRO: true, APS: true })

export const WEBHOOK_DELIVERY_STATES = all<WebhookDeliveryState>({ PENDING: true, SUCCEEDED: true, FAILED: true })
