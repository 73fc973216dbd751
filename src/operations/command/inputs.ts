import type { ResolvedOutcome } from '../../domain/charge/resolution.ts'
import type {
  AmountRule,
  AuthenticationType,
  CaptureMode,
  ChargeInitiator,
  ChargeReason,
  ExhaustedAction,
  IntervalUnit,
  ProviderCode,
} from '../../domain/enums.ts'

/** A field that a caller may omit. On creation, omitted and null are the same; on an update, only null clears. */
type Optional<T> = T | null | undefined

export interface MoneyInput {
  readonly value: bigint
  readonly currency: string
}

export interface AddressInput {
  readonly firstName?: Optional<string>
  readonly lastName?: Optional<string>
  readonly street?: Optional<string>
  readonly postalCode?: Optional<string>
  readonly city?: Optional<string>
  readonly region?: Optional<string>
  readonly country?: Optional<string>
}

export interface ClientInput {
  readonly ip?: Optional<string>
  readonly userAgent?: Optional<string>
}

export interface ConsumerFields {
  readonly name?: Optional<string>
  readonly email?: Optional<string>
  readonly phone?: Optional<string>
  readonly locale?: Optional<string>
  /** YYYY-MM-DD. */
  readonly birthDate?: Optional<string>
  readonly taxId?: Optional<string>
  readonly billingAddress?: Optional<AddressInput>
  readonly reference?: Optional<string>
  readonly metadata?: unknown
}

export interface ConsumerCreateInput extends ConsumerFields {
  readonly idempotencyKey: string
  readonly country: string
}

export interface ConsumerUpdateInput extends ConsumerFields {
  readonly consumerId: string
  readonly country?: Optional<string>
}

export interface ConsumerEraseInput {
  readonly consumerId: string
}

export interface AgreementCreateInput {
  readonly idempotencyKey: string
  readonly provider: ProviderCode
  readonly paymentMethod: string
  readonly consumerId: string
  readonly returnUrl?: Optional<string>
  readonly authenticationTypes?: Optional<readonly AuthenticationType[]>
  readonly description?: Optional<string>
  readonly agreedAmount?: Optional<MoneyInput>
  readonly amountRule?: Optional<AmountRule>
  readonly frequency?: Optional<{ readonly interval: IntervalUnit; readonly intervalCount?: Optional<number> }>
  readonly chargeCount?: Optional<number>
  readonly startsAt?: Optional<Date>
  readonly endsAt?: Optional<Date>
  readonly initialCharge?: Optional<{
    readonly amount: MoneyInput
    readonly captureMode?: Optional<CaptureMode>
    readonly reference?: Optional<string>
    readonly description?: Optional<string>
  }>
  readonly client?: Optional<ClientInput>
  readonly reference?: Optional<string>
  readonly metadata?: unknown
}

export interface AgreementRevokeInput {
  readonly agreementId: string
  readonly requestedBy?: Optional<ChargeInitiator>
  readonly reason?: Optional<string>
}

export interface ChargeCreateInput {
  readonly idempotencyKey: string
  readonly agreementId: string
  readonly amount: MoneyInput
  readonly captureMode?: Optional<CaptureMode>
  readonly initiator?: Optional<ChargeInitiator>
  readonly reason?: Optional<ChargeReason>
  readonly retryOf?: Optional<string>
  readonly returnUrl?: Optional<string>
  readonly client?: Optional<ClientInput>
  readonly reference?: Optional<string>
  readonly description?: Optional<string>
  readonly metadata?: unknown
}

/** The common fields of a capture, a refund and a void. */
export interface ChargeOperationInput {
  readonly idempotencyKey: string
  readonly chargeId: string
  readonly amount?: Optional<MoneyInput>
  readonly reference?: Optional<string>
}

export interface ChargeRefundInput extends ChargeOperationInput {
  readonly reason?: Optional<string>
}

export interface ChargeSyncInput {
  readonly chargeId: string
}

export interface ChargeResolveInput {
  readonly idempotencyKey: string
  readonly chargeId: string
  readonly operationId: string
  readonly outcome: ResolvedOutcome
  readonly note: string
}

export interface RetryPolicyInput {
  readonly retryAfterDays: readonly number[]
  readonly onExhausted: ExhaustedAction
}

export interface ScheduleCreateInput {
  readonly idempotencyKey: string
  readonly agreementId: string
  readonly amount: MoneyInput
  readonly interval: IntervalUnit
  readonly intervalCount?: Optional<number>
  readonly anchorDate: string
  readonly timeOfDay?: Optional<string>
  readonly timeZone?: Optional<string>
  readonly endDate?: Optional<string>
  readonly maxOccurrences?: Optional<number>
  readonly retryPolicy?: Optional<RetryPolicyInput>
  readonly reference?: Optional<string>
  readonly description?: Optional<string>
  readonly metadata?: unknown
}

/** An omitted field keeps its value; null clears a field that is optional. */
export interface ScheduleUpdateInput {
  readonly scheduleId: string
  readonly expectedVersion?: Optional<number>
  readonly agreementId?: Optional<string>
  readonly amount?: Optional<MoneyInput>
  readonly endDate?: Optional<string>
  readonly maxOccurrences?: Optional<number>
  readonly retryPolicy?: Optional<RetryPolicyInput>
  readonly reference?: Optional<string>
  readonly description?: Optional<string>
  readonly metadata?: unknown
}

export interface SchedulePauseInput {
  readonly scheduleId: string
  readonly reason?: Optional<string>
}

export interface ScheduleResumeInput {
  readonly scheduleId: string
}

export interface ScheduleCancelInput {
  readonly scheduleId: string
  readonly reason?: Optional<string>
}

export interface OccurrenceRetryInput {
  readonly idempotencyKey: string
  readonly occurrenceId: string
}

export interface OccurrenceSkipInput {
  readonly occurrenceId: string
  readonly reason?: Optional<string>
}
