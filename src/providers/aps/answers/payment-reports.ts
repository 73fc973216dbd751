import type { AuthenticationMethod } from '../../../domain/agreement/authentication.ts'
import type { Failure } from '../../../domain/decline/failure.ts'
import type { OperationReport } from '../../../domain/provider/report.ts'
import type { ProviderReport } from '../../port/outcome.ts'
import { type Mapped, mapped, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { failureOf } from '../codes/failure-mapping.ts'
import type { Verdict } from '../codes/verdict.ts'
import { minorUnitsOf } from '../message.ts'
import { instrumentOf } from './instrument.ts'

/** What became of something that was asked of APS, in one of the four ways in which something is known of it. */
export type PaymentState =
  | { readonly kind: 'succeeded' | 'pending' | 'awaitingConsumer' | 'actionRequired' }
  | { readonly kind: 'declined'; readonly failure: Failure }

/** A verdict on a payment that says something, with its failure put into words. */
export function stateOf(
  verdict: Extract<Verdict, { kind: PaymentState['kind'] }>,
  sources: readonly [Wire, ...Wire[]],
): PaymentState {
  return verdict.kind === 'declined'
    ? { kind: 'declined', failure: failureOf(verdict.row, sources) }
    : { kind: verdict.kind }
}

/**
 * Refusals for the state that things are in ("more than was captured", "not allowed") say nothing of an operation that
 * may have been done already: it is what the second sending of a void that was done is answered with.
 */
export function isAboutRequest({ kind }: Failure): boolean {
  return kind === 'INVALID_REQUEST'
}

export interface Payment {
  /** What APS said of it, verified. */
  readonly message: Wire
  readonly command: 'PURCHASE' | 'AUTHORIZATION'
  /** Our reference, which APS gives back as `merchant_reference`. */
  readonly sentReference: string
  /** True for the consumer's first payment, which makes the agreement; APS has no object of its own for that. */
  readonly makesAgreement: boolean
  /** The token that was sent, where that is known. */
  readonly sentToken?: string
  /** Whether the consumer may be sent to a page of plain http: see reachedByPlainHttp. */
  readonly plainHttp: boolean
}

/**
 * What a payment's update says, the agreement first where the payment makes one. A purchase that succeeded is
 * authorized and captured in one; such a capture has no name of its own.
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

/**
 * The agreement's id at APS is the one that we gave it: our reference. It is there once its first payment has
 * succeeded.
 */
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

/** Where the consumer's browser has to go next. */
function redirectOf({ message, plainHttp }: Payment): readonly AuthenticationMethod[] | undefined {
  const requestUrl = textOf(message, '3ds_url')
  const protocol = requestUrl === undefined ? undefined : URL.parse(requestUrl)?.protocol
  if (requestUrl === undefined || (protocol !== 'https:' && !(plainHttp && protocol === 'http:'))) return undefined
  return [{ type: 'REDIRECT', requestUrl, requestMethod: 'GET' }]
}
