import { createSingleCharge } from '../charges/creation.ts'
import { ApiError } from './errors.ts'
import { chargeRequest, confirmationRequest } from './requests.ts'
import { chargeBody } from './responses.ts'
import { type Call, chargeOf, type Route } from './route.ts'
import { validated } from './validation.ts'

const CHARGES = '/v1/payment-charges'

export const chargeRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: CHARGES,
    operation: 'charge',
    handle: ({ unit, body }) => chargeBody(createSingleCharge(unit, validated(chargeRequest, body))),
  },
  { method: 'GET', path: CHARGES, operation: 'charge.search', handle: search },
  {
    method: 'GET',
    path: `${CHARGES}/{chargeId}`,
    operation: 'charge.get',
    handle: call => chargeBody(chargeOf(call)),
  },
  {
    method: 'POST',
    path: `${CHARGES}/{chargeId}/authorizations`,
    operation: 'charge.confirm',
    merchantIdOptional: true,
    handle: call => {
      chargeOf(call)
      validated(confirmationRequest, call.body)
      throw new ApiError(400, 'The payment charge does not await an authentication result')
    },
  },
]

/** A search needs exactly one filter. Page numbers and the page size are inferences. */
function search({ query, searches, unit }: Call): unknown {
  const reference = query.get('merchantPaymentChargeReference')
  const agreementId = query.get('agreementId')
  if ((reference === null) === (agreementId === null)) {
    throw new ApiError(400, 'Exactly one of merchantPaymentChargeReference and agreementId must be given')
  }
  const found =
    reference === null ? searches.chargesByAgreement(agreementId ?? '') : searches.chargesByReference(reference)
  const page = pageNumber(query.get('page'))
  const size = unit.inferences.searchPageSize
  const data = found.slice((page - 1) * size, page * size).map(chargeBody)
  const linkTo = (number: number) => ({ href: `${CHARGES}?${withPage(query, number)}` })
  if (found.length <= page * size) return { data, _links: { self: linkTo(page) } }
  return { data, nextPage: String(page + 1), _links: { self: linkTo(page), next: linkTo(page + 1) } }
}

function pageNumber(page: string | null): number {
  if (page === null) return 1
  if (!/^[1-9]\d{0,8}$/.test(page)) throw new ApiError(400, 'page must be a value of nextPage')
  return Number(page)
}

function withPage(query: URLSearchParams, page: number): URLSearchParams {
  const copy = new URLSearchParams(query)
  copy.set('page', String(page))
  return copy
}
