import type { Money } from '../../base/money.ts'
import type {
  AmountRule,
  AuthenticationType,
  CaptureMode,
  ChargeInitiator,
  ChargeReason,
  IntervalUnit,
} from '../../domain/enums.ts'
import type { UserError } from '../../domain/input/user-error.ts'
import type { InstrumentReport } from '../../domain/provider/report.ts'

/** Identifiers that a provider request gives its command. Derived from the request's row, never from business data. */
export interface CommandIdentity {
  /** The provider's idempotency key. */
  readonly providerKey: string
  /** Our reference, by which the provider identifies the request. Never reused. */
  readonly sentReference: string
}

export type ProviderCommand = CommandIdentity &
  (CreateAgreementCommand | CreateChargeCommand | RevokeAgreementCommand | OperateChargeCommand)

export interface RevokeAgreementCommand {
  readonly verb: 'revokeAgreement'
  readonly agreementReference: string
  /** The instrument's token, if the provider named one. */
  readonly token: string | null
  readonly reason: string | null
}

export interface OperateChargeCommand {
  readonly verb: 'capture' | 'refund' | 'void'
  readonly chargeReference: string
  /** The reference under which the charge itself was sent. */
  readonly chargeSentReference: string
  readonly amount: Money
  readonly reason: string | null
}

export interface CreateAgreementCommand {
  readonly verb: 'createAgreement'
  readonly paymentMethod: string
  readonly consumer: ConsumerDetails
  /** The gateway's address, to which the provider returns the consumer's browser. Null if the method needs none. */
  readonly returnUrl: string | null
  readonly authenticationTypes: readonly AuthenticationType[]
  readonly description: string | null
  readonly agreedAmount: Money | null
  readonly amountRule: AmountRule
  readonly frequency: { readonly interval: IntervalUnit; readonly intervalCount: number } | null
  readonly chargeCount: number | null
  readonly startsAt: Date | null
  readonly endsAt: Date | null
  readonly initialCharge: {
    readonly amount: Money
    readonly captureMode: CaptureMode
    readonly description: string | null
    /** The reference by which the charge can be found even if the response is lost. */
    readonly sentReference: string
  } | null
  readonly client: ClientDetails | null
  /** Sent only if it is https. */
  readonly webhooksUrl: string | null
  /** What the consumer entered on the provider's page, if that happens before this request; see HostedSetUp. */
  readonly instrument: InstrumentReport | null
}

export interface CreateChargeCommand {
  readonly verb: 'createCharge'
  readonly paymentMethod: string
  readonly agreementReference: string
  /** The current details. */
  readonly consumer: ConsumerDetails
  /**
   * The request that created the agreement, as this adapter prepared it. Set only if `prepare` refuses the consumer's
   * current details: the agreement is then charged with the earlier ones.
   */
  readonly creation: ProviderRequest | null
  /** The agreement's payment instrument, if the provider named one. */
  readonly instrument: { readonly token: string; readonly brand: string | null } | null
  readonly amount: Money
  readonly captureMode: CaptureMode
  readonly initiator: ChargeInitiator
  readonly reason: Exclude<ChargeReason, 'INITIAL'>
  readonly description: string | null
  readonly returnUrl: string | null
  readonly client: ClientDetails | null
  readonly webhooksUrl: string | null
}

export interface ConsumerDetails {
  readonly reference: string
  readonly country: string
  readonly name: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly birthDate: string | null
  readonly locale: string | null
  readonly taxId: string | null
  readonly billingAddress: {
    readonly firstName: string | null
    readonly lastName: string | null
    readonly street: string | null
    readonly postalCode: string | null
    readonly city: string | null
    readonly region: string | null
    readonly country: string | null
  } | null
}

export interface ClientDetails {
  /** Without port, brackets and zone. Can be a private address if no other is known. */
  readonly ip: string | null
  /** Of any length. */
  readonly userAgent: string | null
}

/** A request exactly as it is sent. Stored encrypted; `body` is kept byte for byte. */
export interface ProviderRequest {
  readonly method: 'POST'
  /** Below the provider's base URL. */
  readonly path: string
  readonly body: string
  readonly providerKey: string
  /** Selects the translation of its response. */
  readonly verb: ProviderCommand['verb']
  /** What the response must echo. */
  readonly expected: { readonly sentReference: string; readonly amount?: string; readonly currency?: string }
}

export type Prepared =
  | { readonly ok: true; readonly request: ProviderRequest }
  | { readonly ok: false; readonly error: PrepareRefusal }

/** Why a command cannot be sent to this provider: its formats, or its rules about amounts and payment methods. */
export type PrepareRefusal = Extract<
  UserError,
  { code: 'INVALID_INPUT' | 'AMOUNT_UNSUPPORTED' | 'UNSUPPORTED_BY_PROVIDER' }
>
