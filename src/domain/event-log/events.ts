import type { JsonObject } from '../../base/text/json.ts'
import type {
  AgreementStatus,
  ChargeReason,
  OccurrenceStatus,
  OperationKind,
  OperationStatus,
  ProviderCode,
  RequestPurpose,
} from '../enums.ts'

// Every type of event with its payload, as the log stores them (`events.type`, `events.data`). Payloads are type
// aliases, which are assignable to JSON. They never hold personal data. Amounts are minor units as text.

type Event<Type extends string, Data extends JsonObject | null> = { readonly type: Type; readonly data: Data }

type Money = { readonly amount: string; readonly currency: string }
/** A failure without the provider's free text. */
type WithFailure = { readonly failure?: JsonObject }

export type OperationData = Money & WithFailure & { readonly operationId: string }

/** The event type for each status of an operation. */
export const operationEvents = {
  AUTHORIZATION: {
    PROCESSING: 'charge.authorization_requested',
    UNKNOWN: 'charge.authorization_unknown',
    PENDING: 'charge.authorization_pending',
    SUCCEEDED: 'charge.authorization_succeeded',
    FAILED: 'charge.authorization_failed',
  },
  CAPTURE: {
    PROCESSING: 'charge.capture_requested',
    UNKNOWN: 'charge.capture_unknown',
    PENDING: 'charge.capture_pending',
    SUCCEEDED: 'charge.capture_succeeded',
    FAILED: 'charge.capture_failed',
  },
  REFUND: {
    PROCESSING: 'charge.refund_requested',
    UNKNOWN: 'charge.refund_unknown',
    PENDING: 'charge.refund_pending',
    SUCCEEDED: 'charge.refund_succeeded',
    FAILED: 'charge.refund_failed',
  },
  VOID: {
    PROCESSING: 'charge.void_requested',
    UNKNOWN: 'charge.void_unknown',
    PENDING: 'charge.void_pending',
    SUCCEEDED: 'charge.void_succeeded',
    FAILED: 'charge.void_failed',
  },
} as const satisfies Record<OperationKind, Record<OperationStatus, string>>

type OperationEvents = typeof operationEvents
export type OperationEventType = {
  [Kind in OperationKind]: OperationEvents[Kind][OperationStatus]
}[OperationKind]

/** The event type for each outcome of a revocation. */
export const revocationEvents = {
  PROCESSING: 'agreement.revocation_requested',
  UNKNOWN: 'agreement.revocation_unknown',
  PENDING: 'agreement.revocation_pending',
  SUCCEEDED: 'agreement.revocation_succeeded',
  FAILED: 'agreement.revocation_failed',
} as const satisfies Record<OperationStatus, string>

/** Notes that any aggregate can have. */
type CommonNote =
  | Event<'reconciliation.break', { readonly what: string; readonly ours: string; readonly theirs: string }>
  | Event<
      'reconciliation.unsettled',
      { readonly purpose: RequestPurpose; readonly providerRequestId?: string; readonly statusQueries?: number }
    >
  | Event<'integrity.violation', { readonly check: string; readonly detail: string }>

/** A provider's notice about a charge that does not change the charge. */
export type ProviderNote =
  | Event<'charge.chargeback', Partial<Money>>
  | Event<
      'charge.funds_state_changed',
      Partial<Money> & {
        readonly fundsState?: string
        readonly operation?: string
        readonly operationReference?: string
      }
    >

export type ChargeNoteEvent =
  | CommonNote
  | ProviderNote
  | Event<
      'charge.contradiction',
      WithFailure & {
        readonly operationId: string
        readonly kind: OperationKind
        readonly recorded: OperationStatus
        readonly reported: OperationStatus
      }
    >
  | Event<'charge.agreement_ended', { readonly revocationId: string }>
  | Event<
      'charge.resolved',
      { readonly operationId: string; readonly outcome: 'SUCCEEDED' | 'FAILED'; readonly note: string }
    >
export type ChargeStepEvent = Event<OperationEventType, OperationData>
export type ChargeEvent =
  | Event<'charge.created', Money & { readonly reason: ChargeReason }>
  | ChargeStepEvent
  | ChargeNoteEvent

export type AgreementNoteEvent =
  | CommonNote
  | Event<
      'agreement.contradiction',
      WithFailure & { readonly recorded: AgreementStatus; readonly reported: AgreementStatus }
    >
/** `revocationId` identifies the revocation request of the event. */
export type AgreementStepEvent = Event<
  'agreement.status_changed' | 'agreement.instrument_given' | (typeof revocationEvents)[OperationStatus],
  WithFailure & { readonly revocationId?: string }
>
export type AgreementEvent =
  | Event<'agreement.created', { readonly provider: ProviderCode; readonly paymentMethod: string }>
  | AgreementStepEvent
  | AgreementNoteEvent

/** `attempt` is the number of the charge that is about to be made. */
export type OccurrenceEvent = Event<
  | 'schedule.occurrence_processing'
  | 'schedule.occurrence_paid'
  | 'schedule.occurrence_retrying'
  | 'schedule.occurrence_failed'
  | 'schedule.occurrence_skipped',
  {
    readonly occurrenceId: string
    readonly index: number
    readonly occurrenceStatus: OccurrenceStatus
    readonly reason?: string
    readonly nextRetryAt?: string
    readonly attempt?: number
  }
>
export type ScheduleNoteEvent = CommonNote
/** An event of the schedule itself; its fields have the new values. */
export type ScheduleChangeEvent = Event<
  'schedule.updated' | 'schedule.paused' | 'schedule.resumed' | 'schedule.canceled' | 'schedule.completed',
  Readonly<Record<string, never>>
>
export type ScheduleStepEvent =
  | Event<'schedule.created', Money & { readonly nextChargeAt: string | null; readonly skipped?: number }>
  | ScheduleChangeEvent
  | OccurrenceEvent
export type ScheduleEvent = ScheduleStepEvent | ScheduleNoteEvent

/** `revocations` are the ids of all requests to revoke the consumer's agreements at that time. */
export type ConsumerEvent =
  | Event<'consumer.created' | 'consumer.updated', null>
  | Event<'consumer.erased', { readonly revocations: readonly string[] }>

export type LogEvent = ConsumerEvent | AgreementEvent | ChargeEvent | ScheduleEvent

/** One change of an aggregate, which raises its version by one. `moved` is set if the status changed. */
export type StepOf<E extends LogEvent, Status extends string> = E & {
  readonly version: number
  readonly moved: { readonly from: Status | null; readonly to: Status } | null
}

/** A note for operators that changes nothing. `key` distinguishes several notes of one type. */
export type NoteOf<E extends LogEvent> = E & {
  readonly key: string
  /** True if a person must decide something. */
  readonly needsAttention: boolean
}
