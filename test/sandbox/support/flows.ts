import { expect } from 'vitest'
import { type Json, RETURN_URL, type TestSandbox } from './sandbox.ts'

export const REDIRECT = [{ type: 'REDIRECT', settings: { returnUrl: RETURN_URL } }]

export const AGREEMENT = {
  paymentMethod: 'AMAZON_PAY',
  consumer: { name: 'Ada Lovelace', country: 'US' },
  authenticationSettings: REDIRECT,
}

/** An agreement as PPRO returned it, still waiting for its consumer. */
export async function createAgreement(sandbox: TestSandbox, fields: object = {}): Promise<Json> {
  const { status, body } = await sandbox.post('/v1/payment-agreements', { ...AGREEMENT, ...fields })
  expect(status).toBe(200)
  return body
}

export function requestUrlOf(body: Json): string {
  return body.authenticationMethods[0].details.requestUrl
}

/** An agreement to which its consumer has consented. */
export async function activeAgreement(sandbox: TestSandbox, fields: object = {}): Promise<Json> {
  const agreement = await createAgreement(sandbox, fields)
  expect((await sandbox.decide(requestUrlOf(agreement), 'approve')).status).toBe(303)
  return agreement
}

/** A MOCK agreement, active at once since it has no way to ask the consumer. */
export async function mockAgreement(sandbox: TestSandbox, fields: object = {}): Promise<Json> {
  return createAgreement(sandbox, { paymentMethod: 'MOCK', authenticationSettings: undefined, ...fields })
}

export async function createCharge(sandbox: TestSandbox, agreementId: string, fields: object = {}): Promise<Json> {
  const request = { amount: { value: 1000, currency: 'USD' }, ...fields }
  const { status, body } = await sandbox.post(`/v1/payment-agreements/${agreementId}/payment-charges`, request)
  expect(status).toBe(200)
  return body
}

export async function getCharge(sandbox: TestSandbox, chargeId: string): Promise<Json> {
  return (await sandbox.get(`/v1/payment-charges/${chargeId}`)).body
}

export async function getAgreement(sandbox: TestSandbox, agreementId: string): Promise<Json> {
  return (await sandbox.get(`/v1/payment-agreements/${agreementId}`)).body
}
