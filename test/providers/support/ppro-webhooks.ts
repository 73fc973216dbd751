import { createHmac } from 'node:crypto'
import type { WebhookNotice } from '../../../src/providers/port/provider.ts'
import { receiveWebhook } from '../../../src/providers/ppro/webhooks/webhook.ts'

export const config = {
  webhookSecret: 'local-test-secret',
  merchantId: 'merch_000000000000000000001',
  baseUrl: 'https://ppro.example',
}
export const receive = (body: string | Uint8Array, headers: Record<string, string>, secret = config.webhookSecret) =>
  receiveWebhook(
    { ...config, webhookSecret: secret },
    { headers, rawBody: typeof body === 'string' ? Buffer.from(body) : body, receivedAt: new Date() },
  )

export const activeBody =
  '{"specversion":"1.0.2","source":"https://www.ppro.com","datacontenttype":"application/json","id":"evt0000000000000000001","type":"PAYMENT_AGREEMENT_ACTIVE","subject":"agr_000000000000000000001","time":"2025-01-01T00:00:00.000Z","data":{"paymentAgreementId":"agr_000000000000000000001","paymentAgreementStatus":"ACTIVE","paymentMethod":"AMAZON_PAY","type":"PAYMENT_AGREEMENT_ACTIVE","merchantId":"merch_000000000000000000001"}}'
export const current = {
  'ppro-signature': 't=1735689600,s=5857f6a68d4e36c9b6d39312d51f18dd81ad9c34e6cdd3dd3a59b47f28d3b028',
}
export const deprecated = { 'webhook-signature': 'a54e288a5cb8346f2b2d86afdb05f077193a63e733dab75bbcc56d50a388c1ad' }

export function signed(envelope: unknown) {
  const body = typeof envelope === 'string' ? envelope : JSON.stringify(envelope)
  const signature = createHmac('sha256', config.webhookSecret).update(`1735689600.${body}`).digest('hex')
  return receive(body, { 'ppro-signature': `t=1735689600,s=${signature}` })
}

export function event(type: string, data: object, subject = 'subject_1') {
  return {
    specversion: '1.0.2',
    id: 'evt_1',
    type,
    subject,
    time: '2026-01-01T00:00:00.123Z',
    data: { type, merchantId: config.merchantId, ...data },
  }
}

export function noticeOf(type: string, data: object, subject?: string): WebhookNotice {
  const { reading } = signed(event(type, data, subject))
  if (reading.verdict !== 'accepted') throw new Error(JSON.stringify(reading))
  return reading.notice
}
