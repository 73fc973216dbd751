import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { receiveWebhook, rereadWebhook } from '../../../src/providers/ppro/webhook.ts'
import type { WebhookNotice } from '../../../src/providers/provider.ts'

const config = { webhookSecret: 'local-test-secret', merchantId: 'merch_000000000000000000001' }
const receive = (body: string | Uint8Array, headers: Record<string, string>, secret = config.webhookSecret) =>
  receiveWebhook(
    { ...config, webhookSecret: secret },
    { headers, rawBody: typeof body === 'string' ? Buffer.from(body) : body, receivedAt: new Date() },
  )

const activeBody =
  '{"specversion":"1.0.2","source":"https://www.ppro.com","datacontenttype":"application/json","id":"evt0000000000000000001","type":"PAYMENT_AGREEMENT_ACTIVE","subject":"agr_000000000000000000001","time":"2025-01-01T00:00:00.000Z","data":{"paymentAgreementId":"agr_000000000000000000001","paymentAgreementStatus":"ACTIVE","paymentMethod":"AMAZON_PAY","type":"PAYMENT_AGREEMENT_ACTIVE","merchantId":"merch_000000000000000000001"}}'
const current = { 'ppro-signature': 't=1735689600,s=5857f6a68d4e36c9b6d39312d51f18dd81ad9c34e6cdd3dd3a59b47f28d3b028' }
const deprecated = { 'webhook-signature': 'a54e288a5cb8346f2b2d86afdb05f077193a63e733dab75bbcc56d50a388c1ad' }

describe('signatures', () => {
  test.each([
    [
      'current, short',
      '{"a":1}',
      { 'ppro-signature': 't=1735689600,s=9dc359c902d07854ead15ee590a1ddf7c10e6322aaf7b1500d4b3ec6e09b701e' },
    ],
    [
      'deprecated, short',
      '{"a":1}',
      { 'webhook-signature': '5d970e97f7a9cff0ca3755531d82fb696c786bf4a204560b873e947011da8b2b' },
    ],
  ])('vector: %s (genuine, though it says nothing)', (_name, body, headers) => {
    expect(receive(body, headers).reading).toMatchObject({ verdict: 'unreadable', reason: 'no type or no data' })
  })

  test.each([
    ['current', current],
    ['deprecated', deprecated],
    ['both', { ...current, ...deprecated }],
    [
      'current, in capitals',
      { 'ppro-signature': current['ppro-signature'].replace(/s=(.*)/, (_, hex: string) => `s=${hex.toUpperCase()}`) },
    ],
    ['current, beside a wrong deprecated one', { ...current, 'webhook-signature': '0'.repeat(64) }],
  ])('vector: %s', (_name, headers) => {
    expect(receive(activeBody, headers).reading).toEqual({
      verdict: 'accepted',
      notice: {
        eventId: 'evt0000000000000000001',
        type: 'PAYMENT_AGREEMENT_ACTIVE',
        occurredAt: new Date('2025-01-01T00:00:00.000Z'),
        subject: { kind: 'agreement', providerReference: 'agr_000000000000000000001', sentReference: null },
        report: {
          about: 'agreement',
          providerReference: 'agr_000000000000000000001',
          status: 'ACTIVE',
          authenticationMethods: [],
        },
      },
    })
  })

  const time = current['ppro-signature'].split(',')[0]
  const hex = current['ppro-signature'].split('s=')[1]
  test.each<[string, string, Record<string, string>, string]>([
    ['none', activeBody, {}, 'no signature'],
    ['empty', activeBody, { 'ppro-signature': '' }, 'PPRO-Signature is malformed'],
    [
      'a wrong current one beside a right deprecated one',
      activeBody,
      { ...deprecated, 'ppro-signature': `${time},s=${'0'.repeat(64)}` },
      'PPRO-Signature does not match',
    ],
    [
      'a malformed current one beside a right deprecated one',
      activeBody,
      { ...deprecated, 'ppro-signature': 'x' },
      'PPRO-Signature is malformed',
    ],
    ['another time', activeBody, { 'ppro-signature': `t=1735689601,s=${hex}` }, 'PPRO-Signature does not match'],
    [
      'two signatures',
      activeBody,
      { 'ppro-signature': `${time},s=${'0'.repeat(64)},s=${hex}` },
      'PPRO-Signature is malformed',
    ],
    ['a short one', activeBody, { 'ppro-signature': `${time},s=${hex?.slice(2)}` }, 'PPRO-Signature is malformed'],
    [
      'a short deprecated one',
      activeBody,
      { 'webhook-signature': deprecated['webhook-signature'].slice(2) },
      'Webhook-Signature is malformed',
    ],
    [
      'the same JSON written anew',
      JSON.stringify(JSON.parse(activeBody), null, 1),
      current,
      'PPRO-Signature does not match',
    ],
    ['the same JSON written anew, deprecated', `${activeBody}\n`, deprecated, 'Webhook-Signature does not match'],
    [
      'the HMAC as the deprecated header',
      activeBody,
      { 'webhook-signature': hex ?? '' },
      'Webhook-Signature does not match',
    ],
  ])('forged: %s', (_name, body, headers, reason) => {
    expect(receive(body, headers)).toEqual({ reading: { verdict: 'forged', reason }, notes: [] })
  })

  test.each([current, deprecated])('forged: another secret (%j)', headers => {
    expect(receive(activeBody, headers, 'local-test-secreT').reading.verdict).toBe('forged')
  })

  test('forged: any single bit of the body changed', () => {
    fc.assert(
      fc.property(
        fc.nat(Buffer.byteLength(activeBody) - 1),
        fc.nat(7),
        fc.constantFrom(current, deprecated),
        (index, bit, headers) => {
          const body = Buffer.from(activeBody)
          body[index] = (body[index] ?? 0) ^ (1 << bit)
          expect(receive(body, headers as Record<string, string>).reading.verdict).toBe('forged')
        },
      ),
    )
  })

  test('made of the raw bytes, also where these are not UTF-8', () => {
    const body = Buffer.from([0x7b, 0xff, 0xfe, 0x7d])
    const signature = createHmac('sha256', config.webhookSecret).update('1.').update(body).digest('hex')
    expect(receive(body, { 'ppro-signature': `t=1,s=${signature}` }).reading.verdict).toBe('unreadable')
    const hash = createHash('sha256').update(body).update(`.${config.webhookSecret}`).digest('hex')
    expect(receive(body, { 'webhook-signature': hash }).reading.verdict).toBe('unreadable')
  })
})

function signed(envelope: unknown) {
  const body = typeof envelope === 'string' ? envelope : JSON.stringify(envelope)
  const signature = createHmac('sha256', config.webhookSecret).update(`1735689600.${body}`).digest('hex')
  return receive(body, { 'ppro-signature': `t=1735689600,s=${signature}` })
}

function event(type: string, data: object, subject = 'subject_1') {
  return {
    specversion: '1.0.2',
    id: 'evt_1',
    type,
    subject,
    time: '2026-01-01T00:00:00.123Z',
    data: { type, merchantId: config.merchantId, ...data },
  }
}

function noticeOf(type: string, data: object, subject?: string): WebhookNotice {
  const { reading } = signed(event(type, data, subject))
  if (reading.verdict !== 'accepted') throw new Error(JSON.stringify(reading))
  return reading.notice
}

describe('envelopes', () => {
  test('of another account: rejected', () => {
    expect(signed(event('PAYMENT_AGREEMENT_ACTIVE', { merchantId: 'merch_other' })).reading).toEqual({
      verdict: 'rejected',
      eventId: 'evt_1',
      type: 'PAYMENT_AGREEMENT_ACTIVE',
      reason: "another merchant's account",
    })
  })

  test('however old: taken', () => {
    const { reading } = signed({ ...event('PAYMENT_AGREEMENT_ACTIVE', {}), time: '2001-01-01T00:00:00Z' })
    expect(reading).toMatchObject({ verdict: 'accepted', notice: { occurredAt: new Date('2001-01-01T00:00:00Z') } })
  })

  test('without a readable time', () => {
    expect(signed({ ...event('PAYMENT_AGREEMENT_ACTIVE', {}), time: 'soon' }).reading).toMatchObject({
      notice: { occurredAt: null },
    })
  })

  test.each([
    ['not JSON', 'not a JSON object'],
    ['[]', 'not a JSON object'],
    ['{}', 'no type or no data'],
    ['{"type":"PAYMENT_AGREEMENT_ACTIVE"}', 'no type or no data'],
  ])('%s: unreadable, under an id made of its bytes', (body, reason) => {
    const eventId = `sha256:${createHash('sha256').update(body).digest('hex')}`
    expect(signed(body)).toEqual({
      reading: { verdict: 'unreadable', eventId, reason },
      notes: [`unreadable webhook: ${reason}`],
    })
  })

  test('of an older generation: the type in the data, and no id', () => {
    const data = { type: 'PAYMENT_AGREEMENT_ACTIVE', paymentAgreementId: 'agr_1' }
    expect(signed({ data }).reading).toMatchObject({
      verdict: 'accepted',
      notice: {
        eventId: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        type: 'PAYMENT_AGREEMENT_ACTIVE',
        report: { status: 'ACTIVE' },
      },
    })
  })

  test('an event with its object nested, as a third party once read them: the subject still tells what it is about', () => {
    const notice = noticeOf('PAYMENT_AGREEMENT_ACTIVE', { agreement: { id: 'agr_2', status: 'ACTIVE' } }, 'agr_2')
    expect(notice.report).toMatchObject({ providerReference: 'agr_2', status: 'ACTIVE' })
  })

  test('a stored one is read again as it was', () => {
    expect(rereadWebhook(Buffer.from(activeBody))).toEqual(
      (receive(activeBody, current).reading as { notice: unknown }).notice,
    )
    expect(rereadWebhook(Buffer.from('{}'))).toBeUndefined()
  })
})

describe('agreements', () => {
  const data = {
    paymentAgreementId: 'agr_1',
    paymentAgreementStatus: 'INITIALIZING',
    merchantPaymentAgreementReference: 'att_1',
  }
  const ids = { about: 'agreement', providerReference: 'agr_1', sentReference: 'att_1' }

  test('created, with its instrument', () => {
    const instrument = {
      id: 'instr_1',
      type: 'CARD_PPRO_VAULTED',
      details: { brand: 'VISA', last4Digits: '4242', expiryMonth: '08', expiryYear: 2030, bin: '424242' },
    }
    const notice = noticeOf('PAYMENT_AGREEMENT_CREATED', { ...data, instrument })
    expect(notice.subject).toEqual({ kind: 'agreement', providerReference: 'agr_1', sentReference: 'att_1' })
    expect(notice.report).toEqual({
      ...ids,
      status: 'INITIALIZING',
      authenticationMethods: [],
      instrument: {
        type: 'CARD_PPRO_VAULTED',
        token: 'instr_1',
        brand: 'VISA',
        last4: '4242',
        expiryMonth: 8,
        expiryYear: 2030,
      },
    })
  })

  test('waiting for the consumer', () => {
    const authenticationMethods = [
      { type: 'REDIRECT', details: { requestUrl: 'https://ppro.example/a', requestMethod: 'GET' } },
    ]
    expect(noticeOf('PAYMENT_AGREEMENT_AUTHENTICATION_PENDING', { ...data, authenticationMethods }).report).toEqual({
      ...ids,
      status: 'AUTHENTICATION_PENDING',
      authenticationMethods: [{ type: 'REDIRECT', requestUrl: 'https://ppro.example/a', requestMethod: 'GET' }],
    })
    expect(noticeOf('PAYMENT_AGREEMENT_AUTHENTICATION_PENDING', data).report).toEqual({
      ...ids,
      status: 'AUTHENTICATION_PENDING',
    })
  })

  test('failed', () => {
    const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'AUTHENTICATION_FAILED' }
    expect(noticeOf('PAYMENT_AGREEMENT_FAILED', { ...data, failure }).report).toMatchObject({
      ...ids,
      status: 'FAILED',
      failure: { code: 'AUTHENTICATION_FAILED' },
    })
  })

  test.each(['CONSUMER', 'MERCHANT', 'PROVIDER'])('revoked by %s', by => {
    expect(noticeOf(`PAYMENT_AGREEMENT_REVOKED_BY_${by}`, data).report).toEqual({
      ...ids,
      status: `REVOKED_BY_${by}`,
      authenticationMethods: [],
      revocation: { status: 'SUCCEEDED', by },
    })
  })

  test('updated: the status is in the data; an unknown one is noted and left out', () => {
    expect(noticeOf('PAYMENT_AGREEMENT_UPDATED', { ...data, paymentAgreementStatus: 'ACTIVE' }).report).toMatchObject({
      status: 'ACTIVE',
    })
    const { reading, notes } = signed(event('PAYMENT_AGREEMENT_UPDATED', { ...data, paymentAgreementStatus: 'NEW' }))
    expect(reading).toMatchObject({ verdict: 'accepted', notice: { report: ids } })
    expect(notes).toEqual(['unmapped agreement status NEW'])
  })

  test('a type that does not exist yet: kept, without a report, and loud', () => {
    const { reading, notes } = signed(event('PAYMENT_AGREEMENT_PAUSED', data))
    expect(reading).toMatchObject({
      verdict: 'accepted',
      notice: { subject: { kind: 'agreement', providerReference: 'agr_1' } },
    })
    expect(reading).not.toHaveProperty('notice.report')
    expect(notes).toEqual(['unmapped event type PAYMENT_AGREEMENT_PAUSED'])
  })
})

describe('charges', () => {
  const data = {
    paymentChargeId: 'charge_1',
    merchantPaymentChargeReference: 'att_1',
    amount: { value: 400, currency: 'USD' },
  }
  const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'INSUFFICIENT_FUNDS', failureMessage: 'No money' }
  const reported = {
    about: 'charge',
    providerReference: 'charge_1',
    sentReference: 'att_1',
    currency: 'USD',
    complete: false,
  }
  const operationOf = (type: string, extra: object) => {
    const { report, subject } = noticeOf(type, { ...data, ...extra })
    expect(subject).toEqual({ kind: 'charge', providerReference: 'charge_1', sentReference: 'att_1' })
    expect(report).toMatchObject(reported)
    return report?.about === 'charge' ? report.operations : undefined
  }

  const kinds = {
    AUTHORIZATION: { authorizationId: 'op_1', merchantPaymentChargeReference: 'att_2' },
    CAPTURE: { captureId: 'op_1', merchantCaptureReference: 'att_2' },
    VOID: { voidId: 'op_1', merchantVoidReference: 'att_2' },
    REFUND: { refundId: 'op_1', merchantRefundReference: 'att_2' },
  } as const
  test.each(['CAPTURE', 'VOID', 'REFUND'] as const)('%s', kind => {
    const base = { kind, providerReference: 'op_1', sentReference: 'att_2', amount: 400n }
    expect(operationOf(`PAYMENT_CHARGE_${kind}_SUCCEEDED`, kinds[kind])).toEqual([{ ...base, status: 'SUCCEEDED' }])
    expect(operationOf(`PAYMENT_CHARGE_${kind}_FAILED`, { ...kinds[kind], failure })).toMatchObject([
      { ...base, status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS', providerMessage: 'No money' } },
    ])
  })

  test('AUTHORIZATION', () => {
    const base = { kind: 'AUTHORIZATION', providerReference: 'authz_1', sentReference: 'att_1', amount: 400n }
    const id = { authorizationId: 'authz_1' }
    expect(operationOf('PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED', { ...id, isMultiStep: true })).toEqual([
      { ...base, status: 'SUCCEEDED' },
    ])
    expect(operationOf('PAYMENT_CHARGE_AUTHORIZATION_FAILED', { ...id, failure })).toMatchObject([
      { ...base, status: 'FAILED' },
    ])
    expect(operationOf('PAYMENT_CHARGE_PROVIDER_CONFIRMATION_PENDING', id)).toEqual([{ ...base, status: 'PENDING' }])
    expect(operationOf('PAYMENT_CHARGE_AUTHENTICATION_PENDING', id)).toEqual([{ ...base, status: 'PENDING' }])
  })

  test('what the consumer has to do; and that there is nothing more to do', () => {
    const authenticationMethods = [{ type: 'REDIRECT', details: { requestUrl: 'https://ppro.example/a' } }]
    const extra = { ...data, authorizationId: 'authz_1', authenticationMethods }
    expect(noticeOf('PAYMENT_CHARGE_AUTHENTICATION_PENDING', extra).report).toMatchObject({
      authenticationMethods: [{ type: 'REDIRECT', requestUrl: 'https://ppro.example/a', requestMethod: 'GET' }],
    })
    expect(noticeOf('PAYMENT_CHARGE_PROVIDER_CONFIRMATION_PENDING', extra).report).toMatchObject({
      authenticationMethods: [],
    })
  })

  test('a refund that is under way', () => {
    expect(operationOf('PAYMENT_CHARGE_REFUND_PENDING', kinds.REFUND)).toMatchObject([
      { kind: 'REFUND', status: 'PENDING' },
    ])
  })

  test('failed inside PPRO: not the last word', () => {
    const internal = { failureType: 'INTERNAL_ERROR', failureCode: 'INTERNAL_SERVICE_UNAVAILABLE' }
    const [operation] = operationOf('PAYMENT_CHARGE_CAPTURE_FAILED', { ...kinds.CAPTURE, failure: internal }) ?? []
    expect(operation).toEqual({
      kind: 'CAPTURE',
      providerReference: 'op_1',
      sentReference: 'att_2',
      amount: 400n,
      status: 'PENDING',
    })
  })

  test.each([
    ['AUTHENTICATION_TIMEOUT', 'AUTHENTICATION_TIMEOUT', []],
    ['PROVIDER_CONFIRMATION_TIMEOUT', 'CONFIRMATION_TIMEOUT', []],
    ['MERCHANT_INITIATED_DISCARD', 'DISCARDED_BY_MERCHANT', []],
    ['SOMETHING_NEW', 'AUTHENTICATION_TIMEOUT', ['unmapped discard type SOMETHING_NEW']],
  ])('discarded for %s', (discardType, code, expectedNotes) => {
    const { reading, notes } = signed(
      event('PAYMENT_CHARGE_DISCARDED', { ...data, authorizationId: 'authz_1', discardType }),
    )
    expect(reading).toMatchObject({
      notice: {
        report: {
          operations: [{ kind: 'AUTHORIZATION', providerReference: 'authz_1', status: 'FAILED', failure: { code } }],
        },
      },
    })
    expect(notes).toEqual(expectedNotes)
  })

  test.each(['PAYMENT_CHARGE_CREATED', 'PAYMENT_CHARGE_DISCARD_FAILED'])('%s tells the ids only', type => {
    expect(noticeOf(type, data).report).toEqual({ ...reported, operations: [] })
  })

  test('an operation without its id, or a charge without one: unreadable', () => {
    expect(signed(event('PAYMENT_CHARGE_CAPTURE_SUCCEEDED', data)).reading).toEqual({
      verdict: 'unreadable',
      eventId: 'evt_1',
      reason: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED without its captureId',
    })
    const nameless = { ...event('PAYMENT_CHARGE_CAPTURE_SUCCEEDED', kinds.CAPTURE), subject: undefined }
    expect(signed(nameless).reading).toMatchObject({
      verdict: 'unreadable',
      reason: "PAYMENT_CHARGE_CAPTURE_SUCCEEDED without a charge's id",
    })
  })

  test('an event that PPRO does not publish changes nothing, and is loud', () => {
    const { reading, notes } = signed(event('PAYMENT_CHARGE_SUCCESS', { ...data, paymentChargeStatus: 'CAPTURED' }))
    expect(reading).toMatchObject({
      verdict: 'accepted',
      notice: { subject: { kind: 'charge', providerReference: 'charge_1' } },
    })
    expect(reading).not.toHaveProperty('notice.report')
    expect(notes).toEqual(['unmapped event type PAYMENT_CHARGE_SUCCESS'])
  })

  test('a chargeback and the state of funds are notes', () => {
    const chargeback = noticeOf('CHARGEBACK_SUCCEEDED', { paymentChargeId: 'charge_1', amount: data.amount })
    expect(chargeback).toMatchObject({
      subject: { kind: 'charge', providerReference: 'charge_1', sentReference: null },
      note: { type: 'charge.chargeback', data: { amount: '400', currency: 'USD' } },
    })
    expect(chargeback).not.toHaveProperty('report')
    const funds = noticeOf('FUNDS_STATE_CHANGED', {
      ...data,
      paymentOperationId: 'capture_1',
      paymentOperationType: 'CAPTURE',
      fundsState: 'CAPTURE_FUNDS_RECEIVED',
    })
    expect(funds.note).toEqual({
      type: 'charge.funds_state_changed',
      data: {
        fundsState: 'CAPTURE_FUNDS_RECEIVED',
        operation: 'CAPTURE',
        operationReference: 'capture_1',
        amount: '400',
        currency: 'USD',
      },
    })
  })
})

test.each([
  'PAYMENT_INSTRUMENT_CREATED',
  'PAYMENT_INSTRUMENT_DETAILS_UPDATED',
  'PAYMENT_INSTRUMENT_DELETED',
  'REPORT_PROCESSED',
  'REPORT_FAILED',
  'REPORT_EXPIRED',
  'DISPUTE_ACTION_REQUIRED',
  'DISPUTE_LOST',
  'SOMETHING_ELSE',
])('%s is kept and changes nothing', type => {
  expect(noticeOf(type, { paymentChargeId: 'charge_1' })).toEqual({
    eventId: 'evt_1',
    type,
    occurredAt: new Date('2026-01-01T00:00:00.123Z'),
    subject: { kind: 'other', providerReference: null, sentReference: null },
  })
})

test('whatever is signed is answered with a verdict, never thrown', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.constantFrom(
        'PAYMENT_CHARGE_CAPTURE_FAILED',
        'PAYMENT_AGREEMENT_FAILED',
        'FUNDS_STATE_CHANGED',
        'PAYMENT_CHARGE_DISCARDED',
      ),
      (json, type) => {
        const { reading } = signed({ id: 'evt_1', type, data: JSON.parse(json) })
        expect(['accepted', 'unreadable', 'rejected']).toContain(reading.verdict)
      },
    ),
  )
})
