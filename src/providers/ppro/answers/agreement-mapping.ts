import type { AgreementStatus } from '../../../domain/enums.ts'
import type { AgreementReport, InstrumentReport } from '../../../domain/provider/report.ts'
import { type Mapped, mapped, printable, recordOf, textOf, unmapped, type Wire } from '../../shared/wire.ts'
import { mapAuthenticationMethods } from './authentication-mapping.ts'
import { mapFailure } from './failure-mapping.ts'

interface MappedAgreement {
  readonly report: AgreementReport & { readonly providerReference: string; readonly status: AgreementStatus }
  readonly word: string
  /** False for a FAILED that PPRO can still change. */
  readonly settled: boolean
  readonly notes: readonly string[]
}

/** PPRO's statuses are those of the domain, without EXPIRED, which the gateway decides. */
const statuses: ReadonlyMap<string, AgreementStatus> = new Map(
  (
    [
      'INITIALIZING',
      'AUTHENTICATION_PENDING',
      'AUTHORIZATION_PROCESSING',
      'ACTIVE',
      'REVOKED_BY_CONSUMER',
      'REVOKED_BY_MERCHANT',
      'REVOKED_BY_PROVIDER',
      'FAILED',
    ] as const
  ).map(status => [status, status]),
)

export function mapAgreementStatus(word: string | undefined): AgreementStatus | undefined {
  return statuses.get(word ?? '')
}

/**
 * An agreement in PPRO's format, from the response to its creation or to a status query.
 * @param plainHttp see reachedByPlainHttp.
 */
export function mapAgreement(agreement: Wire, plainHttp: boolean): Mapped<MappedAgreement> {
  const providerReference = textOf(agreement, 'id')
  const word = textOf(agreement, 'status')
  const status = mapAgreementStatus(word)
  if (providerReference === undefined) return unmapped('agreement without an id')
  if (status === undefined) return unmapped(`unmapped agreement status ${printable(word)}`)
  const sentReference = textOf(agreement, 'merchantPaymentAgreementReference')
  const initialChargeReference = textOf(agreement, 'initialPaymentChargeId')
  const instrument = instrumentById(agreement)
  const failure = status === 'FAILED' ? mapFailure(recordOf(agreement, 'failure')) : undefined
  return mapped({
    report: {
      providerReference,
      ...(sentReference !== undefined && { sentReference }),
      ...agreementUpdate(status, agreement, plainHttp),
      ...(failure && { failure: failure.failure }),
      ...(instrument !== undefined && { instrument }),
      ...(initialChargeReference !== undefined && { initialChargeReference }),
    },
    word: failure ? `FAILED ${failure.failure.code}` : status,
    settled: failure?.settled ?? true,
    notes: failure?.note === undefined ? [] : [failure.note],
  })
}

/**
 * What follows from the status alone. A failed revocation is read only from the response to its own request: the list
 * in the agreement has no reference of the gateway, so an older failure could be taken for that of the latest request.
 */
export function agreementUpdate(
  status: AgreementStatus,
  record: Wire,
  plainHttp: boolean,
): Pick<AgreementReport, 'authenticationMethods' | 'revocation'> & { readonly status: AgreementStatus } {
  const methods = status === 'AUTHENTICATION_PENDING' ? mapAuthenticationMethods(record, plainHttp) : []
  const by = revokedBy.get(status)
  return {
    status,
    ...((status !== 'AUTHENTICATION_PENDING' || methods.length > 0) && { authenticationMethods: methods }),
    ...(by !== undefined && { revocation: { status: 'SUCCEEDED', by } }),
  }
}

const revokedBy: ReadonlyMap<AgreementStatus, 'CONSUMER' | 'MERCHANT' | 'PROVIDER'> = new Map([
  ['REVOKED_BY_CONSUMER', 'CONSUMER'],
  ['REVOKED_BY_MERCHANT', 'MERCHANT'],
  ['REVOKED_BY_PROVIDER', 'PROVIDER'],
])

/** Responses have only the instrument's id. Its type is the payment method until an event has details. */
function instrumentById(agreement: Wire): InstrumentReport | undefined {
  const token = textOf(agreement, 'instrumentId')
  const type = textOf(agreement, 'paymentMethod')
  return token === undefined || type === undefined ? undefined : { type, token }
}

/** The instrument in an event, with the details that can be shown. */
export function mapInstrument(instrument: Wire | undefined): InstrumentReport | undefined {
  const token = instrument && textOf(instrument, 'id')
  const type = instrument && textOf(instrument, 'type')
  if (instrument === undefined || token === undefined || type === undefined) return undefined
  const details = recordOf(instrument, 'details') ?? {}
  const brand = textOf(details, 'brand')
  const last4 = textOf(details, 'last4Digits')
  const expiryMonth = integerOf(details['expiryMonth'], 1, 12)
  const expiryYear = integerOf(details['expiryYear'], 2000, 9999)
  return {
    type,
    token,
    ...(brand !== undefined && { brand }),
    ...(last4 !== undefined && /^\d{4}$/.test(last4) && { last4 }),
    ...(expiryMonth !== undefined && { expiryMonth }),
    ...(expiryYear !== undefined && { expiryYear }),
  }
}

/** Reads an integer that may also arrive as text: PPRO does not document which. */
function integerOf(value: unknown, minimum: number, maximum: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined
  return number >= minimum && number <= maximum ? number : undefined
}
