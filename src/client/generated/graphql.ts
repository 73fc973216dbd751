/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** A postal address. It is replaced whole: a part left out is not kept from before. */
export type AddressInput = {
  /** City or town. */
  city?: string | null | undefined;
  /** Country of the address. */
  country?: string | null | undefined;
  /** Given name of who is billed. */
  firstName?: string | null | undefined;
  /** Family name of who is billed. */
  lastName?: string | null | undefined;
  /** Postal or ZIP code. */
  postalCode?: string | null | undefined;
  /** State, province or region. */
  region?: string | null | undefined;
  /** Street and house number. */
  street?: string | null | undefined;
};

/** A new agreement with a consumer. What its payment method needs and can do stands in the provider’s paymentMethods. */
export type AgreementCreateInput = {
  /** What the consumer agrees to per charge, read with amountRule. */
  agreedAmount?: MoneyInput | null | undefined;
  /** What agreedAmount means: VARIABLE unless said. */
  amountRule?: AmountRule | null | undefined;
  /** Ways that this consumer’s device can do, at most 100; all of the method’s unless said. */
  authenticationTypes?: Array<AuthenticationType> | null | undefined;
  /** How many charges the consumer agrees to, 1 or more; unlimited unless said. */
  chargeCount?: number | null | undefined;
  /** What is known of the consumer’s device. */
  client?: ClientInput | null | undefined;
  /** Who agrees, con_…. */
  consumerId: string;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** When it expires; without end unless said. */
  endsAt?: string | null | undefined;
  /** How often the consumer agrees to be charged. */
  frequency?: FrequencyInput | null | undefined;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** A first charge, made together with it. Whether it may or has to be there, the payment method says. */
  initialCharge?: InitialChargeInput | null | undefined;
  /** A JSON object of at most 50 strings by key, kept as it is. */
  metadata?: unknown;
  /** One of the provider’s paymentMethods, e.g. AMAZON_PAY of PPRO, CARD of APS. */
  paymentMethod: string;
  /** The provider that is to keep it. */
  provider: ProviderCode;
  /** The merchant’s own name for it, to filter by. Need not be unique. */
  reference?: string | null | undefined;
  /** Where the consumer’s browser goes afterwards; only agreementId is appended, in place of one that is there. It proves nothing: read the object. Required where the method redirects. At most 2048 characters, percent-encoded. */
  returnUrl?: string | null | undefined;
  /** From when on it may be charged; at once unless said. */
  startsAt?: string | null | undefined;
};

/** A request to end an agreement. */
export type AgreementRevokeInput = {
  /** agr_… */
  agreementId: string;
  /** Why, for the record and, where it takes one, for the provider. */
  reason?: string | null | undefined;
  /** Who wants it to end: MERCHANT unless said. */
  requestedBy?: ChargeInitiator | null | undefined;
};

/** How far an agreement has come. From REVOKED_…, EXPIRED and FAILED it never moves again. */
export type AgreementStatus =
  /** It can be charged. */
  | 'ACTIVE'
  /** The consumer has to act: see authenticationMethods. */
  | 'AUTHENTICATION_PENDING'
  /** The consumer has agreed; the provider is not done yet. */
  | 'AUTHORIZATION_PROCESSING'
  /** Its end has passed, or the agreed number of charges was made (decided by the gateway). */
  | 'EXPIRED'
  /** It never became active; failure says why. */
  | 'FAILED'
  /** Recorded here; the provider has not answered yet. */
  | 'INITIALIZING'
  /** The consumer ended it. */
  | 'REVOKED_BY_CONSUMER'
  /** The merchant ended it. */
  | 'REVOKED_BY_MERCHANT'
  /** The provider ended it. */
  | 'REVOKED_BY_PROVIDER';

/** What agreedAmount means for each charge. */
export type AmountRule =
  /** Every charge is exactly agreedAmount. */
  | 'EXACT'
  /** No charge is more than agreedAmount. */
  | 'MAX'
  /** Charges may be of any amount. */
  | 'VARIABLE';

/** How a consumer proves who they are. 3-D Secure appears as REDIRECT. */
export type AuthenticationType =
  /** In an app on this device: open appUrl. */
  | 'APP_INTENT'
  /** In an app that notifies them: nothing to show but that they should look there. */
  | 'APP_NOTIFICATION'
  /** With a further factor that the payment method asks for; see details. */
  | 'MULTI_FACTOR'
  /** On a page of the provider or the bank, perhaps by way of one of ours: open requestUrl in the consumer’s browser. */
  | 'REDIRECT'
  /** By scanning a code with their phone: show codePayload as a code, or codeImageUrl. */
  | 'SCAN_CODE';

/** When an authorised amount is captured. */
export type CaptureMode =
  /** At once, by the authorisation itself. */
  | 'AUTOMATIC'
  /** By chargeCapture, before the authorisation lapses. */
  | 'MANUAL';

/** A capture of what is authorised. */
export type ChargeCaptureInput = {
  /** How much. Left out or null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** chg_… */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** The merchant’s own name for the capture. */
  reference?: string | null | undefined;
};

/** A new charge under an agreement. */
export type ChargeCreateInput = {
  /** The ACTIVE agreement to charge, agr_…. */
  agreementId: string;
  /** How much, within what was agreed. */
  amount: MoneyInput;
  /** When it is captured: AUTOMATIC unless said. */
  captureMode?: CaptureMode | null | undefined;
  /** What is known of the consumer’s device, for initiator CONSUMER. */
  client?: ClientInput | null | undefined;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** MERCHANT unless said; with CONSUMER the answer may ask for authentication, and returnUrl says where to come back. */
  initiator?: ChargeInitiator | null | undefined;
  /** A JSON object of at most 50 strings by key, kept as it is. */
  metadata?: unknown;
  /** UNSCHEDULED unless said; for callers with a scheduler of their own. INITIAL is not accepted. */
  reason?: ChargeReason | null | undefined;
  /** The merchant’s own name for it, to filter by. Need not be unique. */
  reference?: string | null | undefined;
  /** The charge that this one tries again, chg_…. */
  retryOf?: string | null | undefined;
  /** Where the consumer’s browser goes after authenticating, for initiator CONSUMER. At most 2048 characters, percent-encoded. */
  returnUrl?: string | null | undefined;
};

/** On whose initiative something is done. */
export type ChargeInitiator =
  /** The consumer is present and asked for it; they may be asked to authenticate. */
  | 'CONSUMER'
  /** The merchant, without the consumer being present. */
  | 'MERCHANT';

/** Why a charge is made when it is made. */
export type ChargeReason =
  /** Together with its agreement, with the consumer present. */
  | 'INITIAL'
  /** It fell due by a schedule that the consumer agreed to. */
  | 'SCHEDULED'
  /** A scheduled charge that was declined is tried again. */
  | 'SCHEDULED_RETRY'
  /** By an event without a fixed date, e.g. a top-up. */
  | 'UNSCHEDULED';

/** A refund of what is captured. */
export type ChargeRefundInput = {
  /** How much. Left out or null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** chg_… */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** Why, for the record and, where it takes one, for the provider. */
  reason?: string | null | undefined;
  /** The merchant’s own name for the refund. */
  reference?: string | null | undefined;
};

/** How far a charge has come. While something can still be captured it is AUTHORIZED or PARTIALLY_CAPTURED; refund statuses apply after that. Terminal while no operation is open: CAPTURED, PARTIALLY_REFUNDED, REFUNDED, VOIDED, FAILED, DISCARDED. AUTHORIZED and PARTIALLY_CAPTURED are not: they lapse by themselves. A chargeback is an event, never a status. */
export type ChargeStatus =
  /** The consumer has to act: see authenticationMethods. */
  | 'AUTHENTICATION_PENDING'
  /** Accepted by the provider; the outcome comes later (bank debit, Pix, a card payment in review). */
  | 'AUTHORIZATION_PENDING'
  /** The amount is held and can be captured; nothing of it is yet. */
  | 'AUTHORIZED'
  /** Nothing is left to capture: all of it was, or the rest was voided or lapsed. capturedAmount tells how much. */
  | 'CAPTURED'
  /** The consumer did not authenticate in time, or the charge was abandoned before money moved. */
  | 'DISCARDED'
  /** Declined, or refused; failure says why. No money moved. */
  | 'FAILED'
  /** Something is captured and more can still be. */
  | 'PARTIALLY_CAPTURED'
  /** Part of what was captured went back to the consumer. */
  | 'PARTIALLY_REFUNDED'
  /** Recorded here, not yet answered by the provider. */
  | 'PROCESSING'
  /** All that was captured went back to the consumer. */
  | 'REFUNDED'
  /** The request went out and its answer was lost; the gateway is finding out. Never retried blindly: do not charge again. */
  | 'UNKNOWN'
  /** The authorisation was given back before anything was captured. */
  | 'VOIDED';

/** Gives back what is authorised and not captured. */
export type ChargeVoidInput = {
  /** How much. Left out or null: all that is left. */
  amount?: MoneyInput | null | undefined;
  /** chg_… */
  chargeId: string;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** The merchant’s own name for the void. */
  reference?: string | null | undefined;
};

/** What is known of the consumer’s device, for payment methods that need it. */
export type ClientInput = {
  /** The device’s IP address, version 4 or 6, as a proxy writes it: a port, brackets and a zone are dropped. One that is not public is left out, unless the payment method requires client. With APS it counts where the consumer’s browser reaches us from no public address. */
  ip?: string | null | undefined;
  /** The browser’s User-Agent header, of any length: cut to what the provider takes. Not sent to APS. */
  userAgent?: string | null | undefined;
};

/** A new consumer. Which of the optional fields an agreement needs, its payment method’s requiredConsumerFields tell. */
export type ConsumerCreateInput = {
  /** Where bills go. */
  billingAddress?: AddressInput | null | undefined;
  /** Date of birth, from 1900-01-01 to today. */
  birthDate?: string | null | undefined;
  /** Where the consumer lives. */
  country: string;
  /** E-mail address. */
  email?: string | null | undefined;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept for 30 days, then it is free again. */
  idempotencyKey: string;
  /** Language and region for what the provider shows to the consumer, e.g. en-US. */
  locale?: string | null | undefined;
  /** A JSON object of at most 50 strings by key, kept as it is. */
  metadata?: unknown;
  /** Full name. */
  name?: string | null | undefined;
  /** Telephone number, at most 64 characters: international, e.g. +49 30 123456, or national in the consumer’s country. Invisible characters are left out. */
  phone?: string | null | undefined;
  /** The merchant’s own name for the consumer, to filter by. Need not be unique. */
  reference?: string | null | undefined;
  /** The consumer’s own tax number, where a payment method needs it. */
  taxId?: string | null | undefined;
};

/** What brought a change about. */
export type EventSource =
  /** A caller of this API asked for it. */
  | 'API'
  /** A person decided it. */
  | 'OPERATOR'
  /** The provider answered a request of ours. */
  | 'PROVIDER_RESPONSE'
  /** The gateway asked the provider what became of something, and found out. */
  | 'RECONCILIATION'
  /** The gateway’s own timers: something fell due or ran out. */
  | 'SCHEDULER'
  /** The provider told us unasked. */
  | 'WEBHOOK';

/** What becomes of a schedule when a payment has failed and is not tried again. */
export type ExhaustedAction =
  /** The schedule is CANCELED, for good. */
  | 'CANCEL'
  /** The schedule goes on with its next occurrence; this one stays unpaid. */
  | 'CONTINUE'
  /** The schedule is PAUSED until scheduleResume. */
  | 'PAUSE';

/** What is best done next. */
export type FailureAdvice =
  /** Charge again with the consumer present, so that they can authenticate. */
  | 'AUTHENTICATE_CONSUMER'
  /** Ask the provider: what is wrong lies with the account or with them. */
  | 'CONTACT_PROVIDER'
  /** Do not try this again. */
  | 'DO_NOT_RETRY'
  /** The request itself has to change; as it is, it will be refused again. */
  | 'FIX_REQUEST'
  /** This agreement cannot be charged any more: make a new one with the consumer. */
  | 'NEW_AGREEMENT'
  /** Try the same again later. */
  | 'RETRY_LATER'
  /** Ask the consumer for another means of payment. */
  | 'UPDATE_PAYMENT_METHOD';

/** What sort of failure it is, the same for every provider. */
export type FailureKind =
  /** The consumer did not prove who they are. */
  | 'AUTHENTICATION_FAILED'
  /** It was called off before it was done. */
  | 'CANCELED'
  /** It was not done in time. */
  | 'EXPIRED'
  /** Declined on suspicion of fraud. Do not tell the consumer so. */
  | 'FRAUD_SUSPECTED'
  /** Declined for good: the same charge on the same means of payment will not succeed. */
  | 'HARD_DECLINE'
  /** The provider refused the request as it was made. */
  | 'INVALID_REQUEST'
  /** The provider could not be reached, or failed. */
  | 'PROVIDER_ERROR'
  /** Declined for now, e.g. for lack of funds: the same charge may succeed later. */
  | 'SOFT_DECLINE';

/** How often the consumer agrees to be charged: every intervalCount intervals. */
export type FrequencyInput = {
  /** The span of one interval. */
  interval: IntervalUnit;
  /** How many intervals lie between two charges: 1 unless said, 1 or more. */
  intervalCount?: number | null | undefined;
};

/** A first charge, made together with its agreement while the consumer is present. */
export type InitialChargeInput = {
  /** How much. */
  amount: MoneyInput;
  /** When it is captured: AUTOMATIC unless said. */
  captureMode?: CaptureMode | null | undefined;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** The merchant’s own name for the charge. */
  reference?: string | null | undefined;
};

/** A span of the calendar. */
export type IntervalUnit =
  /** A day. */
  | 'DAY'
  /** A calendar month. */
  | 'MONTH'
  /** Seven days. */
  | 'WEEK'
  /** A calendar year. */
  | 'YEAR';

/** Narrows the log: all given fields must match. A field left out narrows nothing. An id that is null (a variable without a value yet) is an error, BAD_USER_INPUT, and never “every one”; any other field that is null is the same as left out. */
export type LogEventFilter = {
  /** Of this agreement, or one of its charges or schedules, agr_…. */
  agreementId?: string | null | undefined;
  /** Of this consumer, or an agreement, charge or schedule of theirs, con_…. */
  consumerId?: string | null | undefined;
  /** Of this object only: con_…, agr_…, chg_… or sch_…. */
  subjectId?: string | null | undefined;
  /** Of exactly one of these types, at most 100, e.g. charge.created; an empty list matches nothing. */
  types?: Array<string> | null | undefined;
};

/** An amount of money to move. */
export type MoneyInput = {
  /** The currency that value counts. */
  currency: string;
  /** In the minor unit of the currency: 1000 is 10.00 USD, 1000 JPY or 1.000 KWD. Greater than 0. */
  value: string | number;
};

/** An occurrence to charge again now. */
export type OccurrenceRetryInput = {
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** A RETRYING or FAILED one, occ_…. */
  occurrenceId: string;
};

/** An occurrence that is not to be charged. */
export type OccurrenceSkipInput = {
  /** An UPCOMING or RETRYING one, occ_…. */
  occurrenceId: string;
  /** Why, for the record: Occurrence.statusReason. SKIPPED_BY_MERCHANT unless said. */
  reason?: string | null | undefined;
};

/** What has become of an occurrence of a schedule. From PAID and SKIPPED it never moves again; a FAILED one can be tried again by occurrenceRetry. */
export type OccurrenceStatus =
  /** It was not paid, and nothing more is tried by itself; statusReason says why. */
  | 'FAILED'
  /** A charge for it succeeded. */
  | 'PAID'
  /** A charge for it is under way, or its outcome is not known yet: nothing else is charged for it meanwhile. */
  | 'PROCESSING'
  /** Its last charge failed, and another is made at nextRetryAt. */
  | 'RETRYING'
  /** It is never charged; statusReason says why. */
  | 'SKIPPED'
  /** The schedule’s next occurrence: it is charged when it falls due. */
  | 'UPCOMING';

/** How far a request to a provider has come: an authorisation, capture, refund, void or revocation. */
export type OperationStatus =
  /** It did not happen; failure says why. */
  | 'FAILED'
  /** The provider took it; how it ends comes later. */
  | 'PENDING'
  /** Recorded here, and on its way to the provider. */
  | 'PROCESSING'
  /** Done, for good. */
  | 'SUCCEEDED'
  /** It went out and its answer was lost. The gateway is finding out; its amount counts as taken meanwhile. */
  | 'UNKNOWN';

/** A payment provider behind the gateway. */
export type ProviderCode =
  /** Amazon Payment Services: cards, kept as tokens, and charged without the consumer. */
  | 'APS'
  /** PPRO: local payment methods and wallets, e.g. Amazon Pay. */
  | 'PPRO';

/** How a URL is opened in a browser. */
export type RedirectMethod =
  /** Go to it. */
  | 'GET'
  /** Submit an empty form to it. */
  | 'POST';

/** What is to happen when a payment fails. It is replaced whole. */
export type RetryPolicyInput = {
  /** What becomes of the schedule when these days are used up, or trying again is no use. */
  onExhausted: ExhaustedAction;
  /** Days after the occurrence’s due date on which a soft decline is tried again, at timeOfDay: 1 to 60, rising, at most 20 of them. Empty: never. */
  retryAfterDays: Array<number>;
};

/** A schedule to end. */
export type ScheduleCancelInput = {
  /** Why, for the record: Schedule.statusReason. */
  reason?: string | null | undefined;
  /** sch_… */
  scheduleId: string;
};

/** A new schedule under an agreement. When its occurrences fall due, the type Schedule says. */
export type ScheduleCreateInput = {
  /** The ACTIVE agreement to charge, agr_…. */
  agreementId: string;
  /** What each occurrence is charged, within what was agreed. */
  amount: MoneyInput;
  /** The local date of the first occurrence, from 1970-01-01 to 9999-12-31, from which all others are counted. It may have passed: occurrences before now are SKIPPED and never charged. */
  anchorDate: string;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** The last local date on which an occurrence may fall, inclusive, to 9999-12-31; without end unless said. */
  endDate?: string | null | undefined;
  /** 1 to 255 visible ASCII characters, unique to this request: a repeat with the same arguments answers what the first one made, in its present state. Other arguments under the same key: IdempotencyConflict. The key is kept as long as what it made. */
  idempotencyKey: string;
  /** The span of one interval. */
  interval: IntervalUnit;
  /** How many intervals lie between two occurrences: 1 unless said, 1 to 1000. */
  intervalCount?: number | null | undefined;
  /** How many occurrences there are, skipped ones counted, 1 to 100,000; without end unless said. */
  maxOccurrences?: number | null | undefined;
  /** A JSON object of at most 50 strings by key, kept as it is. */
  metadata?: unknown;
  /** The merchant’s own name for it and its charges, to filter by. Need not be unique. */
  reference?: string | null | undefined;
  /** What happens when a payment fails. Unless said: tried again after 1, 3 and 7 days, then PAUSE. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /** When, on its date, an occurrence falls due, by the clocks of timeZone: 09:00 unless said. */
  timeOfDay?: string | null | undefined;
  /** Where dates and time of day are meant: UTC unless said. */
  timeZone?: string | null | undefined;
};

/** A schedule to charge nothing by for a while. */
export type SchedulePauseInput = {
  /** Why, for the record: Schedule.statusReason. */
  reason?: string | null | undefined;
  /** sch_… */
  scheduleId: string;
};

/** A schedule to charge by again. */
export type ScheduleResumeInput = {
  /** sch_… */
  scheduleId: string;
};

/** How a schedule stands. From COMPLETED and CANCELED it never moves again. */
export type ScheduleStatus =
  /** Each occurrence is charged as it falls due. */
  | 'ACTIVE'
  /** Nothing is charged any more; statusReason says why. */
  | 'CANCELED'
  /** Its end has come, and every occurrence is over: paid, failed or skipped. */
  | 'COMPLETED'
  /** Each occurrence is charged as it falls due, and a payment that failed is still to be tried again: see the occurrences that are RETRYING. */
  | 'PAST_DUE'
  /** Nothing is charged until scheduleResume. Occurrences that pass meanwhile are SKIPPED; statusReason says why it was paused. */
  | 'PAUSED';

/** What is to change of a schedule, from the next occurrence on: a field left out stays as it is, an explicit null clears it. A occurrence that is being charged or tried again keeps its amount. Interval, dates and zone never change: cancel it and make another. */
export type ScheduleUpdateInput = {
  /** Moves it to another ACTIVE agreement of the same consumer, e.g. for a new card. What is still to be tried again is tried under that one. Cannot be null. */
  agreementId?: string | null | undefined;
  /** What each occurrence is charged, in the same currency. Cannot be null. */
  amount?: MoneyInput | null | undefined;
  /** What it is for, as the consumer may see it. */
  description?: string | null | undefined;
  /** The last local date on which an occurrence may fall, from 1970-01-01 to 9999-12-31; null: without end. */
  endDate?: string | null | undefined;
  /** The version that the change was decided on: where it has another by now, nothing is changed, and the answer is InvalidState. */
  expectedVersion?: number | null | undefined;
  /** How many occurrences there are, skipped ones counted, 1 to 100,000; null: without end. */
  maxOccurrences?: number | null | undefined;
  /** A JSON object of at most 50 strings by key, kept as it is. Replaced whole. */
  metadata?: unknown;
  /** The merchant’s own name for it and its later charges. */
  reference?: string | null | undefined;
  /** What happens when a payment fails, replaced whole. Cannot be null. */
  retryPolicy?: RetryPolicyInput | null | undefined;
  /** sch_… */
  scheduleId: string;
};

export type AgreementQueryVariables = Exact<{
  id: string;
}>;


export type AgreementQuery = { agreement: { id: string, version: number, eventCursor: string, reference: string | null, status: AgreementStatus, terminal: boolean, provider: ProviderCode, paymentMethod: string, initialCharge: { id: string, version: number, eventCursor: string, reference: string | null, status: ChargeStatus, terminal: boolean, amount: { value: string, currency: string, decimal: string }, capturedAmount: { value: string, currency: string, decimal: string }, refundedAmount: { value: string, currency: string, decimal: string }, capturableAmount: { value: string, currency: string, decimal: string }, refundableAmount: { value: string, currency: string, decimal: string }, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } | null, authenticationMethods: Array<{ type: AuthenticationType, requestUrl: string | null, requestMethod: RedirectMethod | null, expiresAt: string | null }>, failure: { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string } | null } | null };

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


export type EventsQuery = { events: { eventCursor: string, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null }, nodes: Array<{ id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null }> } };

export type EventCursorQueryVariables = Exact<{ [key: string]: never; }>;


export type EventCursorQuery = { eventCursor: string };

export type EventLoggedSubscriptionVariables = Exact<{
  filter?: LogEventFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type EventLoggedSubscription = { events: { id: string, eventCursor: string, type: string, occurredAt: string, source: EventSource, subjectType: string | null, subjectId: string | null, version: number | null, previousStatus: string | null, status: string | null } };

export type MoneyFieldsFragment = { value: string, currency: string, decimal: string };

export type FailureFieldsFragment = { kind: FailureKind, code: string, advice: FailureAdvice, retryable: boolean, message: string, consumerMessage: string };

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


export type ScheduleRetriesAfterQuery = { schedule: { retriesAfter: { dueAt: string, retryable: boolean, retries: Array<string>, onExhausted: ExhaustedAction } } | null };

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