/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A postal address. It replaces the stored address completely: omitted parts become null. */
export type AddressInput = {
  /** City or town. */
  city?: string | null | undefined;
  /** The country of the address. */
  country?: string | null | undefined;
  /** The given name of the person who is billed. */
  firstName?: string | null | undefined;
  /** The family name of the person who is billed. */
  lastName?: string | null | undefined;
  /** Postal or ZIP code. */
  postalCode?: string | null | undefined;
  /** State, province or region. */
  region?: string | null | undefined;
  /** Street and house number. */
  street?: string | null | undefined;
};

/** The agreement to create. See the provider’s paymentMethods for what the payment method requires and supports. */
export type AgreementCreateInput = {
  /** The amount that the consumer agrees to for each charge. amountRule defines its meaning. */
  agreedAmount?: MoneyInput | null | undefined;
  /** How agreedAmount limits each charge. Default: VARIABLE. */
  amountRule?: AmountRule | null | undefined;
  /** Authentication types that the consumer’s device supports, at most 100. Default: all types of the payment method. */
  authenticationTypes?: Array<AuthenticationType> | null | undefined;
  /** The number of charges that the consumer agrees to, at least 1. Default: unlimited. */
  chargeCount?: number | null | undefined;
  /** Information about the consumer’s device. */
  client?: ClientInput | null | undefined;
  /** The consumer who agrees, con_…. */
  consumerId: string;
  /** A description that the consumer may see. */
  description?: string | null | undefined;
  /** The time at which the agreement expires. Default: never. */
  endsAt?: string | null | undefined;
  /** How often the consumer agrees to be charged. */
  frequency?: FrequencyInput | null | undefined;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** A first charge, made together with the agreement. The payment method’s initialCharge says whether it is required, optional or unsupported. */
  initialCharge?: InitialChargeInput | null | undefined;
  /** Your own key-value data: a JSON object with at most 50 string values. It is stored unchanged. */
  metadata?: unknown;
  /** A payment method of the provider, from its paymentMethods. Examples: AMAZON_PAY (PPRO), CARD (APS). */
  paymentMethod: string;
  /** The provider to use. */
  provider: ProviderCode;
  /** Your own reference. You can filter lists by it. It does not have to be unique. */
  reference?: string | null | undefined;
  /** The URL to which the consumer’s browser returns. The gateway adds the query parameter agreementId (and replaces an existing one). The return does not prove success: query the agreement. Required if the payment method redirects. At most 2048 characters, percent-encoded. */
  returnUrl?: string | null | undefined;
  /** The time from which the agreement can be charged. Default: immediately. */
  startsAt?: string | null | undefined;
};

/** Filters a list of agreements. All given fields must match. An omitted field does not filter. An id or reference that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type AgreementFilter = {
  /** Only this consumer, con_…. */
  consumerId?: string | null | undefined;
  /** Only objects created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Only objects created before this time. */
  createdBefore?: string | null | undefined;
  /** true: only agreements flagged for manual review; false: only the rest. */
  needsAttention?: boolean | null | undefined;
  /** Only this payment method (exact match). Examples: AMAZON_PAY, CARD. */
  paymentMethod?: string | null | undefined;
  /** Only agreements at this provider. */
  provider?: ProviderCode | null | undefined;
  /** Only this merchant reference (exact match). Must not be null. */
  reference?: string | null | undefined;
  /** Only these statuses, at most 100. An empty list matches nothing. */
  status?: Array<AgreementStatus> | null | undefined;
};

/** The agreement to end. */
export type AgreementRevokeInput = {
  /** The agreement’s id, agr_…. */
  agreementId: string;
  /** The reason, for your records. It is sent to the provider if the provider accepts one. */
  reason?: string | null | undefined;
  /** Who wants to end the agreement. Default: MERCHANT. */
  requestedBy?: ChargeInitiator | null | undefined;
};

/** The status of an agreement. REVOKED_BY_CONSUMER, REVOKED_BY_MERCHANT, REVOKED_BY_PROVIDER, EXPIRED and FAILED are final. */
export type AgreementStatus =
  /** The agreement can be charged. */
  | 'ACTIVE'
  /** The consumer must authenticate. See authenticationMethods. */
  | 'AUTHENTICATION_PENDING'
  /** The consumer has agreed. The provider has not confirmed the agreement yet. */
  | 'AUTHORIZATION_PROCESSING'
  /** endsAt has passed, or the agreed number of charges has been made. The gateway sets this status. */
  | 'EXPIRED'
  /** The agreement never became active. See failure for the reason. */
  | 'FAILED'
  /** The gateway has saved the agreement. The provider has not answered yet. */
  | 'INITIALIZING'
  /** The consumer ended the agreement. */
  | 'REVOKED_BY_CONSUMER'
  /** The merchant ended the agreement. */
  | 'REVOKED_BY_MERCHANT'
  /** The provider ended the agreement. */
  | 'REVOKED_BY_PROVIDER';

/** How agreedAmount limits each charge. */
export type AmountRule =
  /** The amount of each charge must equal agreedAmount. */
  | 'EXACT'
  /** The amount of each charge must be at most agreedAmount. */
  | 'MAX'
  /** Charges can have any amount. */
  | 'VARIABLE';

/** How a consumer authenticates. 3-D Secure appears as REDIRECT. */
export type AuthenticationType =
  /** In an app on the consumer’s device: open appUrl. */
  | 'APP_INTENT'
  /** In an app that sends the consumer a notification: ask the consumer to open it. */
  | 'APP_NOTIFICATION'
  /** With another factor that the payment method requires. See details. */
  | 'MULTI_FACTOR'
  /** On a page of the provider or the bank: open requestUrl in the consumer’s browser. It can start on a page of this gateway. */
  | 'REDIRECT'
  /** With a code that the consumer scans with a phone: show codePayload as a code, or show codeImageUrl. */
  | 'SCAN_CODE';

/** When an authorized amount is captured. */
export type CaptureMode =
  /** Immediately, together with the authorization. */
  | 'AUTOMATIC'
  /** Later, when you call chargeCapture. Capture before the authorization expires. */
  | 'MANUAL';

/** A capture of an authorized charge. */
export type ChargeCaptureInput = {
  /** The amount. Omitted or null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** The charge’s id, chg_…. */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** Your own reference for the capture. */
  reference?: string | null | undefined;
};

/** The charge to create. */
export type ChargeCreateInput = {
  /** The agreement to charge, agr_…. It must be ACTIVE. */
  agreementId: string;
  /** The amount to charge. It must be within the agreement’s terms. */
  amount: MoneyInput;
  /** When to capture the amount. Default: AUTOMATIC. */
  captureMode?: CaptureMode | null | undefined;
  /** Information about the consumer’s device, for initiator CONSUMER. */
  client?: ClientInput | null | undefined;
  /** A description that the consumer may see. */
  description?: string | null | undefined;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** Who starts the charge. Default: MERCHANT. With CONSUMER, the charge can require authentication; set returnUrl. */
  initiator?: ChargeInitiator | null | undefined;
  /** Your own key-value data: a JSON object with at most 50 string values. It is stored unchanged. */
  metadata?: unknown;
  /** Default: UNSCHEDULED. Use SCHEDULED or SCHEDULED_RETRY if you have your own scheduler. INITIAL is not accepted. */
  reason?: ChargeReason | null | undefined;
  /** Your own reference. You can filter lists by it. It does not have to be unique. */
  reference?: string | null | undefined;
  /** The failed charge that this charge retries, chg_…. */
  retryOf?: string | null | undefined;
  /** The URL to which the consumer’s browser returns after authentication, for initiator CONSUMER. At most 2048 characters, percent-encoded. */
  returnUrl?: string | null | undefined;
};

/** Filters a list of charges. All given fields must match. An omitted field does not filter. An id or reference that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type ChargeFilter = {
  /** Only this agreement, agr_…. */
  agreementId?: string | null | undefined;
  /** Only this consumer, con_…. */
  consumerId?: string | null | undefined;
  /** Only objects created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Only objects created before this time. */
  createdBefore?: string | null | undefined;
  /** Only this currency. */
  currency?: string | null | undefined;
  /** true: only charges flagged for manual review; false: only the rest. */
  needsAttention?: boolean | null | undefined;
  /** Only charges with an authorization, capture, refund or void in one of these statuses, at most 100, e.g. [UNKNOWN]. An empty list matches nothing. */
  operationStatus?: Array<OperationStatus> | null | undefined;
  /** Only this provider. */
  provider?: ProviderCode | null | undefined;
  /** Only this merchant reference (exact match). Must not be null. */
  reference?: string | null | undefined;
  /** Only these statuses, at most 100. An empty list matches nothing. */
  status?: Array<ChargeStatus> | null | undefined;
};

/** Who starts an action. */
export type ChargeInitiator =
  /** The consumer, who is present and can be asked to authenticate. */
  | 'CONSUMER'
  /** The merchant, without the consumer. */
  | 'MERCHANT';

/** Why a charge is made. */
export type ChargeReason =
  /** The first charge, made together with its agreement while the consumer is present. */
  | 'INITIAL'
  /** A charge on a date that the consumer agreed to, e.g. a subscription. */
  | 'SCHEDULED'
  /** A retry of a declined scheduled charge. */
  | 'SCHEDULED_RETRY'
  /** A charge without a fixed date, e.g. a top-up. */
  | 'UNSCHEDULED';

/** A refund of a captured charge. */
export type ChargeRefundInput = {
  /** The amount. Omitted or null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** The charge’s id, chg_…. */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** The reason, for your records. It is sent to the provider if the provider accepts one. */
  reason?: string | null | undefined;
  /** Your own reference for the refund. */
  reference?: string | null | undefined;
};

/** The status of a charge. While an amount can still be captured, the status is AUTHORIZED or PARTIALLY_CAPTURED; refund statuses apply after that. CAPTURED, PARTIALLY_REFUNDED, REFUNDED, VOIDED, FAILED and DISCARDED are final if no operation is open. AUTHORIZED and PARTIALLY_CAPTURED are not final, because the authorization can expire. A chargeback is an event, not a status. */
export type ChargeStatus =
  /** The consumer must authenticate. See authenticationMethods. */
  | 'AUTHENTICATION_PENDING'
  /** The provider accepted the charge and reports the outcome later, e.g. for bank debits, Pix or a card payment in review. */
  | 'AUTHORIZATION_PENDING'
  /** The amount is held and can be captured. Nothing is captured yet. */
  | 'AUTHORIZED'
  /** Nothing is left to capture: the full amount was captured, or the rest was voided or expired. See capturedAmount. */
  | 'CAPTURED'
  /** The consumer did not authenticate in time, or the charge was canceled before money moved. */
  | 'DISCARDED'
  /** The charge was declined or rejected, and no money moved. See failure for the reason. */
  | 'FAILED'
  /** Part of the amount is captured, and more can be captured. */
  | 'PARTIALLY_CAPTURED'
  /** Part of the captured amount was refunded. */
  | 'PARTIALLY_REFUNDED'
  /** The gateway has saved the charge. The provider has not responded yet. */
  | 'PROCESSING'
  /** The full captured amount was refunded. */
  | 'REFUNDED'
  /** The request was sent, but the response was lost. The gateway finds out the outcome automatically. Do not charge again. */
  | 'UNKNOWN'
  /** The authorization was released before any capture. */
  | 'VOIDED';

/** A void: releases an authorized amount that is not captured. */
export type ChargeVoidInput = {
  /** The amount. Omitted or null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** The charge’s id, chg_…. */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** Your own reference for the void. */
  reference?: string | null | undefined;
};

/** Information about the consumer’s device, for payment methods that need it. */
export type ClientInput = {
  /** The device’s IPv4 or IPv6 address. A port, brackets and a zone are removed. An address that is not public is ignored, unless the payment method requires client. For APS, it is used only if the consumer’s browser reaches the gateway from a non-public address. */
  ip?: string | null | undefined;
  /** The browser’s User-Agent header. Any length; it is cut to the provider’s limit. Not sent to APS. */
  userAgent?: string | null | undefined;
};

/** The consumer to create. A payment method’s requiredConsumerFields lists the optional fields that an agreement needs. */
export type ConsumerCreateInput = {
  /** The billing address. */
  billingAddress?: AddressInput | null | undefined;
  /** The date of birth, from 1900-01-01 to today. */
  birthDate?: string | null | undefined;
  /** The country where the consumer lives. */
  country: string;
  /** The email address. */
  email?: string | null | undefined;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept for 30 days. */
  idempotencyKey: string;
  /** The language and region of the provider’s pages for the consumer, e.g. en-US. */
  locale?: string | null | undefined;
  /** Your own key-value data: a JSON object with at most 50 string values. It is stored unchanged. */
  metadata?: unknown;
  /** The full name. */
  name?: string | null | undefined;
  /** A phone number, at most 64 characters: international, e.g. +49 30 123456, or national in the consumer’s country. Invisible characters are removed. */
  phone?: string | null | undefined;
  /** Your own reference for the consumer. You can filter lists by it. It does not have to be unique. */
  reference?: string | null | undefined;
  /** The consumer’s tax id, if a payment method needs it. */
  taxId?: string | null | undefined;
};

/** Filters a list of consumers. All given fields must match. An omitted field does not filter. A reference or email that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type ConsumerFilter = {
  /** Only consumers who live in this country. */
  country?: string | null | undefined;
  /** Only objects created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Only objects created before this time. */
  createdBefore?: string | null | undefined;
  /** Only this email address (exact match, case-insensitive). Must not be null. */
  email?: string | null | undefined;
  /** Only this merchant reference (exact match). Must not be null. */
  reference?: string | null | undefined;
};

/** What caused a change. */
export type EventSource =
  /** A request to this API. */
  | 'API'
  /** A person’s decision. */
  | 'OPERATOR'
  /** The provider’s answer to a request of the gateway. */
  | 'PROVIDER_RESPONSE'
  /** A status query: the gateway asked the provider for the outcome. */
  | 'RECONCILIATION'
  /** A timer of the gateway: something became due or expired. */
  | 'SCHEDULER'
  /** A webhook from the provider. */
  | 'WEBHOOK';

/** What happens to a schedule after a payment failed and no retry is left. */
export type ExhaustedAction =
  /** The schedule becomes CANCELED. This is final. */
  | 'CANCEL'
  /** The schedule continues with its next occurrence. The failed occurrence stays unpaid. */
  | 'CONTINUE'
  /** The schedule becomes PAUSED until scheduleResume. */
  | 'PAUSE';

/** What to do next. */
export type FailureAdvice =
  /** Charge again with initiator CONSUMER, so that the consumer can authenticate. */
  | 'AUTHENTICATE_CONSUMER'
  /** Contact the provider: the problem is in your account or at the provider. */
  | 'CONTACT_PROVIDER'
  /** Do not retry. */
  | 'DO_NOT_RETRY'
  /** Change the request. The same request will fail again. */
  | 'FIX_REQUEST'
  /** The agreement can no longer be charged. Create a new agreement with the consumer. */
  | 'NEW_AGREEMENT'
  /** Send the same request again later. */
  | 'RETRY_LATER'
  /** Ask the consumer for another card or payment method. */
  | 'UPDATE_PAYMENT_METHOD';

/** The category of a failure, the same for every provider. */
export type FailureKind =
  /** The consumer did not authenticate successfully. */
  | 'AUTHENTICATION_FAILED'
  /** The operation was canceled before it was completed. */
  | 'CANCELED'
  /** The time limit passed before the operation was completed. */
  | 'EXPIRED'
  /** A decline because of suspected fraud. Do not show this to the consumer. */
  | 'FRAUD_SUSPECTED'
  /** A permanent decline. The same charge with the same instrument will not succeed. */
  | 'HARD_DECLINE'
  /** The provider rejected the request because of its content. */
  | 'INVALID_REQUEST'
  /** The provider could not be reached, or had an internal error. */
  | 'PROVIDER_ERROR'
  /** A temporary decline, e.g. insufficient funds. The same charge can succeed later. */
  | 'SOFT_DECLINE';

/** How often the consumer agrees to be charged: every intervalCount × interval. Example: MONTH and 3 mean every three months. */
export type FrequencyInput = {
  /** The unit of time. */
  interval: IntervalUnit;
  /** The number of units between two charges. At least 1. Default: 1. */
  intervalCount?: number | null | undefined;
};

/** A first charge, made together with the agreement while the consumer is present. */
export type InitialChargeInput = {
  /** The amount to charge. */
  amount: MoneyInput;
  /** When to capture the amount. Default: AUTOMATIC. */
  captureMode?: CaptureMode | null | undefined;
  /** A description that the consumer may see. */
  description?: string | null | undefined;
  /** Your own reference for the charge. */
  reference?: string | null | undefined;
};

/** A unit of time for recurring dates. */
export type IntervalUnit =
  /** A day. */
  | 'DAY'
  /** A calendar month. */
  | 'MONTH'
  /** Seven days. */
  | 'WEEK'
  /** A calendar year. */
  | 'YEAR';

/** Filters the event log. All given fields must match. An omitted field does not filter. An id that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type LogEventFilter = {
  /** Only events of this agreement, its charges and its schedules, agr_…. */
  agreementId?: string | null | undefined;
  /** Only events of this consumer and the consumer’s agreements, charges and schedules, con_…. */
  consumerId?: string | null | undefined;
  /** Only events of this object: con_…, agr_…, chg_… or sch_…. */
  subjectId?: string | null | undefined;
  /** Only events of these types (exact match), at most 100, e.g. charge.created. An empty list matches nothing. */
  types?: Array<string> | null | undefined;
};

/** An amount of money. */
export type MoneyInput = {
  /** The currency of the amount. */
  currency: string;
  /** The amount in the currency’s minor unit: 1000 is 10.00 USD, 1000 JPY or 1.000 KWD. Must be greater than 0. */
  value: string | number;
};

/** The occurrence to charge again now. */
export type OccurrenceRetryInput = {
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** The occurrence, occ_…. It must be RETRYING or FAILED. */
  occurrenceId: string;
};

/** The occurrence to skip. */
export type OccurrenceSkipInput = {
  /** The occurrence, occ_…. It must be UPCOMING or RETRYING. */
  occurrenceId: string;
  /** The reason, stored in Occurrence.statusReason. Default: SKIPPED_BY_MERCHANT. */
  reason?: string | null | undefined;
};

/** The status of an occurrence. PAID and SKIPPED are final. occurrenceRetry can charge a FAILED occurrence again. */
export type OccurrenceStatus =
  /** Not paid, and there is no automatic retry. See statusReason. */
  | 'FAILED'
  /** A charge succeeded. */
  | 'PAID'
  /** A charge is in progress, or its outcome is not known yet. No other charge is made meanwhile. */
  | 'PROCESSING'
  /** The last charge failed. The next retry is at nextRetryAt. */
  | 'RETRYING'
  /** Skipped: it is never charged. See statusReason. */
  | 'SKIPPED'
  /** The schedule’s next occurrence. It is charged at dueAt. */
  | 'UPCOMING';

/** The status of an operation at a provider: an authorization, capture, refund, void or revocation. */
export type OperationStatus =
  /** The operation failed. See failure for the reason. */
  | 'FAILED'
  /** The provider accepted the operation and reports the outcome later. */
  | 'PENDING'
  /** The gateway has saved the operation and sends it to the provider. */
  | 'PROCESSING'
  /** The operation succeeded. This status is final. */
  | 'SUCCEEDED'
  /** The request was sent, but the response was lost. The gateway finds out the outcome automatically; until then, the amount counts as used. */
  | 'UNKNOWN';

/** A payment provider. */
export type ProviderCode =
  /** Amazon Payment Services: stored cards, charged without the consumer. */
  | 'APS'
  /** PPRO: local payment methods and wallets, e.g. Amazon Pay. */
  | 'PPRO';

/** The HTTP method with which the browser opens a URL. */
export type RedirectMethod =
  /** Navigate to the URL. */
  | 'GET'
  /** Submit an empty form to the URL. */
  | 'POST';

/** What to do after a declined payment. It replaces the stored policy completely. */
export type RetryPolicyInput = {
  /** What happens to the schedule when no retry is left or a retry cannot succeed. */
  onExhausted: ExhaustedAction;
  /** Days after the occurrence’s due date on which a temporary decline is retried, at timeOfDay. Ascending numbers from 1 to 60, at most 20 of them. Empty: no retries. */
  retryAfterDays: Array<number>;
};

/** The schedule to cancel. */
export type ScheduleCancelInput = {
  /** The reason, stored in Schedule.statusReason. */
  reason?: string | null | undefined;
  /** The schedule’s id, sch_…. */
  scheduleId: string;
};

/** The schedule to create. See the type Schedule for how due dates are computed. */
export type ScheduleCreateInput = {
  /** The agreement to charge, agr_…. It must be ACTIVE. */
  agreementId: string;
  /** The amount of each occurrence. It must be within the agreement’s terms. */
  amount: MoneyInput;
  /** The local date of the first occurrence, from 1970-01-01 to 9999-12-31. All other dates are counted from it. It can be in the past: past occurrences are SKIPPED and never charged. */
  anchorDate: string;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** The last local date on which an occurrence can be due (inclusive), at most 9999-12-31. Default: no end. */
  endDate?: string | null | undefined;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the object that it created. */
  idempotencyKey: string;
  /** The unit of time. */
  interval: IntervalUnit;
  /** The number of units between two occurrences, 1 to 1000. Default: 1. */
  intervalCount?: number | null | undefined;
  /** The maximum number of occurrences, including skipped ones, 1 to 100,000. Default: no limit. */
  maxOccurrences?: number | null | undefined;
  /** Your own key-value data: a JSON object with at most 50 string values. It is stored unchanged. */
  metadata?: unknown;
  /** Your own reference for the schedule and its charges. You can filter lists by it. It does not have to be unique. */
  reference?: string | null | undefined;
  /** What to do after a declined payment. Default: retry after 1, 3 and 7 days, then PAUSE. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /** The local time in timeZone at which an occurrence is due. Default: 09:00. */
  timeOfDay?: string | null | undefined;
  /** The time zone of the dates and of timeOfDay. Default: UTC. */
  timeZone?: string | null | undefined;
};

/** Filters a list of schedules. All given fields must match. An omitted field does not filter. An id or reference that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type ScheduleFilter = {
  /** Only schedules that currently charge this agreement, agr_…. */
  agreementId?: string | null | undefined;
  /** Only this consumer, con_…. */
  consumerId?: string | null | undefined;
  /** Only objects created at this time or later. */
  createdAfter?: string | null | undefined;
  /** Only objects created before this time. */
  createdBefore?: string | null | undefined;
  /** Only this merchant reference (exact match). Must not be null. */
  reference?: string | null | undefined;
  /** Only these statuses, at most 100. An empty list matches nothing. */
  status?: Array<ScheduleStatus> | null | undefined;
};

/** The schedule to pause. */
export type SchedulePauseInput = {
  /** The reason, stored in Schedule.statusReason. */
  reason?: string | null | undefined;
  /** The schedule’s id, sch_…. */
  scheduleId: string;
};

/** The schedule to resume. */
export type ScheduleResumeInput = {
  /** The schedule’s id, sch_…. */
  scheduleId: string;
};

/** The status of a schedule. COMPLETED and CANCELED are final. */
export type ScheduleStatus =
  /** Each occurrence is charged when it is due. */
  | 'ACTIVE'
  /** Nothing more is charged. See statusReason. */
  | 'CANCELED'
  /** The schedule reached its end, and every occurrence is paid, failed or skipped. */
  | 'COMPLETED'
  /** A payment failed and has a retry planned: see the occurrences with status RETRYING. New occurrences are still charged when they are due. */
  | 'PAST_DUE'
  /** Nothing is charged until scheduleResume. Occurrences that become due meanwhile are SKIPPED. See statusReason. */
  | 'PAUSED';

/** The changes to a schedule, from the next occurrence on. Omitted fields do not change; null clears a field. An occurrence that is PROCESSING or RETRYING keeps its amount. Interval, dates and time zone cannot change: cancel the schedule and create a new one. */
export type ScheduleUpdateInput = {
  /** Moves the schedule to another ACTIVE agreement of the same consumer, e.g. for a new card. Pending retries then use that agreement. Must not be null. */
  agreementId?: string | null | undefined;
  /** The new amount of each occurrence, in the same currency. Must not be null. */
  amount?: MoneyInput | null | undefined;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** The last local date on which an occurrence can be due (inclusive), from 1970-01-01 to 9999-12-31. Null: no end. */
  endDate?: string | null | undefined;
  /** The version that your change is based on. If the schedule has another version, nothing changes and the mutation returns InvalidState. */
  expectedVersion?: number | null | undefined;
  /** The maximum number of occurrences, including skipped ones, 1 to 100,000. Null: no limit. */
  maxOccurrences?: number | null | undefined;
  /** Your own key-value data: a JSON object with at most 50 string values. It is stored unchanged. It replaces the stored metadata completely. */
  metadata?: unknown;
  /** Your own reference for the schedule and its later charges. */
  reference?: string | null | undefined;
  /** What to do after a declined payment. It replaces the stored policy completely. Must not be null. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /** The schedule’s id, sch_…. */
  scheduleId: string;
};

export type AgreementQueryVariables = Exact<{
  id: string;
}>;


export type AgreementQuery = { agreement: { id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, initialCharge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } | null, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } | null };

export type AgreementsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AgreementFilter | null | undefined;
}>;


export type AgreementsQuery = { agreements: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }> } };

export type AgreementCreateMutationVariables = Exact<{
  input: AgreementCreateInput;
}>;


export type AgreementCreateMutation = { agreementCreate:
    | { __typename: 'AgreementCreatePayload', replayed: boolean, eventCursor: string, agreement: { id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, initialCharge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } | null, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } }
    | { __typename: 'AmountExceeded', code: string, message: string }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type AgreementRevokeMutationVariables = Exact<{
  input: AgreementRevokeInput;
}>;


export type AgreementRevokeMutation = { agreementRevoke:
    | { __typename: 'AgreementRevokePayload', eventCursor: string, agreement: { id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
   | null };

export type AgreementChangedSubscriptionVariables = Exact<{
  agreementId?: string | null | undefined;
  consumerId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type AgreementChangedSubscription = { agreementChanged: { eventCursor: string, version: number, type: string, occurredAt: string, source: EventSource, previousStatus: AgreementStatus | null, status: AgreementStatus, terminal: boolean, agreement: { id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } } };

export type ChargeQueryVariables = Exact<{
  id: string;
}>;


export type ChargeQuery = { charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } | null };

export type ChargesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ChargeFilter | null | undefined;
}>;


export type ChargesQuery = { charges: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }> } };

export type ChargeCreateMutationVariables = Exact<{
  input: ChargeCreateInput;
}>;


export type ChargeCreateMutation = { chargeCreate:
    | { __typename: 'AmountExceeded', code: string, message: string }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeCreatePayload', replayed: boolean, eventCursor: string, charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ChargeCaptureMutationVariables = Exact<{
  input: ChargeCaptureInput;
}>;


export type ChargeCaptureMutation = { chargeCapture:
    | { __typename: 'AmountExceeded', code: string, message: string, available: { value: string, currency: string, decimal: string } }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeCapturePayload', replayed: boolean, eventCursor: string, charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }, capture: { id: string, status: OperationStatus } }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ChargeRefundMutationVariables = Exact<{
  input: ChargeRefundInput;
}>;


export type ChargeRefundMutation = { chargeRefund:
    | { __typename: 'AmountExceeded', code: string, message: string, available: { value: string, currency: string, decimal: string } }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeRefundPayload', replayed: boolean, eventCursor: string, charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }, refund: { id: string, status: OperationStatus } }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ChargeVoidMutationVariables = Exact<{
  input: ChargeVoidInput;
}>;


export type ChargeVoidMutation = { chargeVoid:
    | { __typename: 'AmountExceeded', code: string, message: string, available: { value: string, currency: string, decimal: string } }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeVoidPayload', replayed: boolean, eventCursor: string, charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }, voidOperation: { id: string, status: OperationStatus } }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ChargeChangedSubscriptionVariables = Exact<{
  chargeId?: string | null | undefined;
  agreementId?: string | null | undefined;
  consumerId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ChargeChangedSubscription = { chargeChanged: { eventCursor: string, version: number, type: string, occurredAt: string, source: EventSource, previousStatus: ChargeStatus | null, status: ChargeStatus, terminal: boolean, charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } } };

export type ConsumerQueryVariables = Exact<{
  id: string;
}>;


export type ConsumerQuery = { consumer: { id: string, version: number, eventCursor: string, reference: string | null, country: string, name: string | null, email: string | null } | null };

export type ConsumersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ConsumerFilter | null | undefined;
}>;


export type ConsumersQuery = { consumers: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, eventCursor: string, reference: string | null, country: string, name: string | null, email: string | null }> } };

export type ConsumerCreateMutationVariables = Exact<{
  input: ConsumerCreateInput;
}>;


export type ConsumerCreateMutation = { consumerCreate:
    | { __typename: 'ConsumerCreatePayload', replayed: boolean, eventCursor: string, consumer: { id: string, version: number, eventCursor: string } }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
   | null };

export type EventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: LogEventFilter | null | undefined;
}>;


export type EventsQuery = { events: { eventCursor: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null }> } };

export type EventCursorQueryVariables = Exact<{ [key: string]: never; }>;


export type EventCursorQuery = { eventCursor: string };

export type EventLoggedSubscriptionVariables = Exact<{
  filter?: LogEventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type EventLoggedSubscription = { events: { id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null } };

export type MoneyFieldsFragment = { value: string, currency: string, decimal: string };

export type FailureFieldsFragment = { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string };

export type ConsumerFieldsFragment = { id: string, version: number, eventCursor: string, reference: string | null, country: string, name: string | null, email: string | null };

export type AgreementFieldsFragment = { id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null };

export type ChargeFieldsFragment = { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null };

export type ScheduleFieldsFragment = { id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } };

export type OccurrenceFieldsFragment = { id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, amount: { value: string, currency: string, decimal: string } };

type UserErrorFields_AmountExceeded_Fragment = { code: string, message: string };

type UserErrorFields_AmountUnsupported_Fragment = { code: string, message: string };

type UserErrorFields_IdempotencyConflict_Fragment = { code: string, message: string };

type UserErrorFields_IdempotencyInProgress_Fragment = { code: string, message: string };

type UserErrorFields_InvalidInput_Fragment = { code: string, message: string };

type UserErrorFields_InvalidState_Fragment = { code: string, message: string };

type UserErrorFields_NotFound_Fragment = { code: string, message: string };

type UserErrorFields_ProviderUnavailable_Fragment = { code: string, message: string };

type UserErrorFields_UnsupportedByProvider_Fragment = { code: string, message: string };

export type UserErrorFieldsFragment =
  | UserErrorFields_AmountExceeded_Fragment
  | UserErrorFields_AmountUnsupported_Fragment
  | UserErrorFields_IdempotencyConflict_Fragment
  | UserErrorFields_IdempotencyInProgress_Fragment
  | UserErrorFields_InvalidInput_Fragment
  | UserErrorFields_InvalidState_Fragment
  | UserErrorFields_NotFound_Fragment
  | UserErrorFields_ProviderUnavailable_Fragment
  | UserErrorFields_UnsupportedByProvider_Fragment
;

export type OccurrenceQueryVariables = Exact<{
  id: string;
}>;


export type OccurrenceQuery = { node:
    | { id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, charges: Array<{ id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }>, amount: { value: string, currency: string, decimal: string } }
    | Record<PropertyKey, never>
   | null };

export type OccurrenceRetryMutationVariables = Exact<{
  input: OccurrenceRetryInput;
}>;


export type OccurrenceRetryMutation = { occurrenceRetry:
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'InvalidState', status: string, code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'OccurrenceRetryPayload', replayed: boolean, eventCursor: string, occurrence: { id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, amount: { value: string, currency: string, decimal: string } }, charge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
   | null };

export type OccurrenceSkipMutationVariables = Exact<{
  input: OccurrenceSkipInput;
}>;


export type OccurrenceSkipMutation = { occurrenceSkip:
    | { __typename: 'InvalidState', status: string, code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'OccurrenceSkipPayload', eventCursor: string, occurrence: { id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, amount: { value: string, currency: string, decimal: string } } }
   | null };

export type ScheduleQueryVariables = Exact<{
  id: string;
}>;


export type ScheduleQuery = { schedule: { upcoming: Array<string>, id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } | null };

export type ScheduleOccurrencesQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ScheduleOccurrencesQuery = { schedule: { occurrences: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, charges: Array<{ id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null }>, amount: { value: string, currency: string, decimal: string } }> } } | null };

export type ScheduleRetriesAfterQueryVariables = Exact<{
  id: string;
  failureCode: string;
  dueAt?: string | null | undefined;
}>;


export type ScheduleRetriesAfterQuery = { schedule: { retriesAfter: { dueAt: string, retryable: boolean, retries: Array<string>, onExhausted: ExhaustedAction } | null } | null };

export type SchedulesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ScheduleFilter | null | undefined;
}>;


export type SchedulesQuery = { schedules: { pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } }> } };

export type ScheduleCreateMutationVariables = Exact<{
  input: ScheduleCreateInput;
}>;


export type ScheduleCreateMutation = { scheduleCreate:
    | { __typename: 'AmountExceeded', code: string, message: string, available: { value: string, currency: string, decimal: string } }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ScheduleCreatePayload', replayed: boolean, eventCursor: string, schedule: { upcoming: Array<string>, id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ScheduleUpdateMutationVariables = Exact<{
  input: ScheduleUpdateInput;
}>;


export type ScheduleUpdateMutation = { scheduleUpdate:
    | { __typename: 'AmountExceeded', code: string, message: string, available: { value: string, currency: string, decimal: string } }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string, issues: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'InvalidState', status: string, code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ScheduleUpdatePayload', eventCursor: string, schedule: { upcoming: Array<string>, id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } }
   | null };

export type SchedulePauseMutationVariables = Exact<{
  input: SchedulePauseInput;
}>;


export type SchedulePauseMutation = { schedulePause:
    | { __typename: 'InvalidState', status: string, code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'SchedulePausePayload', eventCursor: string, schedule: { id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } }
   | null };

export type ScheduleResumeMutationVariables = Exact<{
  input: ScheduleResumeInput;
}>;


export type ScheduleResumeMutation = { scheduleResume:
    | { __typename: 'InvalidState', status: string, code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ScheduleResumePayload', eventCursor: string, schedule: { upcoming: Array<string>, id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } }
   | null };

export type ScheduleCancelMutationVariables = Exact<{
  input: ScheduleCancelInput;
}>;


export type ScheduleCancelMutation = { scheduleCancel:
    | { __typename: 'InvalidState', status: string, code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ScheduleCancelPayload', eventCursor: string, schedule: { id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } }
   | null };

export type ScheduleChangedSubscriptionVariables = Exact<{
  scheduleId?: string | null | undefined;
  agreementId?: string | null | undefined;
  consumerId?: string | null | undefined;
  after?: string | null | undefined;
}>;


export type ScheduleChangedSubscription = { scheduleChanged: { eventCursor: string, version: number, type: string, occurredAt: string, source: EventSource, previousStatus: ScheduleStatus | null, status: ScheduleStatus, terminal: boolean, schedule: { id: string, version: number, eventCursor: string, reference: string | null, status: ScheduleStatus, terminal: boolean, statusReason: string | null, interval: IntervalUnit, intervalCount: number, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, nextChargeAt: string | null, agreement: { id: string }, amount: { value: string, currency: string, decimal: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction } } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const ConsumerFieldsFragmentDoc = new TypedDocumentString(`
    fragment ConsumerFields on Consumer {
  id
  version
  eventCursor
  reference
  country
  name
  email
}
    `, {"fragmentName":"ConsumerFields"}) as unknown as TypedDocumentString<ConsumerFieldsFragment, unknown>;
export const FailureFieldsFragmentDoc = new TypedDocumentString(`
    fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
    `, {"fragmentName":"FailureFields"}) as unknown as TypedDocumentString<FailureFieldsFragment, unknown>;
export const AgreementFieldsFragmentDoc = new TypedDocumentString(`
    fragment AgreementFields on Agreement {
  id
  version
  eventCursor
  reference
  status
  terminal
  provider
  paymentMethod
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
    fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}`, {"fragmentName":"AgreementFields"}) as unknown as TypedDocumentString<AgreementFieldsFragment, unknown>;
export const MoneyFieldsFragmentDoc = new TypedDocumentString(`
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
    `, {"fragmentName":"MoneyFields"}) as unknown as TypedDocumentString<MoneyFieldsFragment, unknown>;
export const ChargeFieldsFragmentDoc = new TypedDocumentString(`
    fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}`, {"fragmentName":"ChargeFields"}) as unknown as TypedDocumentString<ChargeFieldsFragment, unknown>;
export const ScheduleFieldsFragmentDoc = new TypedDocumentString(`
    fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}`, {"fragmentName":"ScheduleFields"}) as unknown as TypedDocumentString<ScheduleFieldsFragment, unknown>;
export const OccurrenceFieldsFragmentDoc = new TypedDocumentString(`
    fragment OccurrenceFields on Occurrence {
  id
  index
  amount {
    ...MoneyFields
  }
  dueAt
  status
  statusReason
  nextRetryAt
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}`, {"fragmentName":"OccurrenceFields"}) as unknown as TypedDocumentString<OccurrenceFieldsFragment, unknown>;
export const UserErrorFieldsFragmentDoc = new TypedDocumentString(`
    fragment UserErrorFields on UserError {
  code
  message
}
    `, {"fragmentName":"UserErrorFields"}) as unknown as TypedDocumentString<UserErrorFieldsFragment, unknown>;
export const AgreementDocument = new TypedDocumentString(`
    query Agreement($id: ID!) {
  agreement(id: $id) {
    ...AgreementFields
    initialCharge {
      ...ChargeFields
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment AgreementFields on Agreement {
  id
  version
  eventCursor
  reference
  status
  terminal
  provider
  paymentMethod
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}`) as unknown as TypedDocumentString<AgreementQuery, AgreementQueryVariables>;
export const AgreementsDocument = new TypedDocumentString(`
    query Agreements($first: Int, $after: String, $filter: AgreementFilter) {
  agreements(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...AgreementFields
    }
  }
}
    fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment AgreementFields on Agreement {
  id
  version
  eventCursor
  reference
  status
  terminal
  provider
  paymentMethod
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}`) as unknown as TypedDocumentString<AgreementsQuery, AgreementsQueryVariables>;
export const AgreementCreateDocument = new TypedDocumentString(`
    mutation AgreementCreate($input: AgreementCreateInput!) {
  agreementCreate(input: $input) {
    __typename
    ... on AgreementCreatePayload {
      agreement {
        ...AgreementFields
        initialCharge {
          ...ChargeFields
        }
      }
      replayed
      eventCursor
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment AgreementFields on Agreement {
  id
  version
  eventCursor
  reference
  status
  terminal
  provider
  paymentMethod
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<AgreementCreateMutation, AgreementCreateMutationVariables>;
export const AgreementRevokeDocument = new TypedDocumentString(`
    mutation AgreementRevoke($input: AgreementRevokeInput!) {
  agreementRevoke(input: $input) {
    __typename
    ... on AgreementRevokePayload {
      agreement {
        ...AgreementFields
      }
      eventCursor
    }
    ...UserErrorFields
  }
}
    fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment AgreementFields on Agreement {
  id
  version
  eventCursor
  reference
  status
  terminal
  provider
  paymentMethod
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<AgreementRevokeMutation, AgreementRevokeMutationVariables>;
export const AgreementChangedDocument = new TypedDocumentString(`
    subscription AgreementChanged($agreementId: ID, $consumerId: ID, $after: EventCursor) {
  agreementChanged(
    agreementId: $agreementId
    consumerId: $consumerId
    after: $after
  ) {
    eventCursor
    version
    type
    occurredAt
    source
    previousStatus
    status
    terminal
    agreement {
      ...AgreementFields
    }
  }
}
    fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment AgreementFields on Agreement {
  id
  version
  eventCursor
  reference
  status
  terminal
  provider
  paymentMethod
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}`) as unknown as TypedDocumentString<AgreementChangedSubscription, AgreementChangedSubscriptionVariables>;
export const ChargeDocument = new TypedDocumentString(`
    query Charge($id: ID!) {
  charge(id: $id) {
    ...ChargeFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}`) as unknown as TypedDocumentString<ChargeQuery, ChargeQueryVariables>;
export const ChargesDocument = new TypedDocumentString(`
    query Charges($first: Int, $after: String, $filter: ChargeFilter) {
  charges(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...ChargeFields
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}`) as unknown as TypedDocumentString<ChargesQuery, ChargesQueryVariables>;
export const ChargeCreateDocument = new TypedDocumentString(`
    mutation ChargeCreate($input: ChargeCreateInput!) {
  chargeCreate(input: $input) {
    __typename
    ... on ChargeCreatePayload {
      charge {
        ...ChargeFields
      }
      replayed
      eventCursor
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ChargeCreateMutation, ChargeCreateMutationVariables>;
export const ChargeCaptureDocument = new TypedDocumentString(`
    mutation ChargeCapture($input: ChargeCaptureInput!) {
  chargeCapture(input: $input) {
    __typename
    ... on ChargeCapturePayload {
      charge {
        ...ChargeFields
      }
      capture {
        id
        status
      }
      replayed
      eventCursor
    }
    ... on AmountExceeded {
      available {
        ...MoneyFields
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ChargeCaptureMutation, ChargeCaptureMutationVariables>;
export const ChargeRefundDocument = new TypedDocumentString(`
    mutation ChargeRefund($input: ChargeRefundInput!) {
  chargeRefund(input: $input) {
    __typename
    ... on ChargeRefundPayload {
      charge {
        ...ChargeFields
      }
      refund {
        id
        status
      }
      replayed
      eventCursor
    }
    ... on AmountExceeded {
      available {
        ...MoneyFields
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ChargeRefundMutation, ChargeRefundMutationVariables>;
export const ChargeVoidDocument = new TypedDocumentString(`
    mutation ChargeVoid($input: ChargeVoidInput!) {
  chargeVoid(input: $input) {
    __typename
    ... on ChargeVoidPayload {
      charge {
        ...ChargeFields
      }
      voidOperation {
        id
        status
      }
      replayed
      eventCursor
    }
    ... on AmountExceeded {
      available {
        ...MoneyFields
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ChargeVoidMutation, ChargeVoidMutationVariables>;
export const ChargeChangedDocument = new TypedDocumentString(`
    subscription ChargeChanged($chargeId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  chargeChanged(
    chargeId: $chargeId
    agreementId: $agreementId
    consumerId: $consumerId
    after: $after
  ) {
    eventCursor
    version
    type
    occurredAt
    source
    previousStatus
    status
    terminal
    charge {
      ...ChargeFields
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}`) as unknown as TypedDocumentString<ChargeChangedSubscription, ChargeChangedSubscriptionVariables>;
export const ConsumerDocument = new TypedDocumentString(`
    query Consumer($id: ID!) {
  consumer(id: $id) {
    ...ConsumerFields
  }
}
    fragment ConsumerFields on Consumer {
  id
  version
  eventCursor
  reference
  country
  name
  email
}`) as unknown as TypedDocumentString<ConsumerQuery, ConsumerQueryVariables>;
export const ConsumersDocument = new TypedDocumentString(`
    query Consumers($first: Int, $after: String, $filter: ConsumerFilter) {
  consumers(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...ConsumerFields
    }
  }
}
    fragment ConsumerFields on Consumer {
  id
  version
  eventCursor
  reference
  country
  name
  email
}`) as unknown as TypedDocumentString<ConsumersQuery, ConsumersQueryVariables>;
export const ConsumerCreateDocument = new TypedDocumentString(`
    mutation ConsumerCreate($input: ConsumerCreateInput!) {
  consumerCreate(input: $input) {
    __typename
    ... on ConsumerCreatePayload {
      consumer {
        id
        version
        eventCursor
      }
      replayed
      eventCursor
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ...UserErrorFields
  }
}
    fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsumerCreateMutation, ConsumerCreateMutationVariables>;
export const EventsDocument = new TypedDocumentString(`
    query Events($first: Int, $after: EventCursor, $last: Int, $before: EventCursor, $filter: LogEventFilter) {
  events(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    eventCursor
    pageInfo {
      hasNextPage
      hasPreviousPage
      startCursor
      endCursor
    }
    nodes {
      id
      eventCursor
      type
      occurredAt
      source
      subjectType
      subjectId
      version
      previousStatus
      status
    }
  }
}
    `) as unknown as TypedDocumentString<EventsQuery, EventsQueryVariables>;
export const EventCursorDocument = new TypedDocumentString(`
    query EventCursor {
  eventCursor
}
    `) as unknown as TypedDocumentString<EventCursorQuery, EventCursorQueryVariables>;
export const EventLoggedDocument = new TypedDocumentString(`
    subscription EventLogged($filter: LogEventFilter, $after: EventCursor) {
  events(filter: $filter, after: $after) {
    id
    eventCursor
    type
    occurredAt
    source
    subjectType
    subjectId
    version
    previousStatus
    status
  }
}
    `) as unknown as TypedDocumentString<EventLoggedSubscription, EventLoggedSubscriptionVariables>;
export const OccurrenceDocument = new TypedDocumentString(`
    query Occurrence($id: ID!) {
  node(id: $id) {
    ... on Occurrence {
      ...OccurrenceFields
      charges {
        ...ChargeFields
      }
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment OccurrenceFields on Occurrence {
  id
  index
  amount {
    ...MoneyFields
  }
  dueAt
  status
  statusReason
  nextRetryAt
}`) as unknown as TypedDocumentString<OccurrenceQuery, OccurrenceQueryVariables>;
export const OccurrenceRetryDocument = new TypedDocumentString(`
    mutation OccurrenceRetry($input: OccurrenceRetryInput!) {
  occurrenceRetry(input: $input) {
    __typename
    ... on OccurrenceRetryPayload {
      occurrence {
        ...OccurrenceFields
      }
      charge {
        ...ChargeFields
      }
      replayed
      eventCursor
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ... on InvalidState {
      status
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment OccurrenceFields on Occurrence {
  id
  index
  amount {
    ...MoneyFields
  }
  dueAt
  status
  statusReason
  nextRetryAt
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<OccurrenceRetryMutation, OccurrenceRetryMutationVariables>;
export const OccurrenceSkipDocument = new TypedDocumentString(`
    mutation OccurrenceSkip($input: OccurrenceSkipInput!) {
  occurrenceSkip(input: $input) {
    __typename
    ... on OccurrenceSkipPayload {
      occurrence {
        ...OccurrenceFields
      }
      eventCursor
    }
    ... on InvalidState {
      status
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment OccurrenceFields on Occurrence {
  id
  index
  amount {
    ...MoneyFields
  }
  dueAt
  status
  statusReason
  nextRetryAt
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<OccurrenceSkipMutation, OccurrenceSkipMutationVariables>;
export const ScheduleDocument = new TypedDocumentString(`
    query Schedule($id: ID!) {
  schedule(id: $id) {
    ...ScheduleFields
    upcoming
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}`) as unknown as TypedDocumentString<ScheduleQuery, ScheduleQueryVariables>;
export const ScheduleOccurrencesDocument = new TypedDocumentString(`
    query ScheduleOccurrences($id: ID!, $first: Int, $after: String) {
  schedule(id: $id) {
    occurrences(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...OccurrenceFields
        charges {
          ...ChargeFields
        }
      }
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment FailureFields on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
}
fragment ChargeFields on Charge {
  id
  version
  eventCursor
  reference
  status
  terminal
  amount {
    ...MoneyFields
  }
  capturedAmount {
    ...MoneyFields
  }
  refundedAmount {
    ...MoneyFields
  }
  capturableAmount {
    ...MoneyFields
  }
  refundableAmount {
    ...MoneyFields
  }
  authenticationMethods {
    type
    requestUrl
    requestMethod
    expiresAt
  }
  failure {
    ...FailureFields
  }
}
fragment OccurrenceFields on Occurrence {
  id
  index
  amount {
    ...MoneyFields
  }
  dueAt
  status
  statusReason
  nextRetryAt
}`) as unknown as TypedDocumentString<ScheduleOccurrencesQuery, ScheduleOccurrencesQueryVariables>;
export const ScheduleRetriesAfterDocument = new TypedDocumentString(`
    query ScheduleRetriesAfter($id: ID!, $failureCode: String!, $dueAt: DateTime) {
  schedule(id: $id) {
    retriesAfter(failureCode: $failureCode, dueAt: $dueAt) {
      dueAt
      retryable
      retries
      onExhausted
    }
  }
}
    `) as unknown as TypedDocumentString<ScheduleRetriesAfterQuery, ScheduleRetriesAfterQueryVariables>;
export const SchedulesDocument = new TypedDocumentString(`
    query Schedules($first: Int, $after: String, $filter: ScheduleFilter) {
  schedules(first: $first, after: $after, filter: $filter) {
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...ScheduleFields
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}`) as unknown as TypedDocumentString<SchedulesQuery, SchedulesQueryVariables>;
export const ScheduleCreateDocument = new TypedDocumentString(`
    mutation ScheduleCreate($input: ScheduleCreateInput!) {
  scheduleCreate(input: $input) {
    __typename
    ... on ScheduleCreatePayload {
      schedule {
        ...ScheduleFields
        upcoming
      }
      replayed
      eventCursor
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ... on AmountExceeded {
      available {
        ...MoneyFields
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ScheduleCreateMutation, ScheduleCreateMutationVariables>;
export const ScheduleUpdateDocument = new TypedDocumentString(`
    mutation ScheduleUpdate($input: ScheduleUpdateInput!) {
  scheduleUpdate(input: $input) {
    __typename
    ... on ScheduleUpdatePayload {
      schedule {
        ...ScheduleFields
        upcoming
      }
      eventCursor
    }
    ... on InvalidInput {
      issues {
        path
        code
        message
      }
    }
    ... on InvalidState {
      status
    }
    ... on AmountExceeded {
      available {
        ...MoneyFields
      }
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ScheduleUpdateMutation, ScheduleUpdateMutationVariables>;
export const SchedulePauseDocument = new TypedDocumentString(`
    mutation SchedulePause($input: SchedulePauseInput!) {
  schedulePause(input: $input) {
    __typename
    ... on SchedulePausePayload {
      schedule {
        ...ScheduleFields
      }
      eventCursor
    }
    ... on InvalidState {
      status
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<SchedulePauseMutation, SchedulePauseMutationVariables>;
export const ScheduleResumeDocument = new TypedDocumentString(`
    mutation ScheduleResume($input: ScheduleResumeInput!) {
  scheduleResume(input: $input) {
    __typename
    ... on ScheduleResumePayload {
      schedule {
        ...ScheduleFields
        upcoming
      }
      eventCursor
    }
    ... on InvalidState {
      status
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ScheduleResumeMutation, ScheduleResumeMutationVariables>;
export const ScheduleCancelDocument = new TypedDocumentString(`
    mutation ScheduleCancel($input: ScheduleCancelInput!) {
  scheduleCancel(input: $input) {
    __typename
    ... on ScheduleCancelPayload {
      schedule {
        ...ScheduleFields
      }
      eventCursor
    }
    ... on InvalidState {
      status
    }
    ...UserErrorFields
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}
fragment UserErrorFields on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ScheduleCancelMutation, ScheduleCancelMutationVariables>;
export const ScheduleChangedDocument = new TypedDocumentString(`
    subscription ScheduleChanged($scheduleId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  scheduleChanged(
    scheduleId: $scheduleId
    agreementId: $agreementId
    consumerId: $consumerId
    after: $after
  ) {
    eventCursor
    version
    type
    occurredAt
    source
    previousStatus
    status
    terminal
    schedule {
      ...ScheduleFields
    }
  }
}
    fragment MoneyFields on Money {
  value
  currency
  decimal
}
fragment ScheduleFields on Schedule {
  id
  version
  eventCursor
  reference
  status
  terminal
  statusReason
  agreement {
    id
  }
  amount {
    ...MoneyFields
  }
  interval
  intervalCount
  anchorDate
  timeOfDay
  timeZone
  endDate
  maxOccurrences
  nextChargeAt
  retryPolicy {
    retryAfterDays
    onExhausted
  }
}`) as unknown as TypedDocumentString<ScheduleChangedSubscription, ScheduleChangedSubscriptionVariables>;