import { captureCharge, refundCharge, voidCharge } from '../charges/operations.ts'
import type { ChargeRecord } from '../records.ts'
import { ApiError } from './errors.ts'
import { captureRequest, type JsonObject, refundRequest, voidRequest } from './requests.ts'
import { authorizationBody, captureBody, refundBody, voidBody } from './responses.ts'
import { type Call, chargeOf, type Route } from './route.ts'
import { validated } from './validation.ts'

const CHARGE = '/v1/payment-charges/{chargeId}'

export const operationRoutes: readonly Route[] = [
  ...readRoutes('authorization', charge => charge.authorizations.map(item => authorizationBody(charge, item))),
  ...readRoutes('capture', charge => charge.captures.map(item => captureBody(charge, item))),
  ...readRoutes('refund', charge => charge.refunds.map(item => refundBody(charge, item))),
  ...readRoutes('void', charge => charge.voids.map(item => voidBody(charge, item))),
  { method: 'POST', path: `${CHARGE}/captures`, operation: 'capture', handle: capture },
  { method: 'POST', path: `${CHARGE}/refunds`, operation: 'refund', handle: refund },
  { method: 'POST', path: `${CHARGE}/voids`, operation: 'void', handle: voidUncaptured },
]

/** The routes for the list of one kind of operation, and for a single one. */
function readRoutes(kind: string, bodiesOf: (charge: ChargeRecord) => JsonObject[]): Route[] {
  const path = `${CHARGE}/${kind}s`
  return [
    {
      method: 'GET',
      path,
      operation: `${kind}.list`,
      handle: call => {
        const charge = chargeOf(call)
        return { data: bodiesOf(charge), _links: { self: { href: path.replace('{chargeId}', charge.id) } } }
      },
    },
    {
      method: 'GET',
      path: `${path}/{operationId}`,
      operation: `${kind}.get`,
      handle: call => {
        const body = bodiesOf(chargeOf(call)).find(item => item['id'] === call.params['operationId'])
        if (!body) throw new ApiError(404, `Payment charge ${kind} not found`)
        return body
      },
    },
  ]
}

function capture(call: Call): unknown {
  const charge = chargeOf(call)
  const { amount, merchantCaptureReference, labels } = validated(captureRequest, call.body)
  const input = { amount, reference: merchantCaptureReference ?? null, labels: labels ?? null }
  const { charge: changed, operation } = captureCharge(call.unit, charge, input)
  return captureBody(changed, operation)
}

function voidUncaptured(call: Call): unknown {
  const charge = chargeOf(call)
  const { amount, merchantVoidReference, labels } = validated(voidRequest, call.body)
  const input = { amount, reference: merchantVoidReference ?? null, labels: labels ?? null }
  const { charge: changed, operation } = voidCharge(call.unit, charge, input)
  return voidBody(changed, operation)
}

function refund(call: Call): unknown {
  const charge = chargeOf(call)
  const request = validated(refundRequest, call.body)
  const { charge: changed, operation } = refundCharge(call.unit, charge, {
    amount: request.amount,
    reference: request.merchantRefundReference ?? null,
    refundReason: request.refundReason ?? null,
    refundDescriptor: request.refundDescriptor ?? null,
    labels: request.labels ?? null,
  })
  return refundBody(changed, operation)
}
