import type { TimerRecord as SharedTimerRecord } from '../storage/unit-of-work.ts'
import type { ResponseCode } from './api/messages.ts'
import type { Values } from './api/validation.ts'
import type { Resolution } from './outcomes.ts'
import type { Card } from './payments/cards.ts'

/** The simulator's memory. Times are ISO strings of the sandbox clock; amounts are integer minor units. */

export type TokenRecord = {
  /** `token_name`. */
  readonly id: string
  /** The merchant_reference of the tokenization. */
  readonly reference: string
  readonly card: Card
  /**
   * One-time until a payment with it has succeeded. After that it can be used for later payments, including recurring
   * ones.
   */
  readonly permanent: boolean
  readonly active: boolean
  /** True if the consumer or the provider revoked it. The merchant cannot activate the token again. */
  readonly ended: boolean
  /** The payment that used a one-time token. */
  readonly usedBy: string | null
  readonly createdAt: string
}

export type AgreementRecord = {
  /** `agreement_id`. */
  readonly id: string
  readonly reference: string
  readonly status: 'ACTIVE' | 'REVOKED_BY_MERCHANT' | 'REVOKED_BY_CONSUMER' | 'REVOKED_BY_PROVIDER'
  readonly tokenName: string
  readonly paymentMethod: 'CARD' | 'MADA' | 'MEEZA'
  readonly mode: string | null
  readonly amount: number
  readonly transactionsCount: number | null
  readonly expiryDate: string | null
  /** Successful recurring payments so far. */
  readonly paid: number
  readonly createdAt: string
}

type OrderState = 'ON_HOLD' | 'OPEN' | 'AUTHORIZED' | 'PURCHASED' | 'FAILED'

export type Operation = {
  readonly id: string
  readonly kind: 'capture' | 'refund' | 'void'
  readonly amount: number
  readonly status: 'DONE' | 'OPEN' | 'FAILED'
  readonly code: ResponseCode
  readonly acquirerCode: string | null
  readonly maintenanceReference: string | null
  /** The request's own parameters, which every answer and notification echoes. */
  readonly echo: Values
}

/** One payment, from its request to the last of its refunds. */
export type OrderRecord = {
  /** `fort_id`. */
  readonly id: string
  readonly reference: string
  readonly command: 'PURCHASE' | 'AUTHORIZATION'
  readonly state: OrderState
  /** The code of the payment itself, whatever operations followed. */
  readonly code: ResponseCode
  readonly acquirerCode: string | null
  readonly authorizationCode: string | null
  readonly amount: number
  readonly currency: string
  readonly tokenName: string
  readonly card: Card | null
  readonly recurring: boolean
  readonly agreementId: string | null
  readonly operations: readonly Operation[]
  readonly authentication: Authentication | null
  readonly echo: Values
  readonly createdAt: string
}

/** A customer's 3-D Secure session. */
export type Authentication = {
  readonly sessionId: string
  readonly returnUrl: string
  readonly timerId: string
  readonly answer: 'approved' | 'declined' | 'expired' | null
  /** The code with which the customer was sent back. Every later visit is sent back with the same code. */
  readonly returnedCode: ResponseCode | null
}

export type TimerTask =
  | { readonly kind: 'authentication-timeout'; readonly orderId: string }
  | { readonly kind: 'payment-resolution'; readonly orderId: string; readonly resolution: Resolution }
  | {
      readonly kind: 'operation-resolution'
      readonly orderId: string
      readonly operationId: string
      readonly resolution: Resolution
    }
  | { readonly kind: 'authorization-lapse'; readonly orderId: string }

export type TimerRecord = SharedTimerRecord<TimerTask>
