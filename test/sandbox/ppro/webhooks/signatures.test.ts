import { describe, expect, it } from 'vitest'
import { pproSignature, webhookSignature } from '../../../../src/sandbox/ppro/webhooks/signatures.ts'

// Vectors computed from the documented formulas with other tools; PPRO publishes no complete one.
const SECRET = 'local-test-secret'
const SHORT = '{"a":1}'
const EVENT =
  '{"specversion":"1.0.2","source":"https://www.ppro.com","datacontenttype":"application/json","id":"evt0000000000000000001","type":"PAYMENT_AGREEMENT_ACTIVE","subject":"agr_000000000000000000001","time":"2025-01-01T00:00:00.000Z","data":{"paymentAgreementId":"agr_000000000000000000001","paymentAgreementStatus":"ACTIVE","paymentMethod":"AMAZON_PAY","type":"PAYMENT_AGREEMENT_ACTIVE","merchantId":"merch_000000000000000000001"}}'

describe('webhook signatures', () => {
  it.each([
    [SHORT, '5d970e97f7a9cff0ca3755531d82fb696c786bf4a204560b873e947011da8b2b'],
    [EVENT, 'a54e288a5cb8346f2b2d86afdb05f077193a63e733dab75bbcc56d50a388c1ad'],
  ])('hashes the body and the secret for Webhook-Signature (%#)', (body, expected) => {
    expect(webhookSignature(SECRET, body)).toBe(expected)
  })

  it.each([
    [SHORT, '9dc359c902d07854ead15ee590a1ddf7c10e6322aaf7b1500d4b3ec6e09b701e'],
    [EVENT, '5857f6a68d4e36c9b6d39312d51f18dd81ad9c34e6cdd3dd3a59b47f28d3b028'],
  ])('signs time and body for PPRO-Signature (%#)', (body, expected) => {
    expect(pproSignature(SECRET, body, 1_735_689_600)).toBe(`t=1735689600,s=${expected}`)
  })
})
