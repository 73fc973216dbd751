import type { TimerRecord as SharedTimerRecord } from '../storage/unit-of-work.ts'
import type { ConsumerData, JsonObject, Labels } from './api/requests.ts'

/** The simulator's memory. Times are ISO strings of the sandbox clock; amounts are integer minor units. */

export type FailureType = 'INTERNAL_ERROR' | 'INTERNAL_DECLINE' | 'PROVIDER_ERROR' | 'PROVIDER_DECLINE'

export type Failure = {
  readonly failureType: FailureType
  readonly failureCode: string
  readonly failureMessage: string
  readonly providerFailureCode?: string
  readonly isRetryable?: boolean
}

export type AgreementStatus =
  | 'INITIALIZING'
  | 'AUTHENTICATION_PENDING'
  | 'ACTIVE'
  | 'REVOKED_BY_CONSUMER'
  | 'REVOKED_BY_MERCHANT'
  | 'REVOKED_BY_PROVIDER'
  | 'FAILED'

export type AuthenticationMethod = { readonly type: string; readonly details: JsonObject }

export type AgreementRecord = {
  readonly id: string
  readonly status: AgreementStatus
  readonly failure: Failure | null
  readonly paymentMethod: string
  readonly reference: string | null
  readonly description: string | null
  readonly frequency: JsonObject | null
  readonly startDate: string | null
  readonly endDate: string | null
  readonly amount: Money | null
  readonly amountType: 'MAX' | 'EXACT' | 'VARIABLE' | null
  readonly instrumentId: string
  readonly instrumentType: string
  readonly consumer: ConsumerData
  readonly authenticationMethods: readonly AuthenticationMethod[]
  readonly history: ReadonlyArray<{ id: string; status: AgreementStatus; failure: Failure | null; createdAt: string }>
  readonly revocations: ReadonlyArray<{
    id: string
    revocationStatus: string
    failure: Failure | null
    createdAt: string
  }>
  readonly initialPaymentChargeId: string | null
  readonly initialReferences: JsonObject
  readonly labels: Labels | null
  readonly webhooksUrl: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

type Money = { readonly value: number; readonly currency: string }

export type ChargeStatus =
  | 'AUTHORIZATION_PROCESSING'
  | 'AUTHORIZATION_ASYNC'
  | 'AUTHENTICATION_PENDING'
  | 'CAPTURE_PENDING'
  | 'CAPTURE_PROCESSING'
  | 'CAPTURED'
  | 'REFUNDED'
  | 'VOIDED'
  | 'DISCARDED'
  | 'FAILED'

export type AuthorizationStatus = 'AUTHORIZED' | 'AUTHENTICATION_PENDING' | 'PROVIDER_CONFIRMATION_PENDING' | 'FAILED'

type Operation<Status extends string> = {
  readonly id: string
  readonly amount: number
  readonly status: Status
  readonly reference: string | null
  readonly failure: Failure | null
  readonly labels: Labels | null
  readonly createdAt: string
  readonly updatedAt: string
}

export type Authorization = Operation<AuthorizationStatus>
export type Capture = Operation<'CAPTURED' | 'FAILED'>
export type Void = Operation<'VOIDED' | 'FAILED'>
export type Refund = Operation<'REFUNDED' | 'PENDING' | 'FAILED'> & {
  readonly refundReason: string | null
  readonly refundDescriptor: string | null
}
export type Discard = Operation<'DISCARDED'> & {
  readonly type: 'AUTHENTICATION_TIMEOUT' | 'PROVIDER_CONFIRMATION_TIMEOUT'
}

export type ChargeRecord = {
  readonly id: string
  readonly status: ChargeStatus
  readonly failure: Failure | null
  readonly agreementId: string | null
  readonly paymentMethod: string
  readonly paymentMedium: string
  readonly initiator: string | null
  readonly instrumentId: string
  readonly instrumentType: string
  readonly amount: number
  readonly currency: string
  readonly country: string
  readonly paymentDescriptor: string | null
  readonly reference: string | null
  /** True if the caller captures it. */
  readonly isMultiStep: boolean
  readonly consumer: ConsumerData
  readonly order: JsonObject | null
  readonly authenticationMethods: readonly AuthenticationMethod[]
  readonly authorizations: readonly Authorization[]
  readonly captures: readonly Capture[]
  readonly refunds: readonly Refund[]
  readonly voids: readonly Void[]
  readonly discards: readonly Discard[]
  readonly labels: Labels | null
  readonly webhooksUrl: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

/** A consumer's pending decision, on the page with this id: about an agreement (and its initial charge) or a charge. */
export type AuthenticationRecord = {
  readonly id: string
  readonly subject: { readonly kind: 'agreement' | 'charge'; readonly id: string }
  readonly returnUrl: string | null
  readonly answer: 'approved' | 'declined' | 'expired' | null
  readonly timerId: string
}

/** The stored answer of a key, until `expiresAtMs` on the sandbox clock. */
export type IdempotencyRecord = {
  readonly id: string
  readonly path: string
  readonly bodyHash: string
  readonly status: number
  readonly body: string
  readonly expiresAtMs: number
}

export type TimerTask =
  | { readonly kind: 'authentication-timeout'; readonly authenticationId: string }
  | { readonly kind: 'charge-confirmation'; readonly chargeId: string; readonly result: ConfirmationResult }
  | {
      readonly kind: 'refund-confirmation'
      readonly chargeId: string
      readonly refundId: string
      readonly result: ConfirmationResult
    }

/** How an open operation ends. */
export type ConfirmationResult = 'approve' | 'time-out' | Failure

export type TimerRecord = SharedTimerRecord<TimerTask>
