import { describe, expect, test } from 'vitest'
import { event, noticeOf, signed } from '../../support/ppro-webhooks.ts'

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
    const { reports, subject } = noticeOf(type, { ...data, ...extra })
    const [report] = reports
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

  test('the consumer’s next step; and that no step is left', () => {
    const authenticationMethods = [{ type: 'REDIRECT', details: { requestUrl: 'https://ppro.example/a' } }]
    const extra = { ...data, authorizationId: 'authz_1', authenticationMethods }
    expect(noticeOf('PAYMENT_CHARGE_AUTHENTICATION_PENDING', extra).reports[0]).toMatchObject({
      authenticationMethods: [{ type: 'REDIRECT', requestUrl: 'https://ppro.example/a', requestMethod: 'GET' }],
    })
    expect(noticeOf('PAYMENT_CHARGE_PROVIDER_CONFIRMATION_PENDING', extra).reports[0]).toMatchObject({
      authenticationMethods: [],
    })
  })

  test('a refund that is pending', () => {
    expect(operationOf('PAYMENT_CHARGE_REFUND_PENDING', kinds.REFUND)).toMatchObject([
      { kind: 'REFUND', status: 'PENDING' },
    ])
  })

  test('failed inside PPRO: not final', () => {
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
        reports: [
          {
            operations: [{ kind: 'AUTHORIZATION', providerReference: 'authz_1', status: 'FAILED', failure: { code } }],
          },
        ],
      },
    })
    expect(notes).toEqual(expectedNotes)
  })

  test.each(['PAYMENT_CHARGE_CREATED', 'PAYMENT_CHARGE_DISCARD_FAILED'])('%s has only the ids', type => {
    expect(noticeOf(type, data).reports[0]).toEqual({ ...reported, operations: [] })
  })

  test('an operation without its id, or a charge without one: unreadable', () => {
    expect(signed(event('PAYMENT_CHARGE_CAPTURE_SUCCEEDED', data)).reading).toEqual({
      verdict: 'unreadable',
      eventId: 'evt_1',
      reason: 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED without its captureId',
    })
    const withoutEventId = { ...event('PAYMENT_CHARGE_CAPTURE_SUCCEEDED', kinds.CAPTURE), subject: undefined }
    expect(signed(withoutEventId).reading).toMatchObject({
      verdict: 'unreadable',
      reason: "PAYMENT_CHARGE_CAPTURE_SUCCEEDED without a charge's id",
    })
  })

  test('an event that PPRO does not publish changes nothing, and is logged', () => {
    const { reading, notes } = signed(event('PAYMENT_CHARGE_SUCCESS', { ...data, paymentChargeStatus: 'CAPTURED' }))
    expect(reading).toMatchObject({
      verdict: 'accepted',
      notice: { subject: { kind: 'charge', providerReference: 'charge_1' } },
    })
    expect(reading).toMatchObject({ notice: { reports: [] } })
    expect(notes).toEqual(['unmapped event type PAYMENT_CHARGE_SUCCESS'])
  })

  test('a chargeback and the state of funds are notes', () => {
    const chargeback = noticeOf('CHARGEBACK_SUCCEEDED', { paymentChargeId: 'charge_1', amount: data.amount })
    expect(chargeback).toMatchObject({
      subject: { kind: 'charge', providerReference: 'charge_1', sentReference: null },
      note: { type: 'charge.chargeback', data: { amount: '400', currency: 'USD' }, needsAttention: true },
    })
    expect(chargeback.reports).toEqual([])
    const funds = noticeOf('FUNDS_STATE_CHANGED', {
      ...data,
      paymentOperationId: 'capture_1',
      paymentOperationType: 'CAPTURE',
      fundsState: 'CAPTURE_FUNDS_RECEIVED',
    })
    expect(funds.note).toEqual({
      type: 'charge.funds_state_changed',
      needsAttention: false,
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
