import { describe, expect, test } from 'vitest'
import { mapAuthenticationMethods } from '../../../src/providers/ppro/answers/authentication-mapping.ts'
import { createAgreement, failure, internal, operation, outcomeOf, revoke, translate } from '../support/ppro-answers.ts'

describe('capture, refund, void', () => {
  const fields = {
    capture: { word: 'CAPTURED', reference: 'merchantCaptureReference', kind: 'CAPTURE' },
    refund: { word: 'REFUNDED', reference: 'merchantRefundReference', kind: 'REFUND' },
    void: { word: 'VOIDED', reference: 'merchantVoidReference', kind: 'VOID' },
  } as const
  const verbs = ['capture', 'refund', 'void'] as const
  const answerOf = (verb: (typeof verbs)[number], changes: object = {}) => ({
    id: `${verb}_1`,
    amount: 400,
    status: fields[verb].word,
    [fields[verb].reference]: 'att_1',
    ...changes,
  })

  test.each(verbs)('%s done', verb => {
    const { word, kind } = fields[verb]
    expect(translate(operation(verb), answerOf(verb)).answer).toEqual({
      outcome: 'approved',
      reports: [
        {
          about: 'charge',
          providerReference: 'charge_1',
          operations: [
            { kind, providerReference: `${verb}_1`, sentReference: 'att_1', amount: 400n, status: 'SUCCEEDED' },
          ],
          complete: false,
        },
      ],
      call: { httpStatus: 200, summary: `200, ${word}`, durationMs: 12 },
    })
  })

  test.each(verbs)('%s declined', verb => {
    expect(translate(operation(verb), answerOf(verb, { status: 'FAILED', failure })).answer).toMatchObject({
      outcome: 'declined',
      failure: { code: 'INSUFFICIENT_FUNDS' },
      reports: [{ operations: [{ status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS' } }] }],
    })
  })

  test.each(verbs)('%s unknown', verb => {
    const summaryOf = (changes: object) => outcomeOf(operation(verb), answerOf(verb, changes))
    expect(summaryOf({ status: 'FAILED', failure: internal })).toEqual([
      'unknown',
      '200, FAILED INTERNAL_PROCESSING_ERROR, not final',
    ])
    expect(summaryOf({ amount: 401 })).toEqual(['unknown', '200, echo differs: amount'])
    expect(summaryOf({ [fields[verb].reference]: 'att_2' })).toEqual(['unknown', '200, echo differs: reference'])
    expect(summaryOf({ status: 'AUTHORIZED' })).toEqual(['unknown', `200, unmapped ${verb} status AUTHORIZED`])
  })

  test('only a refund may be pending', () => {
    const outcomes = verbs.map(verb => translate(operation(verb), answerOf(verb, { status: 'PENDING' })).answer.outcome)
    expect(outcomes).toEqual(['unknown', 'pending', 'unknown'])
  })
})

describe('creating an agreement', () => {
  const agreement = (status: string, changes: object = {}) => ({
    id: 'agr_1',
    status,
    paymentMethod: 'AMAZON_PAY',
    instrumentId: 'instr_1',
    merchantPaymentAgreementReference: 'att_1',
    ...changes,
  })

  test.each([
    ['INITIALIZING', 'pending'],
    ['AUTHORIZATION_PROCESSING', 'pending'],
    ['AUTHENTICATION_PENDING', 'actionRequired'],
    ['ACTIVE', 'approved'],
    ['FAILED', 'declined'],
  ])('%s: %s', (status, outcome) => {
    const { answer } = translate(createAgreement, agreement(status, { failure }))
    expect(answer).toMatchObject({ outcome, reports: [{ about: 'agreement', providerReference: 'agr_1', status }] })
  })

  test('the consumer’s next step, the instrument and the initial charge are reported', () => {
    const changes = {
      initialPaymentChargeId: 'charge_1',
      authenticationMethods: [
        { type: '3DS', details: { requestUrl: 'https://ppro.example/3ds', requestMethod: 'POST' } },
        { type: 'REDIRECT', details: { requestUrl: 'javascript:alert(1)' } },
        {
          type: 'SCAN_CODE',
          details: {
            codeType: 'QR',
            codePayload: 'x',
            codeImage: 'https://ppro.example/q.png',
            codeDocument: 'd',
            scanBy: '2026-01-01T00:00:00Z',
          },
        },
        { type: 'APP_INTENT', details: { mobileIntentUri: 'bank://pay' } },
        { type: 'APP_INTENT', details: { mobileIntentUri: 'JavaScript:alert(1)' } },
        { type: 'APP_NOTIFICATION' },
        { type: 'TELEPATHY', details: {} },
      ],
    }
    expect(translate(createAgreement, agreement('AUTHENTICATION_PENDING', changes)).answer).toMatchObject({
      reports: [
        {
          sentReference: 'att_1',
          initialChargeReference: 'charge_1',
          instrument: { type: 'AMAZON_PAY', token: 'instr_1' },
          authenticationMethods: [
            { type: 'REDIRECT', requestUrl: 'https://ppro.example/3ds', requestMethod: 'POST' },
            {
              type: 'SCAN_CODE',
              codeType: 'QR',
              codePayload: 'x',
              codeImageUrl: 'https://ppro.example/q.png',
              expiresAt: '2026-01-01T00:00:00.000Z',
              details: { codeDocument: 'd' },
            },
            { type: 'APP_INTENT', appUrl: 'bank://pay' },
            { type: 'APP_NOTIFICATION' },
          ],
        },
      ],
    })
  })

  test('failed inside PPRO: kept by its id, without a status, for a status query', () => {
    const { answer } = translate(createAgreement, agreement('FAILED', { failure: internal }))
    expect(answer.outcome).toBe('pending')
    expect(answer).toMatchObject({ reports: [{ providerReference: 'agr_1', sentReference: 'att_1' }] })
    expect('reports' in answer && answer.reports?.[0]).not.toHaveProperty('status')
    expect('reports' in answer && answer.reports?.[0]).not.toHaveProperty('failure')
  })

  test.each([
    ['EXPIRED', {}, 'unmapped agreement status EXPIRED'],
    ['ACTIVE', { id: null }, 'agreement without an id'],
    ['ACTIVE', { merchantPaymentAgreementReference: 'att_2' }, 'echo differs: reference'],
    ['ACTIVE', { amount: { value: 701, currency: 'USD' } }, 'echo differs: amount'],
    ['ACTIVE', { amount: { value: 700, currency: 'EUR' } }, 'echo differs: currency'],
  ])('%s with %j: unknown, and logged', (status, changes, problem) => {
    const { answer, notes } = translate(createAgreement, agreement(status, changes))
    expect(answer).toMatchObject({ outcome: 'unknown', call: { summary: `200, ${problem}` } })
    expect(notes).toEqual([problem])
  })
})

describe('revoking', () => {
  test('done', () => {
    expect(translate(revoke, { status: 'REVOKED' }).answer).toMatchObject({
      outcome: 'approved',
      reports: [
        {
          about: 'agreement',
          providerReference: 'agr_1',
          status: 'REVOKED_BY_MERCHANT',
          revocation: { status: 'SUCCEEDED', by: 'MERCHANT' },
        },
      ],
    })
  })

  test('refused: the agreement keeps its status', () => {
    const { answer } = translate(revoke, {
      status: 'FAILED',
      failure: { failureType: 'INTERNAL_DECLINE', failureCode: 'AGREEMENT_INACTIVE' },
    })
    expect(answer).toMatchObject({
      outcome: 'declined',
      failure: { code: 'AGREEMENT_INACTIVE' },
      reports: [{ revocation: { status: 'FAILED', by: 'MERCHANT', failure: { code: 'AGREEMENT_INACTIVE' } } }],
    })
    expect('reports' in answer && answer.reports?.[0]).not.toHaveProperty('status')
  })

  test('failed inside PPRO, or with an unknown status: unknown', () => {
    expect(outcomeOf(revoke, { status: 'FAILED', failure: internal })).toEqual([
      'unknown',
      '200, FAILED INTERNAL_PROCESSING_ERROR, not final',
    ])
    expect(outcomeOf(revoke, { status: 'REVOKED_BY_MERCHANT' })).toEqual([
      'unknown',
      '200, unmapped revocation status REVOKED_BY_MERCHANT',
    ])
  })
})

test.each(['0026-01-01T00:00:00Z', '+012026-01-01T00:00:00Z', '9999-12-31T23:59:59-01:00', '7', 'soon'])(
  'a code whose time limit is the invalid instant %s is shown without a limit',
  scanBy => {
    const authenticationMethods = [{ type: 'SCAN_CODE', details: { scanBy } }]
    expect(mapAuthenticationMethods({ authenticationMethods }, false)).toEqual([{ type: 'SCAN_CODE' }])
  },
)
