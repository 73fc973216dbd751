import { describe, expect, it } from 'vitest'
import { pproSignature, webhookSignature } from '../../../../src/sandbox/ppro/webhooks/signatures.ts'
import {
  AGREEMENT,
  activeAgreement,
  createAgreement,
  createCharge,
  getCharge,
  mockAgreement,
  REDIRECT,
  requestUrlOf,
} from '../../support/flows.ts'
import { MERCHANT_ID, startTestSandbox, type TestSandbox, WEBHOOK_SECRET } from '../../support/sandbox.ts'

/** The events received so far, after all sends have arrived. */
async function eventsOf(sandbox: TestSandbox, subject?: string) {
  await sandbox.advance(0)
  const events = sandbox.receiver.received.map(({ event }) => event)
  return subject === undefined ? events : events.filter(event => event.subject === subject)
}

const USD = { value: 1000, currency: 'USD' }

describe('the envelope', () => {
  it('is a CloudEvent, signed in both ways over its bytes', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox)
    const [first] = await eventsOf(sandbox)
    expect(first).toEqual({
      specversion: '1.0.2',
      source: 'https://www.ppro.com',
      datacontenttype: 'application/json',
      id: expect.stringMatching(/^[A-Za-z0-9]{21}$/),
      type: 'PAYMENT_AGREEMENT_CREATED',
      subject: agreement.id,
      time: agreement.createdAt,
      data: expect.any(Object),
    })
    for (const { headers, raw } of sandbox.receiver.received) {
      const seconds = Number(/^t=(\d+),/.exec(String(headers['ppro-signature']))?.[1])
      expect(headers['ppro-signature']).toBe(pproSignature(WEBHOOK_SECRET, raw, seconds))
      expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(60)
      expect(headers['webhook-signature']).toBe(webhookSignature(WEBHOOK_SECRET, raw))
      expect(headers['content-type']).toBe('application/json')
    }
  })
})

describe('agreement events', () => {
  it('come in order with the documented data', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await activeAgreement(sandbox, { merchantPaymentAgreementReference: 'ours', description: 'Tea' })
    const common = {
      paymentAgreementId: agreement.id,
      paymentMethod: 'AMAZON_PAY',
      merchantPaymentAgreementReference: 'ours',
      merchantId: MERCHANT_ID,
    }
    const events = await eventsOf(sandbox, agreement.id)
    expect(events.map(({ data }) => data)).toEqual([
      {
        ...common,
        type: 'PAYMENT_AGREEMENT_CREATED',
        paymentAgreementStatus: 'INITIALIZING',
        description: 'Tea',
        startDate: agreement.startDate,
        consumer: AGREEMENT.consumer,
        instrument: { id: agreement.instrumentId, type: 'AMAZON_PAY', details: {} },
      },
      {
        ...common,
        type: 'PAYMENT_AGREEMENT_AUTHENTICATION_PENDING',
        paymentAgreementStatus: 'AUTHENTICATION_PENDING',
        authenticationMethods: agreement.authenticationMethods,
      },
      { ...common, type: 'PAYMENT_AGREEMENT_ACTIVE', paymentAgreementStatus: 'ACTIVE' },
    ])
  })

  it('contain the failure, without the retry flag', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox)
    await sandbox.decide(requestUrlOf(agreement), 'decline')
    const events = await eventsOf(sandbox, agreement.id)
    expect(events.at(-1)?.data).toMatchObject({
      type: 'PAYMENT_AGREEMENT_FAILED',
      failure: {
        failureType: 'PROVIDER_DECLINE',
        failureCode: 'CANCELED_BY_CONSUMER',
        providerFailureCode: 'BuyerCanceled',
        failureMessage: expect.any(String),
      },
    })
  })
})

describe('charge events', () => {
  it('of a captured charge: created, authorized, captured, and never the agreement', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await mockAgreement(sandbox)
    const charge = await createCharge(sandbox, agreement.id, {
      merchantPaymentChargeReference: 'ours',
      order: { orderReferenceNumber: 'order-1' },
      initiator: 'MERCHANT',
      authenticationSettings: REDIRECT,
    })
    const common = {
      paymentChargeId: charge.id,
      paymentMethod: 'MOCK',
      merchantId: MERCHANT_ID,
      merchantPaymentChargeReference: 'ours',
      orderReferenceNumber: 'order-1',
      amount: USD,
    }
    const events = await eventsOf(sandbox, charge.id)
    expect(events.map(({ data }) => data)).toEqual([
      {
        ...common,
        type: 'PAYMENT_CHARGE_CREATED',
        paymentChargeStatus: 'AUTHORIZATION_PROCESSING',
        paymentMedium: 'ECOMMERCE',
        initiator: 'MERCHANT',
        order: { orderReferenceNumber: 'order-1' },
        consumer: AGREEMENT.consumer,
        authenticationSettings: REDIRECT,
        instrument: { id: charge.instrumentId, type: 'MOCK', details: {} },
      },
      {
        ...common,
        type: 'PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED',
        paymentChargeStatus: 'CAPTURE_PROCESSING',
        authorizationId: charge.authorizations[0].id,
        isMultiStep: false,
      },
      {
        ...common,
        type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
        paymentChargeStatus: 'CAPTURED',
        captureId: charge.captures[0].id,
      },
    ])
    expect(JSON.stringify(events)).not.toContain(agreement.id)
  })

  it('may leave out CAPTURE_SUCCEEDED for single-step charges', async () => {
    const sandbox = await startTestSandbox({ singleStepEmitsCapture: false })
    const { id } = await mockAgreement(sandbox)
    const charge = await createCharge(sandbox, id)
    expect((await eventsOf(sandbox, charge.id)).map(({ type }) => type)).toEqual([
      'PAYMENT_CHARGE_CREATED',
      'PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED',
    ])
  })

  it('follow authentication, confirmation and failure', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    const paymentDescriptor = 'requiresAuthentication=true;providerConfirmation=true'
    const charge = await createCharge(sandbox, id, {
      paymentDescriptor,
      amount: { value: 300002, currency: 'USD' },
    })
    const { authenticationMethods } = await getCharge(sandbox, charge.id)
    await sandbox.decide(authenticationMethods[0].details.requestUrl, 'approve')
    await sandbox.advance(10_000)
    const events = await eventsOf(sandbox, charge.id)
    const authorizationId = charge.authorizations[0].id
    expect(events.slice(1).map(({ data }) => data)).toMatchObject([
      {
        type: 'PAYMENT_CHARGE_AUTHENTICATION_PENDING',
        paymentChargeStatus: 'AUTHENTICATION_PENDING',
        authorizationId,
        authenticationMethods,
      },
      {
        type: 'PAYMENT_CHARGE_PROVIDER_CONFIRMATION_PENDING',
        paymentChargeStatus: 'AUTHORIZATION_ASYNC',
        authorizationId,
      },
      {
        type: 'PAYMENT_CHARGE_AUTHORIZATION_FAILED',
        paymentChargeStatus: 'FAILED',
        authorizationId,
        failure: { failureCode: 'INSUFFICIENT_FUNDS' },
      },
    ])
    expect(events.at(-1)?.data['failure']).not.toHaveProperty('isRetryable')
  })

  it('of captures, voids and refunds name the operation, its amount and its reference', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    const charge = await createCharge(sandbox, id, { autoCapture: false, amount: { value: 900_000, currency: 'USD' } })
    const path = `/v1/payment-charges/${charge.id}`
    const ids = []
    for (const [operation, amount, reference] of [
      ['captures', 500_000, { merchantCaptureReference: 'c' }],
      ['captures', 900_000, {}],
      ['voids', 400_000, { merchantVoidReference: 'v' }],
      ['voids', 1, {}],
      ['refunds', 100, { merchantRefundReference: 'r' }],
      ['refunds', 300_001, {}],
      ['refunds', 400_001, {}],
    ] as const) {
      ids.push((await sandbox.post(`${path}/${operation}`, { amount, ...reference })).body.id)
    }
    await sandbox.advance(60_000)
    const events = await eventsOf(sandbox, charge.id)
    const usd = (value: number) => ({ value, currency: 'USD' })
    const failed = (failureCode: string) => ({ failure: { failureCode } })
    expect(events.slice(1).map(({ data }) => data)).toMatchObject([
      { type: 'PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED', isMultiStep: true, paymentChargeStatus: 'CAPTURE_PENDING' },
      {
        type: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED',
        captureId: ids[0],
        amount: usd(500_000),
        merchantCaptureReference: 'c',
        paymentChargeStatus: 'CAPTURE_PENDING',
      },
      { type: 'PAYMENT_CHARGE_CAPTURE_FAILED', captureId: ids[1], ...failed('EXCEEDS_AUTHORIZED_AMOUNT') },
      {
        type: 'PAYMENT_CHARGE_VOID_SUCCEEDED',
        voidId: ids[2],
        amount: usd(400_000),
        merchantVoidReference: 'v',
        paymentChargeStatus: 'CAPTURED',
      },
      { type: 'PAYMENT_CHARGE_VOID_FAILED', voidId: ids[3], ...failed('EXCEEDS_AUTHORIZED_AMOUNT') },
      {
        type: 'PAYMENT_CHARGE_REFUND_SUCCEEDED',
        refundId: ids[4],
        amount: usd(100),
        merchantRefundReference: 'r',
      },
      { type: 'PAYMENT_CHARGE_REFUND_FAILED', refundId: ids[5], ...failed('GENERIC_DECLINE') },
      { type: 'PAYMENT_CHARGE_REFUND_PENDING', refundId: ids[6], amount: usd(400_001) },
      { type: 'PAYMENT_CHARGE_REFUND_SUCCEEDED', refundId: ids[6], amount: usd(400_001) },
    ])
  })

  it('of a discard contain its type', async () => {
    const sandbox = await startTestSandbox()
    const initialPaymentCharge = { amount: USD, merchantPaymentChargeReference: 'first' }
    const { initialPaymentChargeId } = await createAgreement(sandbox, { initialPaymentCharge })
    await sandbox.advance(60 * 60 * 1000)
    const events = await eventsOf(sandbox, initialPaymentChargeId)
    expect(events.at(-1)?.data).toMatchObject({
      type: 'PAYMENT_CHARGE_DISCARDED',
      paymentChargeStatus: 'DISCARDED',
      discardType: 'AUTHENTICATION_TIMEOUT',
      merchantPaymentChargeReference: 'first',
      amount: USD,
    })
  })
})
