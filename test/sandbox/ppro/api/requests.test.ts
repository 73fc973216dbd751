import { describe, expect, it } from 'vitest'
import { AGREEMENT, activeAgreement, REDIRECT } from '../../support/flows.ts'
import { startTestSandbox } from '../../support/sandbox.ts'

const consumer = AGREEMENT.consumer
const initial = (fields: object) => ({ initialPaymentCharge: { amount: { value: 1, currency: 'USD' }, ...fields } })
const manyLabels = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`key${index}`, 'x']))

describe('agreement requests', () => {
  it.each([
    ['paymentMethod', { paymentMethod: '' }],
    ['consumer', { consumer: undefined }],
    ['consumer.country', { consumer: { name: 'A' } }],
    ['consumer.country', { consumer: { ...consumer, country: 'USA' } }],
    ['consumer.name', { consumer: { country: 'US' } }],
    ['consumer.locale', { consumer: { ...consumer, locale: 'en_US' } }],
    ['consumer.birthDate', { consumer: { ...consumer, birthDate: '1.1.1990' } }],
    ['consumer.client.userAgent', { consumer: { ...consumer, client: { userAgent: 'x'.repeat(501) } } }],
    ['consumer.email', { consumer: { ...consumer, email: 'x'.repeat(513) } }],
    ['description', { description: 'x'.repeat(101) }],
    ['merchantPaymentAgreementReference', { merchantPaymentAgreementReference: 'x'.repeat(513) }],
    ['frequency.type', { frequency: { type: 'HOURLY' } }],
    ['frequency.interval', { frequency: { type: 'MONTHLY', interval: 1001 } }],
    ['startDate', { startDate: '2026-01-01' }],
    ['amount.currency', { amount: { value: 1, currency: 'usd' } }],
    ['amount.value', { amount: { value: 1.5, currency: 'USD' } }],
    ['amountType', { amountType: 'UPTO' }],
    ['webhooksUrl', { webhooksUrl: 'http://shop.example/hook' }],
    ['labels', { labels: manyLabels }],
    ['labels.long', { labels: { long: 'x'.repeat(201) } }],
    ['instrument.type', { instrument: { type: 'AMAZON_PAY' } }],
    ['paymentMedium', { paymentMedium: 'TV' }],
    ['authenticationSettings.0.type', { authenticationSettings: [{ type: 'APP_INTENT' }] }],
    ['authenticationSettings', { authenticationSettings: [{ type: 'SCAN_CODE' }] }],
    ['authenticationSettings.settings.returnUrl', { authenticationSettings: [{ type: 'REDIRECT' }] }],
    [
      'authenticationSettings.settings.returnUrl',
      { authenticationSettings: [{ type: 'REDIRECT', settings: { returnUrl: 'javascript:alert(1)' } }] },
    ],
    ['initialPaymentCharge.amount', { initialPaymentCharge: {} }],
    ['initialPaymentCharge.scheduleType', initial({ scheduleType: 'WEEKLY' })],
    ['initialPaymentCharge.webhooksUrl', initial({ webhooksUrl: 'http://shop.example' })],
    ['initialPaymentCharge.autoCapture', initial({ autoCapture: 'no' })],
    ['initialPaymentCharge', { paymentMethod: 'BANCONTACT' }],
  ])('refuses a wrong %s (%#)', async (path, fields) => {
    const sandbox = await startTestSandbox()
    const { status, body } = await sandbox.post('/v1/payment-agreements', { ...AGREEMENT, ...fields })
    expect(status).toBe(400)
    expect(body.extensions.issues.map((issue: { path: string }) => issue.path)).toEqual([path])
    expect(await sandbox.ledger()).toEqual({ agreements: [], charges: [], webhooks: [] })
  })

  it('lists all issues at once', async () => {
    const sandbox = await startTestSandbox()
    const { body } = await sandbox.post('/v1/payment-agreements', { consumer: {}, amountType: 'X' })
    const paths = body.extensions.issues.map((issue: { path: string }) => issue.path)
    expect(paths).toEqual(['paymentMethod', 'consumer.country', 'amountType'])
  })

  it('counts characters, not UTF-16 units', async () => {
    const sandbox = await startTestSandbox()
    const described = (characters: number) => ({ ...AGREEMENT, description: '😀'.repeat(characters) })
    const referred = (characters: number) => ({
      ...AGREEMENT,
      merchantPaymentAgreementReference: '😀'.repeat(characters),
    })
    const statuses = []
    for (const body of [described(100), described(101), referred(512), referred(513)])
      statuses.push((await sandbox.post('/v1/payment-agreements', body)).status)
    expect(statuses).toEqual([200, 400, 200, 400])
  })

  it('accepts everything at its limit, and unknown fields', async () => {
    const sandbox = await startTestSandbox()
    const { status, body } = await sandbox.post('/v1/payment-agreements', {
      ...AGREEMENT,
      consumer: { ...consumer, locale: 'en-US', client: { ip: '::1', userAgent: 'x'.repeat(500) } },
      description: 'x'.repeat(100),
      merchantPaymentAgreementReference: 'x'.repeat(512),
      frequency: { type: 'MONTHLY' },
      labels: { ['k'.repeat(50)]: 'v'.repeat(200) },
      webhooksUrl: 'https://shop.example/hook',
      something: 'new',
    })
    expect(status).toBe(200)
    expect(body.frequency).toEqual({ type: 'MONTHLY', interval: 1 })
    expect(body).not.toHaveProperty('webhooksUrl')
  })
})

describe('charge requests', () => {
  it.each([
    [{}, 400, ['amount']],
    [{ amount: { value: '1000', currency: 'USD' } }, 400, ['amount.value']],
    [{ amount: { value: 0, currency: 'USD' } }, 422, ['amount.value']],
    [{ amount: { value: -5, currency: 'USD' } }, 422, ['amount.value']],
    [{ amount: { value: -5, currency: 'US' } }, 400, ['amount.value', 'amount.currency']],
    [{ amount: { value: 1, currency: 'USD' }, initiator: 'BANK' }, 400, ['initiator']],
  ])('answers %j with %i', async (request, expected, paths) => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox)
    const { status, body } = await sandbox.post(`/v1/payment-agreements/${id}/payment-charges`, request)
    expect(status).toBe(expected)
    expect(body.extensions.issues.map((issue: { path: string }) => issue.path)).toEqual(paths)
    expect((await sandbox.ledger()).charges).toEqual([])
  })

  it.each([
    [{ amount: 0 }, 422],
    [{ amount: 1.5 }, 400],
    [{}, 400],
    [{ amount: 1, refundReason: 'BORED' }, 400],
  ])('of refunds: %j is a %i', async (request, expected) => {
    const sandbox = await startTestSandbox()
    const { id } = await activeAgreement(sandbox, {
      initialPaymentCharge: { amount: { value: 1000, currency: 'USD' } },
    })
    const charge = (await sandbox.ledger()).charges[0]
    expect(charge?.agreementId).toBe(id)
    expect((await sandbox.post(`/v1/payment-charges/${charge?.id}/refunds`, request)).status).toBe(expected)
  })

  it('without an agreement accept APP_INTENT and require an upper-case method', async () => {
    const sandbox = await startTestSandbox()
    const request = { paymentMethod: 'MOCK', consumer, amount: { value: 1000, currency: 'USD' } }
    const settings = { authenticationSettings: [...REDIRECT, { type: 'APP_INTENT' }] }
    expect((await sandbox.post('/v1/payment-charges', { ...request, ...settings })).status).toBe(200)
    expect((await sandbox.post('/v1/payment-charges', { ...request, paymentMethod: 'mock' })).status).toBe(400)
  })
})
