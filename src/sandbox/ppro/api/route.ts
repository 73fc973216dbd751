import type { RoutePattern } from '../../web/router.ts'
import type { AgreementRecord, ChargeRecord } from '../records.ts'
import type { Unit } from '../unit.ts'
import { ApiError } from './errors.ts'

/** The indexes of the charge search, oldest charge first. */
export type Searches = {
  readonly chargesByReference: (reference: string) => ChargeRecord[]
  readonly chargesByAgreement: (agreementId: string) => ChargeRecord[]
}

export type Call = {
  readonly unit: Unit
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Parsed JSON, not yet validated; null for GET. */
  readonly body: unknown
  readonly searches: Searches
}

export type Route = RoutePattern & {
  /** The reference from which faults are drawn. */
  readonly operation: string
  readonly merchantIdOptional?: true
  /** Returns the body of the 200. @throws {ApiError} */
  readonly handle: (call: Call) => unknown
}

/** @throws {ApiError} 404, even for operations, although an older PPRO page says 400 */
export function chargeOf({ unit, params }: Call): ChargeRecord {
  const charge = unit.tables.charges.get(params['chargeId'] ?? '')
  if (!charge) throw new ApiError(404, 'Payment charge not found')
  return charge
}

/** @throws {ApiError} 404 */
export function agreementOf({ unit, params }: Call): AgreementRecord {
  const agreement = unit.tables.agreements.get(params['agreementId'] ?? '')
  if (!agreement) throw new ApiError(404, 'Payment agreement not found')
  return agreement
}

/** The reference from which faults are drawn: the caller's reference in the request, if it has one. */
export function faultReference(call: Omit<Call, 'unit'> & { readonly tables: Unit['tables'] }): string {
  const { body, params, query, tables } = call
  const charge = tables.charges.get(params['chargeId'] ?? '')
  const agreement = tables.agreements.get(params['agreementId'] ?? query.get('agreementId') ?? '')
  return (
    ownReference(body) ??
    query.get('merchantPaymentChargeReference') ??
    charge?.reference ??
    charge?.id ??
    agreement?.reference ??
    agreement?.id ??
    ''
  )
}

const REFERENCE_FIELDS = [
  'merchantPaymentAgreementReference',
  'merchantPaymentChargeReference',
  'merchantCaptureReference',
  'merchantRefundReference',
  'merchantVoidReference',
]

function ownReference(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const fields = new Map(Object.entries(body))
  const name = REFERENCE_FIELDS.find(field => typeof fields.get(field) === 'string')
  return name === undefined ? undefined : String(fields.get(name))
}
