import type { ProviderCommand, ProviderRequest } from '../../../src/providers/port/provider.ts'
import { translateAnswer } from '../../../src/providers/ppro/answers/answer.ts'
import { prepareRequest } from '../../../src/providers/ppro/requests/request.ts'
import type { Exchange } from '../../../src/providers/shared/guarded-client.ts'
import { identity, plainAgreement, plainCharge, requestOf } from './commands.ts'

export const ids = identity('att_1')
export const account = { baseUrl: 'https://ppro.example' }
export const prepared = (command: ProviderCommand) => requestOf(prepareRequest(command))
export const createAgreement = prepared({ ...plainAgreement, agreedAmount: { value: 700n, currency: 'USD' }, ...ids })
export const createCharge = prepared({ ...plainCharge, ...ids })
export const revoke = prepared({
  verb: 'revokeAgreement',
  agreementReference: 'agr_1',
  token: null,
  reason: null,
  ...ids,
})
export const operation = (verb: 'capture' | 'refund' | 'void') =>
  prepared({
    verb,
    chargeReference: 'charge_1',
    chargeSentReference: 'att_0',
    amount: { value: 400n, currency: 'USD' },
    reason: null,
    ...ids,
  })

export function respond(status: number, body: unknown): Exchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { kind: 'response', status, headers: {}, text, durationMs: 12 }
}
export const translate = (request: ProviderRequest, body: unknown, status = 200) =>
  translateAnswer(account, request, respond(status, body))
export const outcomeOf = (request: ProviderRequest, body: unknown) => {
  const { answer } = translate(request, body)
  return [answer.outcome, answer.call.summary]
}

export const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'INSUFFICIENT_FUNDS' }
export const internal = { failureType: 'INTERNAL_ERROR', failureCode: 'INTERNAL_PROCESSING_ERROR' }
export const authorization = (changes: object = {}) => ({
  id: 'authz_1',
  amount: 1000,
  status: 'AUTHORIZED',
  merchantPaymentChargeReference: 'att_1',
  ...changes,
})
export const capture = (changes: object = {}) => ({ id: 'capture_1', amount: 1000, status: 'CAPTURED', ...changes })
export const charge = (status: string, changes: object = {}) => ({
  id: 'charge_1',
  status,
  currency: 'USD',
  authorizations: [authorization()],
  ...changes,
})
