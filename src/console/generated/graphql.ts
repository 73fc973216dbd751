/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

/** Why a person must review an object. */
export type AttentionKind =
  /** An agreement with needsAttention. */
  | 'AGREEMENT_FLAGGED'
  /** A charge with needsAttention: an outcome that no status query could settle, or a contradiction. */
  | 'CHARGE_FLAGGED'
  /** An object that violates an invariant. reason names the invariant. */
  | 'INTEGRITY_VIOLATED'
  /** A charge or agreement with a provider request that has been UNKNOWN for more than an hour. */
  | 'OUTCOME_UNKNOWN'
  /** A schedule that its retry policy has paused, because a payment failed and no retry is left. */
  | 'SCHEDULE_HALTED'
  /** One of your webhook endpoints, which the gateway disabled. */
  | 'WEBHOOK_ENDPOINT_DISABLED'
  /** A webhook of the last 30 days that could not be parsed or processed. */
  | 'WEBHOOK_FAILED'
  /** A webhook of the last 30 days that matches no object. */
  | 'WEBHOOK_UNMATCHED';

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

/** The outcome of an operation, found by a person because no status query could find it. */
export type ChargeResolveInput = {
  /** The charge, chg_…. To find such charges, use the filter needsAttention. */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the charge in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept as long as the charge. */
  idempotencyKey: string;
  /** How you found the outcome, for the record. At most 1,000 characters. It is stored in the event log: do not include personal data. */
  note: string;
  /** The operation to resolve. It must be UNKNOWN or PENDING, or the provider must have contradicted its outcome. */
  operationId: string;
  /** The outcome at the provider. */
  outcome: ResolvedOutcome;
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

/** The charge to synchronize with the provider. */
export type ChargeSyncInput = {
  /** The charge’s id, chg_…. */
  chargeId: string;
};

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

/** Whether the gateway sends requests to a provider. */
export type CircuitState =
  /** Requests are sent. */
  | 'CLOSED'
  /** A few requests are sent, to test whether the provider works again. */
  | 'HALF_OPEN'
  /** No requests are sent, because too many failed recently. New requests return ProviderUnavailable. */
  | 'OPEN';

/** The consumer to erase. */
export type ConsumerEraseInput = {
  /** The consumer’s id, con_…. */
  consumerId: string;
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

/** The mode of a key. TEST and LIVE data are completely separate. */
export type KeyMode =
  /** Real money. */
  | 'LIVE'
  /** Test data. No real money moves. */
  | 'TEST';

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

/** Filters a list of webhooks. All given fields must match. An omitted field does not filter. An id that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type ProviderEventFilter = {
  /** Only webhooks from this provider. */
  provider?: ProviderCode | null | undefined;
  /** Only these statuses, at most 100. An empty list matches nothing. */
  status?: Array<ProviderEventStatus> | null | undefined;
  /** Only webhooks about this charge or agreement. */
  subjectId?: string | null | undefined;
  /** Only this type (exact match), as the provider names it. */
  type?: string | null | undefined;
};

/** The processing status of a webhook. */
export type ProviderEventStatus =
  /** It could not be parsed or processed. See error. */
  | 'FAILED'
  /** Processed. The change was applied, or was already known. */
  | 'PROCESSED'
  /** Stored and acknowledged, but not processed yet. Until it is matched to an object, only the scope operator sees it. */
  | 'RECEIVED'
  /** The signature is valid, but the webhook is outside the allowed time window, or for another account. */
  | 'REJECTED'
  /** No object matches it yet. It waits, and is matched when the object appears. */
  | 'UNMATCHED';

/** The HTTP method with which the browser opens a URL. */
export type RedirectMethod =
  /** Navigate to the URL. */
  | 'GET'
  /** Submit an empty form to the URL. */
  | 'POST';

/** The outcome that an operator found at the provider. */
export type ResolvedOutcome =
  /** The operation failed: no money moved. */
  | 'FAILED'
  /** The operation succeeded: the money moved as requested. */
  | 'SUCCEEDED';

/** The time to move the clock to. */
export type SandboxClockAdvanceInput = {
  /** The new time. It must not be before Clock.now, and at most ten years after it, but not after 9999-01-01. */
  to: string;
};

/** The schedule to cancel. */
export type ScheduleCancelInput = {
  /** The reason, stored in Schedule.statusReason. */
  reason?: string | null | undefined;
  /** The schedule’s id, sch_…. */
  scheduleId: string;
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

/** The value by which an object was found. */
export type SearchKey =
  /** The consumer’s email address. */
  | 'EMAIL'
  /** Its id. */
  | 'ID'
  /** The provider’s id. */
  | 'PROVIDER_REFERENCE'
  /** The merchant’s own reference. */
  | 'REFERENCE'
  /** The reference that the gateway sent to the provider with a request about the object. */
  | 'REQUEST_REFERENCE';

/** The type of credential. */
export type ViewerKind =
  /** A client token of a consumer’s browser. It can read the objects that it names, and cannot change anything. */
  | 'CLIENT'
  /** A secret key of a server. It acts for its merchant. */
  | 'MERCHANT';

/** Filters a list of webhook deliveries. All given fields must match. An omitted field does not filter. An id that is null (e.g. an unset variable) fails with BAD_USER_INPUT instead of matching everything. Null in any other field is the same as omitting it. */
export type WebhookDeliveryFilter = {
  /** Only deliveries of this event. */
  eventId?: string | null | undefined;
  /** Only these states, at most 100. An empty list matches nothing. */
  state?: Array<WebhookDeliveryState> | null | undefined;
  /** Only deliveries to this endpoint. */
  webhookEndpointId?: string | null | undefined;
};

/** The delivery to send again. */
export type WebhookDeliveryRetryInput = {
  /** The delivery’s id, whd_…. */
  webhookDeliveryId: string;
};

/** The state of a delivery. */
export type WebhookDeliveryState =
  /** Given up, after the last retry or after 410 Gone. webhookDeliveryRetry sends it again. */
  | 'FAILED'
  /** It is sent at nextTryAt. While its endpoint is not ENABLED, it waits. */
  | 'PENDING'
  /** The endpoint answered with a status from 200 to 299. */
  | 'SUCCEEDED';

/** Why the gateway disabled an endpoint. */
export type WebhookDisabledReason =
  /** It failed for five days without one success. */
  | 'FAILING'
  /** It answered 410 Gone. */
  | 'GONE';

/** The endpoint to create, for your merchant and your key’s mode. */
export type WebhookEndpointCreateInput = {
  /** What it is for, in your own words, at most 200 characters. */
  description?: string | null | undefined;
  /** The types of events that are sent to it: types of LogEvent, or charge.*, agreement.*, … for a whole group, at most 100. An empty list: all. Default: all. */
  eventTypes?: Array<string> | null | undefined;
  /** 1 to 255 visible ASCII characters, unique for this request. A repeat with the same arguments returns the object that the first request created, in its current state. A repeat with other arguments returns IdempotencyConflict. The key is kept for 30 days. */
  idempotencyKey: string;
  /** true: the next event of an object waits until delivery of the previous one has succeeded or finally failed. Default: false. */
  ordered?: boolean | null | undefined;
  /** Where events are sent. https on the public internet, port 443 or 1024 and above, without a user name. With a test key in sandbox mode also http on localhost. Redirects are not followed. Every key with the scope read sees it. */
  url: string;
};

/** The endpoint to delete. */
export type WebhookEndpointDeleteInput = {
  /** The endpoint’s id, whe_…. */
  webhookEndpointId: string;
};

/** The endpoint to pause. */
export type WebhookEndpointPauseInput = {
  /** The endpoint’s id, whe_…. */
  webhookEndpointId: string;
};

/** The endpoint to resume. */
export type WebhookEndpointResumeInput = {
  /** true: skip the events until now that have no delivery yet. Default: false, which sends all of them. */
  skipMissed?: boolean | null | undefined;
  /** The endpoint’s id, whe_…. */
  webhookEndpointId: string;
};

/** The endpoint that gets a new secret. */
export type WebhookEndpointRotateSecretInput = {
  /** How many seconds webhooks are also signed with the former secret, 0 to 2592000. 0 ends it at once. Default: 86400 (24 hours). */
  overlapSeconds?: number | null | undefined;
  /** The endpoint’s id, whe_…. */
  webhookEndpointId: string;
};

/** Whether events are sent to an endpoint. */
export type WebhookEndpointStatus =
  /** The gateway disabled it, see disabledReason. Nothing is missed: after webhookEndpointResume it continues. */
  | 'DISABLED'
  /** Events are sent. */
  | 'ENABLED'
  /** You paused it. Nothing is sent, and nothing is missed: it continues where it stopped. */
  | 'PAUSED';

/** The endpoint to test, and the event to send. */
export type WebhookEndpointTestInput = {
  /** true: send nothing, only show the request. Default: false. */
  dryRun?: boolean | null | undefined;
  /** An event of the log, evt_…. Default: a message of the type webhook.test. */
  eventId?: string | null | undefined;
  /** The endpoint’s id, whe_…. */
  webhookEndpointId: string;
};

/** The events to send again. Give at least one of eventIds, after and from. All given conditions must match. Without eventIds, only events of the endpoint’s types. */
export type WebhookReplayInput = {
  /** Only events after this position in the log. */
  after?: string | null | undefined;
  /** Only these events, evt_…, at most 100. */
  eventIds?: Array<string> | null | undefined;
  /** Only events that occurred at this time or later. */
  from?: string | null | undefined;
  /** true: leave out events that were delivered to this endpoint. Default: false. */
  onlyUndelivered?: boolean | null | undefined;
  /** Only events that occurred before this time. */
  to?: string | null | undefined;
  /** The endpoint’s id, whe_…. */
  webhookEndpointId: string;
};

type FoundObject_Agreement_Fragment = { __typename: 'Agreement', createdAt: string, provider: ProviderCode, paymentMethod: string, id: string, agreementStatus: AgreementStatus };

type FoundObject_Authorization_Fragment = { __typename: 'Authorization', id: string, charge: { id: string } };

type FoundObject_Capture_Fragment = { __typename: 'Capture', id: string, charge: { id: string } };

type FoundObject_Charge_Fragment = { __typename: 'Charge', createdAt: string, id: string, chargeStatus: ChargeStatus, amount: { value: string, currency: string } };

type FoundObject_Consumer_Fragment = { __typename: 'Consumer', createdAt: string, name: string | null, id: string };

type FoundObject_Instrument_Fragment = { __typename: 'Instrument', id: string };

type FoundObject_LogEvent_Fragment = { __typename: 'LogEvent', subjectType: string | null, subjectId: string | null, id: string };

type FoundObject_Occurrence_Fragment = { __typename: 'Occurrence', id: string, schedule: { id: string } };

type FoundObject_Provider_Fragment = { __typename: 'Provider', id: string };

type FoundObject_ProviderEvent_Fragment = { __typename: 'ProviderEvent', provider: ProviderCode, type: string | null, id: string, eventStatus: ProviderEventStatus };

type FoundObject_Refund_Fragment = { __typename: 'Refund', id: string, charge: { id: string } };

type FoundObject_Revocation_Fragment = { __typename: 'Revocation', id: string, agreement: { id: string } };

type FoundObject_Schedule_Fragment = { __typename: 'Schedule', createdAt: string, interval: IntervalUnit, intervalCount: number, id: string, scheduleStatus: ScheduleStatus, amount: { value: string, currency: string } };

type FoundObject_VoidOperation_Fragment = { __typename: 'VoidOperation', id: string, charge: { id: string } };

type FoundObject_WebhookDelivery_Fragment = { __typename: 'WebhookDelivery', id: string, endpoint: { id: string } };

type FoundObject_WebhookEndpoint_Fragment = { __typename: 'WebhookEndpoint', url: string, id: string, endpointStatus: WebhookEndpointStatus };

export type FoundObjectFragment =
  | FoundObject_Agreement_Fragment
  | FoundObject_Authorization_Fragment
  | FoundObject_Capture_Fragment
  | FoundObject_Charge_Fragment
  | FoundObject_Consumer_Fragment
  | FoundObject_Instrument_Fragment
  | FoundObject_LogEvent_Fragment
  | FoundObject_Occurrence_Fragment
  | FoundObject_Provider_Fragment
  | FoundObject_ProviderEvent_Fragment
  | FoundObject_Refund_Fragment
  | FoundObject_Revocation_Fragment
  | FoundObject_Schedule_Fragment
  | FoundObject_VoidOperation_Fragment
  | FoundObject_WebhookDelivery_Fragment
  | FoundObject_WebhookEndpoint_Fragment
;

export type MoneyValueFragment = { value: string, currency: string };

export type FailureDetailFragment = { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null };

export type PageFieldsFragment = { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null };

export type ChargeRowFragment = { id: string, status: ChargeStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { code: string } | null, consumer: { id: string, name: string | null } };

export type AgreementRowFragment = { id: string, status: AgreementStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amountRule: AmountRule, agreedAmount: { value: string, currency: string } | null, instrument: { brand: string | null, last4: string | null } | null, consumer: { id: string, name: string | null } };

export type ScheduleRowFragment = { id: string, status: ScheduleStatus, reference: string | null, interval: IntervalUnit, intervalCount: number, nextChargeAt: string | null, createdAt: string, amount: { value: string, currency: string }, consumer: { id: string, name: string | null } };

export type EventRowFragment = { id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null };

export type ProviderEventRowFragment = { id: string, provider: ProviderCode, type: string | null, status: ProviderEventStatus, deliveries: number, receivedAt: string, processedAt: string | null, error: string | null, body: unknown, subject:
    | { __typename: 'Agreement', id: string }
    | { __typename: 'Authorization', id: string }
    | { __typename: 'Capture', id: string }
    | { __typename: 'Charge', id: string }
    | { __typename: 'Consumer', id: string }
    | { __typename: 'Instrument', id: string }
    | { __typename: 'LogEvent', id: string }
    | { __typename: 'Occurrence', id: string }
    | { __typename: 'Provider', id: string }
    | { __typename: 'ProviderEvent', id: string }
    | { __typename: 'Refund', id: string }
    | { __typename: 'Revocation', id: string }
    | { __typename: 'Schedule', id: string }
    | { __typename: 'VoidOperation', id: string }
    | { __typename: 'WebhookDelivery', id: string }
    | { __typename: 'WebhookEndpoint', id: string }
   | null };

type Refusal_AmountExceeded_Fragment = { code: string, message: string };

type Refusal_AmountUnsupported_Fragment = { code: string, message: string };

type Refusal_IdempotencyConflict_Fragment = { code: string, message: string };

type Refusal_IdempotencyInProgress_Fragment = { code: string, message: string };

type Refusal_InvalidInput_Fragment = { code: string, message: string };

type Refusal_InvalidState_Fragment = { code: string, message: string };

type Refusal_NotFound_Fragment = { code: string, message: string };

type Refusal_ProviderUnavailable_Fragment = { code: string, message: string };

type Refusal_UnsupportedByProvider_Fragment = { code: string, message: string };

export type RefusalFragment =
  | Refusal_AmountExceeded_Fragment
  | Refusal_AmountUnsupported_Fragment
  | Refusal_IdempotencyConflict_Fragment
  | Refusal_IdempotencyInProgress_Fragment
  | Refusal_InvalidInput_Fragment
  | Refusal_InvalidState_Fragment
  | Refusal_NotFound_Fragment
  | Refusal_ProviderUnavailable_Fragment
  | Refusal_UnsupportedByProvider_Fragment
;

export type ConsoleEventsSubscriptionVariables = Exact<{
  filter?: LogEventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type ConsoleEventsSubscription = { events: { id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { kind: ViewerKind, mode: KeyMode, merchantName: string, scopes: Array<string>, expiresAt: string | null, consumer: { id: string } | null, agreement: { id: string } | null, charge: { id: string } | null } };

export type ClockQueryVariables = Exact<{ [key: string]: never; }>;


export type ClockQuery = { clock: { now: string, simulated: boolean } };

export type AttentionCountQueryVariables = Exact<{ [key: string]: never; }>;


export type AttentionCountQuery = { needsAttention: Array<{ count: number }> };

export type AgreementPageQueryVariables = Exact<{
  id: string;
}>;


export type AgreementPageQuery = { agreement: { eventCursor: string, terminal: boolean, description: string | null, chargeCount: number | null, chargesRemaining: number | null, startsAt: string | null, endsAt: string | null, providerReference: string | null, metadata: unknown, updatedAt: string, id: string, status: AgreementStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amountRule: AmountRule, frequency: { interval: IntervalUnit, intervalCount: number } | null, instrument: { type: string, brand: string | null, last4: string | null, expiryMonth: number | null, expiryYear: number | null } | null, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null }>, retryBudget: { used: number, allowed: number, windowEndsAt: string, rule: string } | null, history: Array<{ status: AgreementStatus, source: EventSource, at: string, failure: { code: string } | null }> | null, revocations: Array<{ id: string, status: OperationStatus, requestedBy: ChargeInitiator, reason: string | null, createdAt: string }>, charges: { pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, status: ChargeStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { code: string } | null, consumer: { id: string, name: string | null } }> }, schedules: { nodes: Array<{ id: string, status: ScheduleStatus, reference: string | null, interval: IntervalUnit, intervalCount: number, nextChargeAt: string | null, createdAt: string, amount: { value: string, currency: string }, consumer: { id: string, name: string | null } }> } | null, agreedAmount: { value: string, currency: string } | null, consumer: { id: string, name: string | null } } | null };

export type ConsoleRevokeMutationVariables = Exact<{
  input: AgreementRevokeInput;
}>;


export type ConsoleRevokeMutation = { agreementRevoke:
    | { __typename: 'AgreementRevokePayload' }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
   | null };

export type AgreementsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: AgreementFilter | null | undefined;
}>;


export type AgreementsQuery = { agreements: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, status: AgreementStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amountRule: AmountRule, agreedAmount: { value: string, currency: string } | null, instrument: { brand: string | null, last4: string | null } | null, consumer: { id: string, name: string | null } }> } };

export type AttentionQueryVariables = Exact<{ [key: string]: never; }>;


export type AttentionQuery = { needsAttention: Array<{ kind: AttentionKind, count: number, items: Array<{ since: string, reason: string | null, object:
        | { __typename: 'Agreement', createdAt: string, provider: ProviderCode, paymentMethod: string, id: string, agreementStatus: AgreementStatus }
        | { __typename: 'Authorization', id: string, charge: { id: string } }
        | { __typename: 'Capture', id: string, charge: { id: string } }
        | { __typename: 'Charge', createdAt: string, id: string, chargeStatus: ChargeStatus, amount: { value: string, currency: string } }
        | { __typename: 'Consumer', createdAt: string, name: string | null, id: string }
        | { __typename: 'Instrument', id: string }
        | { __typename: 'LogEvent', subjectType: string | null, subjectId: string | null, id: string }
        | { __typename: 'Occurrence', id: string, schedule: { id: string } }
        | { __typename: 'Provider', id: string }
        | { __typename: 'ProviderEvent', provider: ProviderCode, type: string | null, id: string, eventStatus: ProviderEventStatus }
        | { __typename: 'Refund', id: string, charge: { id: string } }
        | { __typename: 'Revocation', id: string, agreement: { id: string } }
        | { __typename: 'Schedule', createdAt: string, interval: IntervalUnit, intervalCount: number, id: string, scheduleStatus: ScheduleStatus, amount: { value: string, currency: string } }
        | { __typename: 'VoidOperation', id: string, charge: { id: string } }
        | { __typename: 'WebhookDelivery', id: string, endpoint: { id: string } }
        | { __typename: 'WebhookEndpoint', url: string, id: string, endpointStatus: WebhookEndpointStatus }
       | null }> }> };

type OperationFields_Authorization_Fragment = { id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null };

type OperationFields_Capture_Fragment = { id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null };

type OperationFields_Refund_Fragment = { id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null };

type OperationFields_VoidOperation_Fragment = { id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null };

export type OperationFieldsFragment =
  | OperationFields_Authorization_Fragment
  | OperationFields_Capture_Fragment
  | OperationFields_Refund_Fragment
  | OperationFields_VoidOperation_Fragment
;

export type ChargePageQueryVariables = Exact<{
  id: string;
}>;


export type ChargePageQuery = { charge: { id: string, eventCursor: string, status: ChargeStatus, terminal: boolean, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, description: string | null, attemptNumber: number, captureMode: CaptureMode, captureBefore: string | null, initiator: ChargeInitiator, reason: ChargeReason, providerReference: string | null, metadata: unknown, createdAt: string, updatedAt: string, amount: { value: string, currency: string }, authorizedAmount: { value: string, currency: string }, capturedAmount: { value: string, currency: string }, refundedAmount: { value: string, currency: string }, voidedAmount: { value: string, currency: string }, capturableAmount: { value: string, currency: string }, refundableAmount: { value: string, currency: string }, pendingRefundAmount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null }>, agreement: { id: string } | null, consumer: { id: string, name: string | null }, retryOf: { id: string } | null, schedule: { id: string } | null, occurrence: { index: number } | null, nextStep: { at: string, action: string, reason: string } | null, timeline: Array<{ at: string, source: EventSource, actor: string | null, type: string, summary: string, detail: unknown }> | null, authorizations: Array<{ id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null }>, captures: Array<{ id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null }>, refunds: Array<{ id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null }>, voids: Array<{ id: string, status: OperationStatus, providerReference: string | null, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string, providerCode: string | null, providerMessage: string | null } | null }> } | null, providerEvents: { nodes: Array<{ id: string, provider: ProviderCode, type: string | null, status: ProviderEventStatus, deliveries: number, receivedAt: string, processedAt: string | null, error: string | null, body: unknown, subject:
        | { __typename: 'Agreement', id: string }
        | { __typename: 'Authorization', id: string }
        | { __typename: 'Capture', id: string }
        | { __typename: 'Charge', id: string }
        | { __typename: 'Consumer', id: string }
        | { __typename: 'Instrument', id: string }
        | { __typename: 'LogEvent', id: string }
        | { __typename: 'Occurrence', id: string }
        | { __typename: 'Provider', id: string }
        | { __typename: 'ProviderEvent', id: string }
        | { __typename: 'Refund', id: string }
        | { __typename: 'Revocation', id: string }
        | { __typename: 'Schedule', id: string }
        | { __typename: 'VoidOperation', id: string }
        | { __typename: 'WebhookDelivery', id: string }
        | { __typename: 'WebhookEndpoint', id: string }
       | null }> } };

export type ConsoleCaptureMutationVariables = Exact<{
  input: ChargeCaptureInput;
}>;


export type ConsoleCaptureMutation = { chargeCapture:
    | { __typename: 'AmountExceeded', code: string, message: string }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeCapturePayload' }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ConsoleRefundMutationVariables = Exact<{
  input: ChargeRefundInput;
}>;


export type ConsoleRefundMutation = { chargeRefund:
    | { __typename: 'AmountExceeded', code: string, message: string }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeRefundPayload' }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ConsoleVoidMutationVariables = Exact<{
  input: ChargeVoidInput;
}>;


export type ConsoleVoidMutation = { chargeVoid:
    | { __typename: 'AmountExceeded', code: string, message: string }
    | { __typename: 'AmountUnsupported', code: string, message: string }
    | { __typename: 'ChargeVoidPayload' }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
    | { __typename: 'UnsupportedByProvider', code: string, message: string }
   | null };

export type ConsoleSyncMutationVariables = Exact<{
  input: ChargeSyncInput;
}>;


export type ConsoleSyncMutation = { chargeSync:
    | { __typename: 'ChargeSyncPayload' }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
   | null };

export type ConsoleResolveMutationVariables = Exact<{
  input: ChargeResolveInput;
}>;


export type ConsoleResolveMutation = { chargeResolve:
    | { __typename: 'ChargeResolvePayload' }
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
   | null };

export type ChargesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ChargeFilter | null | undefined;
}>;


export type ChargesQuery = { charges: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, status: ChargeStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { code: string } | null, consumer: { id: string, name: string | null } }> } };

export type ConsumerPageQueryVariables = Exact<{
  id: string;
}>;


export type ConsumerPageQuery = { consumer: { id: string, eventCursor: string, reference: string | null, name: string | null, email: string | null, phone: string | null, country: string, locale: string | null, birthDate: string | null, taxId: string | null, metadata: unknown, erasedAt: string | null, createdAt: string, updatedAt: string, billingAddress: { firstName: string | null, lastName: string | null, street: string | null, postalCode: string | null, city: string | null, region: string | null, country: string | null } | null, agreements: { pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, status: AgreementStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amountRule: AmountRule, agreedAmount: { value: string, currency: string } | null, instrument: { brand: string | null, last4: string | null } | null, consumer: { id: string, name: string | null } }> }, charges: { pageInfo: { hasNextPage: boolean }, nodes: Array<{ id: string, status: ChargeStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amount: { value: string, currency: string }, failure: { code: string } | null, consumer: { id: string, name: string | null } }> } } | null, schedules: { nodes: Array<{ id: string, status: ScheduleStatus, reference: string | null, interval: IntervalUnit, intervalCount: number, nextChargeAt: string | null, createdAt: string, amount: { value: string, currency: string }, consumer: { id: string, name: string | null } }> }, events: { nodes: Array<{ id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null }> } };

export type ConsoleEraseMutationVariables = Exact<{
  input: ConsumerEraseInput;
}>;


export type ConsoleEraseMutation = { consumerErase:
    | { __typename: 'ConsumerErasePayload' }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
   | null };

export type ConsumersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ConsumerFilter | null | undefined;
}>;


export type ConsumersQuery = { consumers: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, name: string | null, email: string | null, country: string, reference: string | null, createdAt: string, erasedAt: string | null }> } };

export type ConsoleLogQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: LogEventFilter | null | undefined;
}>;


export type ConsoleLogQuery = { events: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null }> } };

export type OverviewQueryVariables = Exact<{
  from: string;
  to: string;
  timeZone: string;
}>;


export type OverviewQuery = { overview: { volume: Array<{ date: string, currency: string, captures: number, refunds: number, captured: { value: string, currency: string }, refunded: { value: string, currency: string } }>, successRates: Array<{ provider: ProviderCode, paymentMethod: string, charges: number, succeeded: number, failed: number, open: number, successRate: number | null }>, declines: Array<{ provider: ProviderCode, code: string, kind: FailureKind, charges: number }>, retries: Array<{ attemptNumber: number, charges: number, succeeded: number, failed: number, open: number, recovered: Array<{ value: string, currency: string }> }>, unknownRequests: { count: number, oldestAgeSeconds: number | null, oldest:
        | { __typename: 'Agreement', createdAt: string, provider: ProviderCode, paymentMethod: string, id: string, agreementStatus: AgreementStatus }
        | { __typename: 'Authorization', id: string, charge: { id: string } }
        | { __typename: 'Capture', id: string, charge: { id: string } }
        | { __typename: 'Charge', createdAt: string, id: string, chargeStatus: ChargeStatus, amount: { value: string, currency: string } }
        | { __typename: 'Consumer', createdAt: string, name: string | null, id: string }
        | { __typename: 'Instrument', id: string }
        | { __typename: 'LogEvent', subjectType: string | null, subjectId: string | null, id: string }
        | { __typename: 'Occurrence', id: string, schedule: { id: string } }
        | { __typename: 'Provider', id: string }
        | { __typename: 'ProviderEvent', provider: ProviderCode, type: string | null, id: string, eventStatus: ProviderEventStatus }
        | { __typename: 'Refund', id: string, charge: { id: string } }
        | { __typename: 'Revocation', id: string, agreement: { id: string } }
        | { __typename: 'Schedule', createdAt: string, interval: IntervalUnit, intervalCount: number, id: string, scheduleStatus: ScheduleStatus, amount: { value: string, currency: string } }
        | { __typename: 'VoidOperation', id: string, charge: { id: string } }
        | { __typename: 'WebhookDelivery', id: string, endpoint: { id: string } }
        | { __typename: 'WebhookEndpoint', url: string, id: string, endpointStatus: WebhookEndpointStatus }
       | null }, webhooks: Array<{ provider: ProviderCode, received: number, processed: number, unmatched: number, rejected: number, failed: number, medianMs: number | null, p95Ms: number | null, maxMs: number | null }> } | null, providers: Array<{ code: ProviderCode, name: string, enabled: boolean, health: { circuit: CircuitState, successRate: number | null, p95LatencyMs: number | null, lastFailureAt: string | null } | null }> };

export type ProviderEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ProviderEventFilter | null | undefined;
}>;


export type ProviderEventsQuery = { providerEvents: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, provider: ProviderCode, type: string | null, status: ProviderEventStatus, deliveries: number, receivedAt: string, processedAt: string | null, error: string | null, body: unknown, subject:
        | { __typename: 'Agreement', id: string }
        | { __typename: 'Authorization', id: string }
        | { __typename: 'Capture', id: string }
        | { __typename: 'Charge', id: string }
        | { __typename: 'Consumer', id: string }
        | { __typename: 'Instrument', id: string }
        | { __typename: 'LogEvent', id: string }
        | { __typename: 'Occurrence', id: string }
        | { __typename: 'Provider', id: string }
        | { __typename: 'ProviderEvent', id: string }
        | { __typename: 'Refund', id: string }
        | { __typename: 'Revocation', id: string }
        | { __typename: 'Schedule', id: string }
        | { __typename: 'VoidOperation', id: string }
        | { __typename: 'WebhookDelivery', id: string }
        | { __typename: 'WebhookEndpoint', id: string }
       | null }> } };

export type SandboxPageQueryVariables = Exact<{ [key: string]: never; }>;


export type SandboxPageQuery = { clock: { now: string, simulated: boolean }, agreements: { nodes: Array<{ id: string, status: AgreementStatus, needsAttention: boolean, provider: ProviderCode, paymentMethod: string, reference: string | null, createdAt: string, amountRule: AmountRule, authenticationMethods: Array<{ requestUrl: string | null }>, agreedAmount: { value: string, currency: string } | null, instrument: { brand: string | null, last4: string | null } | null, consumer: { id: string, name: string | null } }> }, schedules: { nodes: Array<{ id: string, status: ScheduleStatus, reference: string | null, interval: IntervalUnit, intervalCount: number, nextChargeAt: string | null, createdAt: string, amount: { value: string, currency: string }, consumer: { id: string, name: string | null } }> } };

export type MoveClockMutationVariables = Exact<{
  input: SandboxClockAdvanceInput;
}>;


export type MoveClockMutation = { sandboxClockAdvance:
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'SandboxClockAdvancePayload', occurrencesCharged: number, clock: { now: string } }
   | null };

export type OccurrenceRowFragment = { id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, amount: { value: string, currency: string }, charges: Array<{ id: string, status: ChargeStatus, createdAt: string, failure: { code: string } | null }> };

export type SchedulePageQueryVariables = Exact<{
  id: string;
  decline: string;
  after?: string | null | undefined;
}>;


export type SchedulePageQuery = { schedule: { eventCursor: string, terminal: boolean, statusReason: string | null, description: string | null, anchorDate: string, timeOfDay: string, timeZone: string, endDate: string | null, maxOccurrences: number | null, metadata: unknown, updatedAt: string, upcoming: Array<string>, id: string, status: ScheduleStatus, reference: string | null, interval: IntervalUnit, intervalCount: number, nextChargeAt: string | null, createdAt: string, agreement: { id: string, status: AgreementStatus, provider: ProviderCode, paymentMethod: string }, retryPolicy: { retryAfterDays: Array<number>, onExhausted: ExhaustedAction }, retriesAfter: { dueAt: string, retryable: boolean, retries: Array<string>, onExhausted: ExhaustedAction } | null, occurrences: { totalCount: number, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, index: number, dueAt: string, status: OccurrenceStatus, statusReason: string | null, nextRetryAt: string | null, amount: { value: string, currency: string }, charges: Array<{ id: string, status: ChargeStatus, createdAt: string, failure: { code: string } | null }> }> }, amount: { value: string, currency: string }, consumer: { id: string, name: string | null } } | null };

export type TaxonomyQueryVariables = Exact<{ [key: string]: never; }>;


export type TaxonomyQuery = { declineTaxonomy: { codes: Array<{ code: string, kind: FailureKind, description: string }> } };

export type ConsolePauseMutationVariables = Exact<{
  input: SchedulePauseInput;
}>;


export type ConsolePauseMutation = { schedulePause:
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'SchedulePausePayload' }
   | null };

export type ConsoleResumeMutationVariables = Exact<{
  input: ScheduleResumeInput;
}>;


export type ConsoleResumeMutation = { scheduleResume:
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ScheduleResumePayload' }
   | null };

export type ConsoleCancelMutationVariables = Exact<{
  input: ScheduleCancelInput;
}>;


export type ConsoleCancelMutation = { scheduleCancel:
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'ScheduleCancelPayload' }
   | null };

export type ConsoleRetryMutationVariables = Exact<{
  input: OccurrenceRetryInput;
}>;


export type ConsoleRetryMutation = { occurrenceRetry:
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'OccurrenceRetryPayload' }
    | { __typename: 'ProviderUnavailable', code: string, message: string }
   | null };

export type ConsoleSkipMutationVariables = Exact<{
  input: OccurrenceSkipInput;
}>;


export type ConsoleSkipMutation = { occurrenceSkip:
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'OccurrenceSkipPayload' }
   | null };

export type SchedulesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: ScheduleFilter | null | undefined;
}>;


export type SchedulesQuery = { schedules: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, status: ScheduleStatus, reference: string | null, interval: IntervalUnit, intervalCount: number, nextChargeAt: string | null, createdAt: string, amount: { value: string, currency: string }, consumer: { id: string, name: string | null } }> } };

export type SearchQueryVariables = Exact<{
  text: string;
}>;


export type SearchQuery = { search: Array<{ matchedBy: SearchKey, object:
      | { __typename: 'Agreement', createdAt: string, provider: ProviderCode, paymentMethod: string, id: string, agreementStatus: AgreementStatus }
      | { __typename: 'Authorization', id: string, charge: { id: string } }
      | { __typename: 'Capture', id: string, charge: { id: string } }
      | { __typename: 'Charge', createdAt: string, id: string, chargeStatus: ChargeStatus, amount: { value: string, currency: string } }
      | { __typename: 'Consumer', createdAt: string, name: string | null, id: string }
      | { __typename: 'Instrument', id: string }
      | { __typename: 'LogEvent', subjectType: string | null, subjectId: string | null, id: string }
      | { __typename: 'Occurrence', id: string, schedule: { id: string } }
      | { __typename: 'Provider', id: string }
      | { __typename: 'ProviderEvent', provider: ProviderCode, type: string | null, id: string, eventStatus: ProviderEventStatus }
      | { __typename: 'Refund', id: string, charge: { id: string } }
      | { __typename: 'Revocation', id: string, agreement: { id: string } }
      | { __typename: 'Schedule', createdAt: string, interval: IntervalUnit, intervalCount: number, id: string, scheduleStatus: ScheduleStatus, amount: { value: string, currency: string } }
      | { __typename: 'VoidOperation', id: string, charge: { id: string } }
      | { __typename: 'WebhookDelivery', id: string, endpoint: { id: string } }
      | { __typename: 'WebhookEndpoint', url: string, id: string, endpointStatus: WebhookEndpointStatus }
     | null }> };

export type WebhookPageQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: WebhookDeliveryFilter | null | undefined;
}>;


export type WebhookPageQuery = { node:
    | { __typename: 'Agreement' }
    | { __typename: 'Authorization' }
    | { __typename: 'Capture' }
    | { __typename: 'Charge' }
    | { __typename: 'Consumer' }
    | { __typename: 'Instrument' }
    | { __typename: 'LogEvent' }
    | { __typename: 'Occurrence' }
    | { __typename: 'Provider' }
    | { __typename: 'ProviderEvent' }
    | { __typename: 'Refund' }
    | { __typename: 'Revocation' }
    | { __typename: 'Schedule' }
    | { __typename: 'VoidOperation' }
    | { __typename: 'WebhookDelivery' }
    | { __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, eventTypes: Array<string>, ordered: boolean, status: WebhookEndpointStatus, disabledReason: WebhookDisabledReason | null, failingSince: string | null, secretOverlapUntil: string | null, createdAt: string }
   | null, webhookDeliveries: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, eventId: string, eventType: string, subjectId: string, state: WebhookDeliveryState, replayed: boolean, body: string, createdAt: string, nextTryAt: string | null, event: { subjectType: string | null } | null, tries: Array<{ at: string, durationMs: number, httpStatus: number | null, response: string | null, error: string | null }> }> } };

export type WebhookDeliveryRowFragment = { id: string, eventId: string, eventType: string, subjectId: string, state: WebhookDeliveryState, replayed: boolean, body: string, createdAt: string, nextTryAt: string | null, event: { subjectType: string | null } | null, tries: Array<{ at: string, durationMs: number, httpStatus: number | null, response: string | null, error: string | null }> };

export type ConsoleWebhookPauseMutationVariables = Exact<{
  input: WebhookEndpointPauseInput;
}>;


export type ConsoleWebhookPauseMutation = { webhookEndpointPause:
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookEndpointPausePayload' }
   | null };

export type ConsoleWebhookResumeMutationVariables = Exact<{
  input: WebhookEndpointResumeInput;
}>;


export type ConsoleWebhookResumeMutation = { webhookEndpointResume:
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookEndpointResumePayload' }
   | null };

export type ConsoleWebhookRotateMutationVariables = Exact<{
  input: WebhookEndpointRotateSecretInput;
}>;


export type ConsoleWebhookRotateMutation = { webhookEndpointRotateSecret:
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookEndpointRotateSecretPayload', secret: string }
   | null };

export type ConsoleWebhookTestMutationVariables = Exact<{
  input: WebhookEndpointTestInput;
}>;


export type ConsoleWebhookTestMutation = { webhookEndpointTest:
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookEndpointTestPayload', result: { error: string | null } | null }
   | null };

export type ConsoleWebhookReplayMutationVariables = Exact<{
  input: WebhookReplayInput;
}>;


export type ConsoleWebhookReplayMutation = { webhookReplay:
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookReplayPayload' }
   | null };

export type ConsoleWebhookRetryMutationVariables = Exact<{
  input: WebhookDeliveryRetryInput;
}>;


export type ConsoleWebhookRetryMutation = { webhookDeliveryRetry:
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookDeliveryRetryPayload' }
   | null };

export type ConsoleWebhookDeleteMutationVariables = Exact<{
  input: WebhookEndpointDeleteInput;
}>;


export type ConsoleWebhookDeleteMutation = { webhookEndpointDelete:
    | { __typename: 'NotFound', code: string, message: string }
    | { __typename: 'WebhookEndpointDeletePayload' }
   | null };

export type WebhookEndpointRowFragment = { id: string, url: string, description: string | null, eventTypes: Array<string>, ordered: boolean, status: WebhookEndpointStatus, disabledReason: WebhookDisabledReason | null, failingSince: string | null, secretOverlapUntil: string | null, createdAt: string };

export type WebhooksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type WebhooksQuery = { webhookEndpoints: { pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null }, nodes: Array<{ id: string, url: string, description: string | null, eventTypes: Array<string>, ordered: boolean, status: WebhookEndpointStatus, disabledReason: WebhookDisabledReason | null, failingSince: string | null, secretOverlapUntil: string | null, createdAt: string }> } };

export type ConsoleWebhookCreateMutationVariables = Exact<{
  input: WebhookEndpointCreateInput;
}>;


export type ConsoleWebhookCreateMutation = { webhookEndpointCreate:
    | { __typename: 'IdempotencyConflict', code: string, message: string }
    | { __typename: 'IdempotencyInProgress', code: string, message: string }
    | { __typename: 'InvalidInput', code: string, message: string }
    | { __typename: 'InvalidState', code: string, message: string }
    | { __typename: 'WebhookEndpointCreatePayload', secret: string | null }
   | null };

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
export const MoneyValueFragmentDoc = new TypedDocumentString(`
    fragment MoneyValue on Money {
  value
  currency
}
    `, {"fragmentName":"MoneyValue"}) as unknown as TypedDocumentString<MoneyValueFragment, unknown>;
export const FoundObjectFragmentDoc = new TypedDocumentString(`
    fragment FoundObject on Node {
  __typename
  id
  ... on Charge {
    createdAt
    chargeStatus: status
    amount {
      ...MoneyValue
    }
  }
  ... on Agreement {
    createdAt
    agreementStatus: status
    provider
    paymentMethod
  }
  ... on Schedule {
    createdAt
    scheduleStatus: status
    interval
    intervalCount
    amount {
      ...MoneyValue
    }
  }
  ... on Consumer {
    createdAt
    name
  }
  ... on Occurrence {
    schedule {
      id
    }
  }
  ... on ChargeOperation {
    charge {
      id
    }
  }
  ... on Revocation {
    agreement {
      id
    }
  }
  ... on ProviderEvent {
    provider
    type
    eventStatus: status
  }
  ... on WebhookEndpoint {
    url
    endpointStatus: status
  }
  ... on WebhookDelivery {
    endpoint {
      id
    }
  }
  ... on LogEvent {
    subjectType
    subjectId
  }
}
    fragment MoneyValue on Money {
  value
  currency
}`, {"fragmentName":"FoundObject"}) as unknown as TypedDocumentString<FoundObjectFragment, unknown>;
export const PageFieldsFragmentDoc = new TypedDocumentString(`
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
    `, {"fragmentName":"PageFields"}) as unknown as TypedDocumentString<PageFieldsFragment, unknown>;
export const ChargeRowFragmentDoc = new TypedDocumentString(`
    fragment ChargeRow on Charge {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  amount {
    ...MoneyValue
  }
  failure {
    code
  }
  consumer {
    id
    name
  }
}
    fragment MoneyValue on Money {
  value
  currency
}`, {"fragmentName":"ChargeRow"}) as unknown as TypedDocumentString<ChargeRowFragment, unknown>;
export const AgreementRowFragmentDoc = new TypedDocumentString(`
    fragment AgreementRow on Agreement {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  agreedAmount {
    ...MoneyValue
  }
  amountRule
  instrument {
    brand
    last4
  }
  consumer {
    id
    name
  }
}
    fragment MoneyValue on Money {
  value
  currency
}`, {"fragmentName":"AgreementRow"}) as unknown as TypedDocumentString<AgreementRowFragment, unknown>;
export const ScheduleRowFragmentDoc = new TypedDocumentString(`
    fragment ScheduleRow on Schedule {
  id
  status
  reference
  interval
  intervalCount
  nextChargeAt
  createdAt
  amount {
    ...MoneyValue
  }
  consumer {
    id
    name
  }
}
    fragment MoneyValue on Money {
  value
  currency
}`, {"fragmentName":"ScheduleRow"}) as unknown as TypedDocumentString<ScheduleRowFragment, unknown>;
export const EventRowFragmentDoc = new TypedDocumentString(`
    fragment EventRow on LogEvent {
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
    `, {"fragmentName":"EventRow"}) as unknown as TypedDocumentString<EventRowFragment, unknown>;
export const ProviderEventRowFragmentDoc = new TypedDocumentString(`
    fragment ProviderEventRow on ProviderEvent {
  id
  provider
  type
  status
  deliveries
  receivedAt
  processedAt
  error
  body
  subject {
    __typename
    id
  }
}
    `, {"fragmentName":"ProviderEventRow"}) as unknown as TypedDocumentString<ProviderEventRowFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on UserError {
  code
  message
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const FailureDetailFragmentDoc = new TypedDocumentString(`
    fragment FailureDetail on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
  providerCode
  providerMessage
}
    `, {"fragmentName":"FailureDetail"}) as unknown as TypedDocumentString<FailureDetailFragment, unknown>;
export const OperationFieldsFragmentDoc = new TypedDocumentString(`
    fragment OperationFields on ChargeOperation {
  id
  status
  amount {
    ...MoneyValue
  }
  failure {
    ...FailureDetail
  }
  providerReference
  reference
  createdAt
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment FailureDetail on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
  providerCode
  providerMessage
}`, {"fragmentName":"OperationFields"}) as unknown as TypedDocumentString<OperationFieldsFragment, unknown>;
export const OccurrenceRowFragmentDoc = new TypedDocumentString(`
    fragment OccurrenceRow on Occurrence {
  id
  index
  dueAt
  status
  statusReason
  nextRetryAt
  amount {
    ...MoneyValue
  }
  charges {
    id
    status
    createdAt
    failure {
      code
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}`, {"fragmentName":"OccurrenceRow"}) as unknown as TypedDocumentString<OccurrenceRowFragment, unknown>;
export const WebhookDeliveryRowFragmentDoc = new TypedDocumentString(`
    fragment WebhookDeliveryRow on WebhookDelivery {
  id
  eventId
  eventType
  subjectId
  state
  replayed
  body
  createdAt
  nextTryAt
  event {
    subjectType
  }
  tries {
    at
    durationMs
    httpStatus
    response
    error
  }
}
    `, {"fragmentName":"WebhookDeliveryRow"}) as unknown as TypedDocumentString<WebhookDeliveryRowFragment, unknown>;
export const WebhookEndpointRowFragmentDoc = new TypedDocumentString(`
    fragment WebhookEndpointRow on WebhookEndpoint {
  id
  url
  description
  eventTypes
  ordered
  status
  disabledReason
  failingSince
  secretOverlapUntil
  createdAt
}
    `, {"fragmentName":"WebhookEndpointRow"}) as unknown as TypedDocumentString<WebhookEndpointRowFragment, unknown>;
export const ConsoleEventsDocument = new TypedDocumentString(`
    subscription ConsoleEvents($filter: LogEventFilter, $after: EventCursor) {
  events(filter: $filter, after: $after) {
    ...EventRow
  }
}
    fragment EventRow on LogEvent {
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
}`) as unknown as TypedDocumentString<ConsoleEventsSubscription, ConsoleEventsSubscriptionVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    kind
    mode
    merchantName
    scopes
    expiresAt
    consumer {
      id
    }
    agreement {
      id
    }
    charge {
      id
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ClockDocument = new TypedDocumentString(`
    query Clock {
  clock {
    now
    simulated
  }
}
    `) as unknown as TypedDocumentString<ClockQuery, ClockQueryVariables>;
export const AttentionCountDocument = new TypedDocumentString(`
    query AttentionCount {
  needsAttention(first: 1) {
    count
  }
}
    `) as unknown as TypedDocumentString<AttentionCountQuery, AttentionCountQueryVariables>;
export const AgreementPageDocument = new TypedDocumentString(`
    query AgreementPage($id: ID!) {
  agreement(id: $id) {
    ...AgreementRow
    eventCursor
    terminal
    description
    chargeCount
    chargesRemaining
    startsAt
    endsAt
    providerReference
    metadata
    updatedAt
    frequency {
      interval
      intervalCount
    }
    instrument {
      type
      brand
      last4
      expiryMonth
      expiryYear
    }
    failure {
      ...FailureDetail
    }
    authenticationMethods {
      type
      requestUrl
    }
    retryBudget {
      used
      allowed
      windowEndsAt
      rule
    }
    history {
      status
      source
      at
      failure {
        code
      }
    }
    revocations {
      id
      status
      requestedBy
      reason
      createdAt
    }
    charges(first: 25) {
      pageInfo {
        hasNextPage
      }
      nodes {
        ...ChargeRow
      }
    }
    schedules(first: 10) {
      nodes {
        ...ScheduleRow
      }
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment FailureDetail on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
  providerCode
  providerMessage
}
fragment ChargeRow on Charge {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  amount {
    ...MoneyValue
  }
  failure {
    code
  }
  consumer {
    id
    name
  }
}
fragment AgreementRow on Agreement {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  agreedAmount {
    ...MoneyValue
  }
  amountRule
  instrument {
    brand
    last4
  }
  consumer {
    id
    name
  }
}
fragment ScheduleRow on Schedule {
  id
  status
  reference
  interval
  intervalCount
  nextChargeAt
  createdAt
  amount {
    ...MoneyValue
  }
  consumer {
    id
    name
  }
}`) as unknown as TypedDocumentString<AgreementPageQuery, AgreementPageQueryVariables>;
export const ConsoleRevokeDocument = new TypedDocumentString(`
    mutation ConsoleRevoke($input: AgreementRevokeInput!) {
  agreementRevoke(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleRevokeMutation, ConsoleRevokeMutationVariables>;
export const AgreementsDocument = new TypedDocumentString(`
    query Agreements($first: Int, $after: String, $last: Int, $before: String, $filter: AgreementFilter) {
  agreements(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...AgreementRow
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment AgreementRow on Agreement {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  agreedAmount {
    ...MoneyValue
  }
  amountRule
  instrument {
    brand
    last4
  }
  consumer {
    id
    name
  }
}`) as unknown as TypedDocumentString<AgreementsQuery, AgreementsQueryVariables>;
export const AttentionDocument = new TypedDocumentString(`
    query Attention {
  needsAttention(first: 20) {
    kind
    count
    items {
      since
      reason
      object {
        ...FoundObject
      }
    }
  }
}
    fragment FoundObject on Node {
  __typename
  id
  ... on Charge {
    createdAt
    chargeStatus: status
    amount {
      ...MoneyValue
    }
  }
  ... on Agreement {
    createdAt
    agreementStatus: status
    provider
    paymentMethod
  }
  ... on Schedule {
    createdAt
    scheduleStatus: status
    interval
    intervalCount
    amount {
      ...MoneyValue
    }
  }
  ... on Consumer {
    createdAt
    name
  }
  ... on Occurrence {
    schedule {
      id
    }
  }
  ... on ChargeOperation {
    charge {
      id
    }
  }
  ... on Revocation {
    agreement {
      id
    }
  }
  ... on ProviderEvent {
    provider
    type
    eventStatus: status
  }
  ... on WebhookEndpoint {
    url
    endpointStatus: status
  }
  ... on WebhookDelivery {
    endpoint {
      id
    }
  }
  ... on LogEvent {
    subjectType
    subjectId
  }
}
fragment MoneyValue on Money {
  value
  currency
}`) as unknown as TypedDocumentString<AttentionQuery, AttentionQueryVariables>;
export const ChargePageDocument = new TypedDocumentString(`
    query ChargePage($id: ID!) {
  charge(id: $id) {
    id
    eventCursor
    status
    terminal
    needsAttention
    provider
    paymentMethod
    reference
    description
    attemptNumber
    captureMode
    captureBefore
    initiator
    reason
    providerReference
    metadata
    createdAt
    updatedAt
    amount {
      ...MoneyValue
    }
    authorizedAmount {
      ...MoneyValue
    }
    capturedAmount {
      ...MoneyValue
    }
    refundedAmount {
      ...MoneyValue
    }
    voidedAmount {
      ...MoneyValue
    }
    capturableAmount {
      ...MoneyValue
    }
    refundableAmount {
      ...MoneyValue
    }
    pendingRefundAmount {
      ...MoneyValue
    }
    failure {
      ...FailureDetail
    }
    authenticationMethods {
      type
      requestUrl
      requestMethod
    }
    agreement {
      id
    }
    consumer {
      id
      name
    }
    retryOf {
      id
    }
    schedule {
      id
    }
    occurrence {
      index
    }
    nextStep {
      at
      action
      reason
    }
    timeline {
      at
      source
      actor
      type
      summary
      detail
    }
    authorizations {
      ...OperationFields
    }
    captures {
      ...OperationFields
    }
    refunds {
      ...OperationFields
    }
    voids {
      ...OperationFields
    }
  }
  providerEvents(first: 20, filter: {subjectId: $id}) {
    nodes {
      ...ProviderEventRow
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment FailureDetail on Failure {
  kind
  code
  advice
  retryable
  message
  consumerMessage
  providerCode
  providerMessage
}
fragment ProviderEventRow on ProviderEvent {
  id
  provider
  type
  status
  deliveries
  receivedAt
  processedAt
  error
  body
  subject {
    __typename
    id
  }
}
fragment OperationFields on ChargeOperation {
  id
  status
  amount {
    ...MoneyValue
  }
  failure {
    ...FailureDetail
  }
  providerReference
  reference
  createdAt
}`) as unknown as TypedDocumentString<ChargePageQuery, ChargePageQueryVariables>;
export const ConsoleCaptureDocument = new TypedDocumentString(`
    mutation ConsoleCapture($input: ChargeCaptureInput!) {
  chargeCapture(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleCaptureMutation, ConsoleCaptureMutationVariables>;
export const ConsoleRefundDocument = new TypedDocumentString(`
    mutation ConsoleRefund($input: ChargeRefundInput!) {
  chargeRefund(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleRefundMutation, ConsoleRefundMutationVariables>;
export const ConsoleVoidDocument = new TypedDocumentString(`
    mutation ConsoleVoid($input: ChargeVoidInput!) {
  chargeVoid(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleVoidMutation, ConsoleVoidMutationVariables>;
export const ConsoleSyncDocument = new TypedDocumentString(`
    mutation ConsoleSync($input: ChargeSyncInput!) {
  chargeSync(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleSyncMutation, ConsoleSyncMutationVariables>;
export const ConsoleResolveDocument = new TypedDocumentString(`
    mutation ConsoleResolve($input: ChargeResolveInput!) {
  chargeResolve(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleResolveMutation, ConsoleResolveMutationVariables>;
export const ChargesDocument = new TypedDocumentString(`
    query Charges($first: Int, $after: String, $last: Int, $before: String, $filter: ChargeFilter) {
  charges(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...ChargeRow
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ChargeRow on Charge {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  amount {
    ...MoneyValue
  }
  failure {
    code
  }
  consumer {
    id
    name
  }
}`) as unknown as TypedDocumentString<ChargesQuery, ChargesQueryVariables>;
export const ConsumerPageDocument = new TypedDocumentString(`
    query ConsumerPage($id: ID!) {
  consumer(id: $id) {
    id
    eventCursor
    reference
    name
    email
    phone
    country
    locale
    birthDate
    taxId
    billingAddress {
      firstName
      lastName
      street
      postalCode
      city
      region
      country
    }
    metadata
    erasedAt
    createdAt
    updatedAt
    agreements(first: 25) {
      pageInfo {
        hasNextPage
      }
      nodes {
        ...AgreementRow
      }
    }
    charges(first: 25) {
      pageInfo {
        hasNextPage
      }
      nodes {
        ...ChargeRow
      }
    }
  }
  schedules(first: 25, filter: {consumerId: $id}) {
    nodes {
      ...ScheduleRow
    }
  }
  events(last: 25, filter: {consumerId: $id}) {
    nodes {
      ...EventRow
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment ChargeRow on Charge {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  amount {
    ...MoneyValue
  }
  failure {
    code
  }
  consumer {
    id
    name
  }
}
fragment AgreementRow on Agreement {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  agreedAmount {
    ...MoneyValue
  }
  amountRule
  instrument {
    brand
    last4
  }
  consumer {
    id
    name
  }
}
fragment ScheduleRow on Schedule {
  id
  status
  reference
  interval
  intervalCount
  nextChargeAt
  createdAt
  amount {
    ...MoneyValue
  }
  consumer {
    id
    name
  }
}
fragment EventRow on LogEvent {
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
}`) as unknown as TypedDocumentString<ConsumerPageQuery, ConsumerPageQueryVariables>;
export const ConsoleEraseDocument = new TypedDocumentString(`
    mutation ConsoleErase($input: ConsumerEraseInput!) {
  consumerErase(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleEraseMutation, ConsoleEraseMutationVariables>;
export const ConsumersDocument = new TypedDocumentString(`
    query Consumers($first: Int, $after: String, $last: Int, $before: String, $filter: ConsumerFilter) {
  consumers(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      id
      name
      email
      country
      reference
      createdAt
      erasedAt
    }
  }
}
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}`) as unknown as TypedDocumentString<ConsumersQuery, ConsumersQueryVariables>;
export const ConsoleLogDocument = new TypedDocumentString(`
    query ConsoleLog($first: Int, $after: EventCursor, $last: Int, $before: EventCursor, $filter: LogEventFilter) {
  events(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...EventRow
    }
  }
}
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment EventRow on LogEvent {
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
}`) as unknown as TypedDocumentString<ConsoleLogQuery, ConsoleLogQueryVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview($from: DateTime!, $to: DateTime!, $timeZone: TimeZone!) {
  overview(from: $from, to: $to, timeZone: $timeZone) {
    volume {
      date
      currency
      captures
      captured {
        ...MoneyValue
      }
      refunds
      refunded {
        ...MoneyValue
      }
    }
    successRates {
      provider
      paymentMethod
      charges
      succeeded
      failed
      open
      successRate
    }
    declines {
      provider
      code
      kind
      charges
    }
    retries {
      attemptNumber
      charges
      succeeded
      failed
      open
      recovered {
        ...MoneyValue
      }
    }
    unknownRequests {
      count
      oldestAgeSeconds
      oldest {
        ...FoundObject
      }
    }
    webhooks {
      provider
      received
      processed
      unmatched
      rejected
      failed
      medianMs
      p95Ms
      maxMs
    }
  }
  providers {
    code
    name
    enabled
    health {
      circuit
      successRate
      p95LatencyMs
      lastFailureAt
    }
  }
}
    fragment FoundObject on Node {
  __typename
  id
  ... on Charge {
    createdAt
    chargeStatus: status
    amount {
      ...MoneyValue
    }
  }
  ... on Agreement {
    createdAt
    agreementStatus: status
    provider
    paymentMethod
  }
  ... on Schedule {
    createdAt
    scheduleStatus: status
    interval
    intervalCount
    amount {
      ...MoneyValue
    }
  }
  ... on Consumer {
    createdAt
    name
  }
  ... on Occurrence {
    schedule {
      id
    }
  }
  ... on ChargeOperation {
    charge {
      id
    }
  }
  ... on Revocation {
    agreement {
      id
    }
  }
  ... on ProviderEvent {
    provider
    type
    eventStatus: status
  }
  ... on WebhookEndpoint {
    url
    endpointStatus: status
  }
  ... on WebhookDelivery {
    endpoint {
      id
    }
  }
  ... on LogEvent {
    subjectType
    subjectId
  }
}
fragment MoneyValue on Money {
  value
  currency
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const ProviderEventsDocument = new TypedDocumentString(`
    query ProviderEvents($first: Int, $after: String, $last: Int, $before: String, $filter: ProviderEventFilter) {
  providerEvents(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...ProviderEventRow
    }
  }
}
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ProviderEventRow on ProviderEvent {
  id
  provider
  type
  status
  deliveries
  receivedAt
  processedAt
  error
  body
  subject {
    __typename
    id
  }
}`) as unknown as TypedDocumentString<ProviderEventsQuery, ProviderEventsQueryVariables>;
export const SandboxPageDocument = new TypedDocumentString(`
    query SandboxPage {
  clock {
    now
    simulated
  }
  agreements(first: 20, filter: {status: [AUTHENTICATION_PENDING]}) {
    nodes {
      ...AgreementRow
      authenticationMethods {
        requestUrl
      }
    }
  }
  schedules(first: 5, filter: {status: [ACTIVE, PAST_DUE]}) {
    nodes {
      ...ScheduleRow
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment AgreementRow on Agreement {
  id
  status
  needsAttention
  provider
  paymentMethod
  reference
  createdAt
  agreedAmount {
    ...MoneyValue
  }
  amountRule
  instrument {
    brand
    last4
  }
  consumer {
    id
    name
  }
}
fragment ScheduleRow on Schedule {
  id
  status
  reference
  interval
  intervalCount
  nextChargeAt
  createdAt
  amount {
    ...MoneyValue
  }
  consumer {
    id
    name
  }
}`) as unknown as TypedDocumentString<SandboxPageQuery, SandboxPageQueryVariables>;
export const MoveClockDocument = new TypedDocumentString(`
    mutation MoveClock($input: SandboxClockAdvanceInput!) {
  sandboxClockAdvance(input: $input) {
    __typename
    ... on SandboxClockAdvancePayload {
      clock {
        now
      }
      occurrencesCharged
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<MoveClockMutation, MoveClockMutationVariables>;
export const SchedulePageDocument = new TypedDocumentString(`
    query SchedulePage($id: ID!, $decline: String!, $after: String) {
  schedule(id: $id) {
    ...ScheduleRow
    eventCursor
    terminal
    statusReason
    description
    anchorDate
    timeOfDay
    timeZone
    endDate
    maxOccurrences
    metadata
    updatedAt
    upcoming(first: 24)
    agreement {
      id
      status
      provider
      paymentMethod
    }
    retryPolicy {
      retryAfterDays
      onExhausted
    }
    retriesAfter(failureCode: $decline) {
      dueAt
      retryable
      retries
      onExhausted
    }
    occurrences(first: 40, after: $after) {
      totalCount
      pageInfo {
        ...PageFields
      }
      nodes {
        ...OccurrenceRow
      }
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ScheduleRow on Schedule {
  id
  status
  reference
  interval
  intervalCount
  nextChargeAt
  createdAt
  amount {
    ...MoneyValue
  }
  consumer {
    id
    name
  }
}
fragment OccurrenceRow on Occurrence {
  id
  index
  dueAt
  status
  statusReason
  nextRetryAt
  amount {
    ...MoneyValue
  }
  charges {
    id
    status
    createdAt
    failure {
      code
    }
  }
}`) as unknown as TypedDocumentString<SchedulePageQuery, SchedulePageQueryVariables>;
export const TaxonomyDocument = new TypedDocumentString(`
    query Taxonomy {
  declineTaxonomy {
    codes {
      code
      kind
      description
    }
  }
}
    `) as unknown as TypedDocumentString<TaxonomyQuery, TaxonomyQueryVariables>;
export const ConsolePauseDocument = new TypedDocumentString(`
    mutation ConsolePause($input: SchedulePauseInput!) {
  schedulePause(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsolePauseMutation, ConsolePauseMutationVariables>;
export const ConsoleResumeDocument = new TypedDocumentString(`
    mutation ConsoleResume($input: ScheduleResumeInput!) {
  scheduleResume(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleResumeMutation, ConsoleResumeMutationVariables>;
export const ConsoleCancelDocument = new TypedDocumentString(`
    mutation ConsoleCancel($input: ScheduleCancelInput!) {
  scheduleCancel(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleCancelMutation, ConsoleCancelMutationVariables>;
export const ConsoleRetryDocument = new TypedDocumentString(`
    mutation ConsoleRetry($input: OccurrenceRetryInput!) {
  occurrenceRetry(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleRetryMutation, ConsoleRetryMutationVariables>;
export const ConsoleSkipDocument = new TypedDocumentString(`
    mutation ConsoleSkip($input: OccurrenceSkipInput!) {
  occurrenceSkip(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleSkipMutation, ConsoleSkipMutationVariables>;
export const SchedulesDocument = new TypedDocumentString(`
    query Schedules($first: Int, $after: String, $last: Int, $before: String, $filter: ScheduleFilter) {
  schedules(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...ScheduleRow
    }
  }
}
    fragment MoneyValue on Money {
  value
  currency
}
fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment ScheduleRow on Schedule {
  id
  status
  reference
  interval
  intervalCount
  nextChargeAt
  createdAt
  amount {
    ...MoneyValue
  }
  consumer {
    id
    name
  }
}`) as unknown as TypedDocumentString<SchedulesQuery, SchedulesQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!) {
  search(text: $text, first: 50) {
    matchedBy
    object {
      ...FoundObject
    }
  }
}
    fragment FoundObject on Node {
  __typename
  id
  ... on Charge {
    createdAt
    chargeStatus: status
    amount {
      ...MoneyValue
    }
  }
  ... on Agreement {
    createdAt
    agreementStatus: status
    provider
    paymentMethod
  }
  ... on Schedule {
    createdAt
    scheduleStatus: status
    interval
    intervalCount
    amount {
      ...MoneyValue
    }
  }
  ... on Consumer {
    createdAt
    name
  }
  ... on Occurrence {
    schedule {
      id
    }
  }
  ... on ChargeOperation {
    charge {
      id
    }
  }
  ... on Revocation {
    agreement {
      id
    }
  }
  ... on ProviderEvent {
    provider
    type
    eventStatus: status
  }
  ... on WebhookEndpoint {
    url
    endpointStatus: status
  }
  ... on WebhookDelivery {
    endpoint {
      id
    }
  }
  ... on LogEvent {
    subjectType
    subjectId
  }
}
fragment MoneyValue on Money {
  value
  currency
}`) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const WebhookPageDocument = new TypedDocumentString(`
    query WebhookPage($id: ID!, $first: Int, $after: String, $last: Int, $before: String, $filter: WebhookDeliveryFilter) {
  node(id: $id) {
    __typename
    ... on WebhookEndpoint {
      ...WebhookEndpointRow
    }
  }
  webhookDeliveries(
    first: $first
    after: $after
    last: $last
    before: $before
    filter: $filter
  ) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...WebhookDeliveryRow
    }
  }
}
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment WebhookDeliveryRow on WebhookDelivery {
  id
  eventId
  eventType
  subjectId
  state
  replayed
  body
  createdAt
  nextTryAt
  event {
    subjectType
  }
  tries {
    at
    durationMs
    httpStatus
    response
    error
  }
}
fragment WebhookEndpointRow on WebhookEndpoint {
  id
  url
  description
  eventTypes
  ordered
  status
  disabledReason
  failingSince
  secretOverlapUntil
  createdAt
}`) as unknown as TypedDocumentString<WebhookPageQuery, WebhookPageQueryVariables>;
export const ConsoleWebhookPauseDocument = new TypedDocumentString(`
    mutation ConsoleWebhookPause($input: WebhookEndpointPauseInput!) {
  webhookEndpointPause(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookPauseMutation, ConsoleWebhookPauseMutationVariables>;
export const ConsoleWebhookResumeDocument = new TypedDocumentString(`
    mutation ConsoleWebhookResume($input: WebhookEndpointResumeInput!) {
  webhookEndpointResume(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookResumeMutation, ConsoleWebhookResumeMutationVariables>;
export const ConsoleWebhookRotateDocument = new TypedDocumentString(`
    mutation ConsoleWebhookRotate($input: WebhookEndpointRotateSecretInput!) {
  webhookEndpointRotateSecret(input: $input) {
    __typename
    ... on WebhookEndpointRotateSecretPayload {
      secret
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookRotateMutation, ConsoleWebhookRotateMutationVariables>;
export const ConsoleWebhookTestDocument = new TypedDocumentString(`
    mutation ConsoleWebhookTest($input: WebhookEndpointTestInput!) {
  webhookEndpointTest(input: $input) {
    __typename
    ... on WebhookEndpointTestPayload {
      result {
        error
      }
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookTestMutation, ConsoleWebhookTestMutationVariables>;
export const ConsoleWebhookReplayDocument = new TypedDocumentString(`
    mutation ConsoleWebhookReplay($input: WebhookReplayInput!) {
  webhookReplay(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookReplayMutation, ConsoleWebhookReplayMutationVariables>;
export const ConsoleWebhookRetryDocument = new TypedDocumentString(`
    mutation ConsoleWebhookRetry($input: WebhookDeliveryRetryInput!) {
  webhookDeliveryRetry(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookRetryMutation, ConsoleWebhookRetryMutationVariables>;
export const ConsoleWebhookDeleteDocument = new TypedDocumentString(`
    mutation ConsoleWebhookDelete($input: WebhookEndpointDeleteInput!) {
  webhookEndpointDelete(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookDeleteMutation, ConsoleWebhookDeleteMutationVariables>;
export const WebhooksDocument = new TypedDocumentString(`
    query Webhooks($first: Int, $after: String, $last: Int, $before: String) {
  webhookEndpoints(first: $first, after: $after, last: $last, before: $before) {
    pageInfo {
      ...PageFields
    }
    nodes {
      ...WebhookEndpointRow
    }
  }
}
    fragment PageFields on PageInfo {
  hasNextPage
  hasPreviousPage
  startCursor
  endCursor
}
fragment WebhookEndpointRow on WebhookEndpoint {
  id
  url
  description
  eventTypes
  ordered
  status
  disabledReason
  failingSince
  secretOverlapUntil
  createdAt
}`) as unknown as TypedDocumentString<WebhooksQuery, WebhooksQueryVariables>;
export const ConsoleWebhookCreateDocument = new TypedDocumentString(`
    mutation ConsoleWebhookCreate($input: WebhookEndpointCreateInput!) {
  webhookEndpointCreate(input: $input) {
    __typename
    ... on WebhookEndpointCreatePayload {
      secret
    }
    ...Refusal
  }
}
    fragment Refusal on UserError {
  code
  message
}`) as unknown as TypedDocumentString<ConsoleWebhookCreateMutation, ConsoleWebhookCreateMutationVariables>;