import type { AuthenticationMethod } from '../../../domain/agreement/authentication.ts'
import type { Failure } from '../../../domain/decline/failure.ts'
import type { OperationReport } from '../../../domain/provider/report.ts'
import type { ProviderReport } from '../../port/outcome.ts'
import { type Mapped, mapped, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { failureOf } from '../codes/failure-mapping.ts'
import type { Verdict } from '../codes/verdict.ts'
import { minorUnitsOf } from '../message.ts'
import { instrumentOf } from './instrument.ts'

/** The state of a payment, operation or revocation at APS, if it is known. */
export type PaymentState =
  | { readonly kind: 'succeeded' | 'pending' | 'awaitingConsumer' | 'actionRequired' }
  | { readonly kind: 'declined'; readonly failure: Failure }

/** The state that follows from a verdict, with the failure of a decline. */
export function stateOf(
  verdict: Extract<Verdict, { kind: PaymentState['kind'] }>,
  sources: readonly [Wire, ...Wire[]],
): PaymentState {
  return verdict.kind === 'declined'
    ? { kind: 'declined', failure: failureOf(verdict.row, sources) }
    : { kind: verdict.kind }
}

/**
 * Refusals because of a state ("more than was captured", "not allowed") do not prove that an operation failed: a
 * repeated void that succeeded the first time gets the same response.
 */
export function isAboutRequest({ kind }: Failure): boolean {
  return kind === 'INVALID_REQUEST'
}

export interface Payment {
  /** The verified message of APS. */
  readonly message: Wire
  readonly command: 'PURCHASE' | 'AUTHORIZATION'
  /** Our reference, which APS echoes as `merchant_reference`. */
  readonly sentReference: string
  /** True for the consumer's first payment, which creates the agreement. APS has no object for agreements. */
  readonly makesAgreement: boolean
  /** The token that was sent, if known. */
  readonly sentToken?: string
  /** Whether the consumer can be sent to a plain http page: see reachedByPlainHttp. */
  readonly plainHttp: boolean
}

/**
 * The reports of a payment, the agreement first if the payment creates one. A successful purchase is authorized and
 * captured in one step; its capture has no reference.
 */
export function paymentReports(payment: Payment, state: PaymentState): Mapped<readonly ProviderReport[]> {
  const { message, sentReference } = payment
  const providerReference = textOf(message, 'fort_id')
  const currency = textOf(message, 'currency')
  const amount = minorUnitsOf(message, 'amount')
  if (state.kind === 'succeeded' && (providerReference === undefined || amount === undefined || currency === undefined))
    return unmapped('success without an id or an amount')
  const methods = state.kind === 'actionRequired' ? redirectOf(payment) : undefined
  if (state.kind === 'actionRequired' && methods === undefined) return unmapped('20064 without a usable 3ds_url')
  const charge: ProviderReport = {
    about: 'charge',
    ...(providerReference !== undefined && { providerReference }),
    sentReference,
    ...(currency !== undefined && { currency }),
    ...(methods && { authenticationMethods: methods }),
    operations: operationsOf(payment, state, amount),
    complete: false,
  }
  return mapped(payment.makesAgreement ? [agreementReport(payment, state, methods), charge] : [charge])
}

function operationsOf(
  { command, sentReference }: Payment,
  state: PaymentState,
  amount: bigint | undefined,
): readonly OperationReport[] {
  const authorization = { kind: 'AUTHORIZATION', sentReference, ...(amount !== undefined && { amount }) } as const
  if (state.kind === 'declined') return [{ ...authorization, status: 'FAILED', failure: state.failure }]
  if (state.kind !== 'succeeded') return [{ ...authorization, status: 'PENDING' }]
  const authorized = { ...authorization, status: 'SUCCEEDED' } as const
  if (command === 'AUTHORIZATION' || amount === undefined) return [authorized]
  return [authorized, { kind: 'CAPTURE', amount, status: 'SUCCEEDED' }]
}

/** The agreement's id at APS is our reference. It exists once its first payment has succeeded. */
function agreementReport(
  { message, sentReference, sentToken }: Payment,
  state: PaymentState,
  methods: readonly AuthenticationMethod[] | undefined,
): ProviderReport {
  const base = { about: 'agreement', sentReference } as const
  switch (state.kind) {
    case 'declined':
      return { ...base, status: 'FAILED', failure: state.failure }
    case 'awaitingConsumer':
    case 'actionRequired':
      return { ...base, status: 'AUTHENTICATION_PENDING', ...(methods && { authenticationMethods: methods }) }
    case 'pending':
      return { ...base, status: 'AUTHORIZATION_PROCESSING' }
    default: {
      const instrument = instrumentOf(message, sentToken)
      const initialChargeReference = textOf(message, 'fort_id')
      return {
        ...base,
        providerReference: sentReference,
        status: 'ACTIVE',
        ...(instrument && { instrument }),
        ...(initialChargeReference !== undefined && { initialChargeReference }),
      }
    }
  }
}

/** The page that the consumer must visit. */
function redirectOf({ message, plainHttp }: Payment): readonly AuthenticationMethod[] | undefined {
  const requestUrl = textOf(message, '3ds_url')
  const protocol = requestUrl === undefined ? undefined : URL.parse(requestUrl)?.protocol
  if (requestUrl === undefined || (protocol !== 'https:' && !(plainHttp && protocol === 'http:'))) return undefined
  return [{ type: 'REDIRECT', requestUrl, requestMethod: 'GET' }]
}
