import { createAgreement, refuseRevocation, revokeAgreement } from '../agreements/agreements.ts'
import { createAgreementCharge } from '../charges/creation.ts'
import { ApiError } from './errors.ts'
import { agreementChargeRequest, agreementRequest, confirmationRequest, revocationRequest } from './requests.ts'
import { agreementBody, agreementChargeBody } from './responses.ts'
import { agreementOf, type Call, type Route } from './route.ts'
import { validated } from './validation.ts'

const AGREEMENT = '/v1/payment-agreements/{agreementId}'

export const agreementRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/payment-agreements',
    operation: 'agreement',
    handle: ({ unit, body }) => agreementBody(createAgreement(unit, validated(agreementRequest, body))),
  },
  {
    method: 'GET',
    path: AGREEMENT,
    operation: 'agreement.get',
    handle: call => agreementBody(agreementOf(call)),
  },
  {
    method: 'POST',
    path: `${AGREEMENT}/authorizations`,
    operation: 'agreement.confirm',
    handle: call => {
      agreementOf(call)
      validated(confirmationRequest, call.body)
      throw new ApiError(400, 'The payment agreement does not await an authentication result')
    },
  },
  {
    method: 'POST',
    path: `${AGREEMENT}/revocations`,
    operation: 'revocation',
    handle: revoke,
  },
  {
    method: 'POST',
    path: `${AGREEMENT}/payment-charges`,
    operation: 'charge',
    handle: call => {
      const agreement = agreementOf(call)
      return agreementChargeBody(
        createAgreementCharge(call.unit, agreement, validated(agreementChargeRequest, call.body)),
      )
    },
  },
]

function revoke(call: Call): unknown {
  const agreement = agreementOf(call)
  validated(revocationRequest, call.body)
  const revoked = revokeAgreement(call.unit, agreement, 'REVOKED_BY_MERCHANT')
  return revoked ? { status: 'REVOKED' } : { status: 'FAILED', failure: refuseRevocation(call.unit, agreement) }
}
