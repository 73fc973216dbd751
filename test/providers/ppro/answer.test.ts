import { describe, expect, test } from 'vitest'
import { translateAnswer } from '../../../src/providers/ppro/answer.ts'
import type { PproExchange } from '../../../src/providers/ppro/client.ts'
import { prepareRequest } from '../../../src/providers/ppro/request.ts'
import type { ProviderCommand, ProviderRequest } from '../../../src/providers/provider.ts'
import { identity, plainAgreement, plainCharge, requestOf } from '../support/commands.ts'

const ids = identity('att_1')
const prepared = (command: ProviderCommand) => requestOf(prepareRequest(command))
const createAgreement = prepared({ ...plainAgreement, agreedAmount: { value: 700n, currency: 'USD' }, ...ids })
const createCharge = prepared({ ...plainCharge, ...ids })
const revoke = prepared({ verb: 'revokeAgreement', agreementReference: 'agr_1', reason: null, ...ids })
const operation = (verb: 'capture' | 'refund' | 'void') =>
  prepared({ verb, chargeReference: 'charge_1', amount: { value: 400n, currency: 'USD' }, reason: null, ...ids })

function respond(status: number, body: unknown): PproExchange {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { kind: 'response', status, headers: {}, text, durationMs: 12 }
}
const translate = (request: ProviderRequest, body: unknown, status = 200) =>
  translateAnswer(request, respond(status, body))
const outcomeOf = (request: ProviderRequest, body: unknown) => {
  const { answer } = translate(request, body)
  return [answer.outcome, answer.call.summary]
}

const failure = { failureType: 'PROVIDER_DECLINE', failureCode: 'INSUFFICIENT_FUNDS' }
const internal = { failureType: 'INTERNAL_ERROR', failureCode: 'INTERNAL_PROCESSING_ERROR' }
const authorization = (changes: object = {}) => ({
  id: 'authz_1',
  amount: 1000,
  status: 'AUTHORIZED',
  merchantPaymentChargeReference: 'att_1',
  ...changes,
})
const capture = (changes: object = {}) => ({ id: 'capture_1', amount: 1000, status: 'CAPTURED', ...changes })
const charge = (status: string, changes: object = {}) => ({
  id: 'charge_1',
  status,
  currency: 'USD',
  authorizations: [authorization()],
  ...changes,
})

const every = [createAgreement, createCharge, revoke, operation('capture'), operation('refund'), operation('void')]

describe('whatever was asked', () => {
  test.each(every)('$verb: what was never handed over is not sent, what was cut is unknown', request => {
    const of = (exchange: PproExchange) => translateAnswer(request, exchange).answer
    expect(of({ kind: 'neverConnected', reason: 'no connection (ECONNREFUSED)', durationMs: 3 })).toEqual({
      outcome: 'notSent',
      call: { summary: 'not sent: no connection (ECONNREFUSED)', durationMs: 3 },
    })
    expect(of({ kind: 'heldBack', reason: 'circuit open', retryAfterMs: 900, durationMs: 0 })).toEqual({
      outcome: 'notSent',
      retryAfterMs: 900,
      call: { summary: 'not sent: circuit open', durationMs: 0 },
    })
    expect(of({ kind: 'lost', reason: 'timeout after 50 ms', durationMs: 50 })).toEqual({
      outcome: 'unknown',
      lookUpNow: false,
      call: { summary: 'timeout after 50 ms', durationMs: 50 },
    })
  })

  const envelope = (status: number) => ({ status, failureMessage: 'No', timestamp: '2026-01-01T00:00:00.000Z' })

  test.each([400, 404, 405, 415, 422, 431])('HTTP %i: declined, to be fixed', status => {
    for (const request of every) {
      expect(translate(request, envelope(status), status).answer).toEqual({
        outcome: 'declined',
        failure: {
          kind: 'INVALID_REQUEST',
          code: 'INVALID_REQUEST',
          advice: 'FIX_REQUEST',
          message: `PPRO refused the request (HTTP ${status}). Nothing happened.`,
          providerMessage: 'No',
        },
        call: { httpStatus: status, summary: `${status}, request refused`, durationMs: 12 },
      })
    }
  })

  test.each([401, 403])('HTTP %i: not sent, with a word for the operator', status => {
    for (const request of every) {
      const { answer, notes } = translate(request, { message: 'Unauthorized' }, status)
      expect(answer).toMatchObject({
        outcome: 'notSent',
        failure: { kind: 'PROVIDER_ERROR', code: 'PROVIDER_CREDENTIALS_REFUSED', advice: 'CONTACT_PROVIDER' },
      })
      expect(notes).toEqual([`credentials refused (${status})`])
    }
  })

  test('HTTP 429: not sent, and when to come again', () => {
    const exchange = { ...respond(429, envelope(429)), retryAfterMs: 200 } as PproExchange
    expect(translateAnswer(createCharge, exchange).answer).toEqual({
      outcome: 'notSent',
      retryAfterMs: 200,
      call: { httpStatus: 429, summary: '429, rate limit', durationMs: 12 },
    })
  })

  test('HTTP 409: unknown, to be looked up at once', () => {
    for (const request of every) {
      expect(translate(request, envelope(409), 409).answer).toMatchObject({ outcome: 'unknown', lookUpNow: true })
    }
  })

  test.each([100, 204, 302, 402, 406, 408, 410, 418, 425, 500, 502, 503, 504])('HTTP %i: unknown', status => {
    for (const request of every) {
      expect(translate(request, envelope(status), status).answer).toMatchObject({
        outcome: 'unknown',
        lookUpNow: false,
      })
    }
  })

  test.each([
    ['nothing', ''],
    ['a page', '<html><body>OK</body></html>'],
    ['half of it', '{"id":"charge_1","status":"CAPTURED","authoriz'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a text', '"CAPTURED"'],
  ])('HTTP 200 with %s: unknown, and loud', (_name, text) => {
    for (const request of every) {
      const { answer, notes } = translate(request, text)
      expect(answer).toMatchObject({
        outcome: 'unknown',
        lookUpNow: false,
        call: { summary: '200, unreadable answer' },
      })
      expect(notes).toEqual(['unreadable answer'])
    }
  })

  test('HTTP 200 with an object that says nothing: unknown, and loud', () => {
    for (const request of every) {
      const { answer, notes } = translate(request, {})
      expect(answer.outcome).toBe('unknown')
      expect(notes).toHaveLength(1)
    }
  })
})

describe('creating a charge', () => {
  test.each([
    ['CAPTURE_PENDING', { authorizations: [authorization()] }, 'approved'],
    ['CAPTURE_PROCESSING', { authorizations: [authorization()] }, 'approved'],
    ['CAPTURED', { captures: [capture()] }, 'approved'],
    ['AUTHORIZATION_PROCESSING', { authorizations: [] }, 'pending'],
    [
      'AUTHORIZATION_ASYNC',
      { authorizations: [authorization({ status: 'PROVIDER_CONFIRMATION_PENDING' })] },
      'pending',
    ],
    [
      'AUTHENTICATION_PENDING',
      { authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })] },
      'actionRequired',
    ],
  ])('%s', (status, changes, outcome) => {
    expect(outcomeOf(createCharge, charge(status, changes))).toEqual([outcome, `200, ${status}`])
  })

  test('a captured charge reports both operations under its reference', () => {
    const { answer } = translate(
      createCharge,
      charge('CAPTURED', { captures: [capture({ merchantCaptureReference: null })] }),
    )
    expect(answer).toEqual({
      outcome: 'approved',
      report: {
        about: 'charge',
        providerReference: 'charge_1',
        sentReference: 'att_1',
        currency: 'USD',
        authenticationMethods: [],
        operations: [
          {
            kind: 'AUTHORIZATION',
            providerReference: 'authz_1',
            sentReference: 'att_1',
            amount: 1000n,
            status: 'SUCCEEDED',
          },
          { kind: 'CAPTURE', providerReference: 'capture_1', amount: 1000n, status: 'SUCCEEDED' },
        ],
        complete: false,
      },
      call: { httpStatus: 200, summary: '200, CAPTURED', durationMs: 12 },
    })
  })

  test('a captured charge that lists no capture is captured in full', () => {
    const { answer } = translate(createCharge, charge('CAPTURED'))
    expect(answer).toMatchObject({
      outcome: 'approved',
      report: { operations: [{ kind: 'AUTHORIZATION' }, { kind: 'CAPTURE', amount: 1000n, status: 'SUCCEEDED' }] },
    })
  })

  test.each([
    ['with its reason on the authorization', { authorizations: [authorization({ status: 'FAILED', failure })] }],
    ['with its reason on the charge', { authorizations: [authorization({ status: 'FAILED' })], failure }],
    ['without an authorization', { authorizations: [], failure }],
    ['without a list of authorizations', { authorizations: null, failure }],
  ])('declined, %s', (_name, changes) => {
    const { answer } = translate(createCharge, charge('FAILED', changes))
    expect(answer).toMatchObject({
      outcome: 'declined',
      failure: { code: 'INSUFFICIENT_FUNDS', kind: 'SOFT_DECLINE' },
      report: { operations: [{ kind: 'AUTHORIZATION', status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS' } }] },
      call: { summary: '200, FAILED INSUFFICIENT_FUNDS' },
    })
  })

  test('failed inside PPRO: not declined, nothing reported', () => {
    const { answer } = translate(
      createCharge,
      charge('FAILED', { authorizations: [authorization({ status: 'FAILED', failure: internal })] }),
    )
    expect(answer).toEqual({
      outcome: 'unknown',
      lookUpNow: false,
      call: { httpStatus: 200, summary: '200, FAILED INTERNAL_PROCESSING_ERROR, not final', durationMs: 12 },
    })
  })

  test('an unlisted reason: declined, and loud', () => {
    const { answer, notes } = translate(
      createCharge,
      charge('FAILED', { authorizations: [], failure: { failureType: 'PROVIDER_DECLINE', failureCode: 'NEW' } }),
    )
    expect(answer).toMatchObject({ outcome: 'declined', call: { summary: '200, FAILED NEW (unmapped failure code)' } })
    expect(notes).toEqual(['unmapped failure code NEW'])
  })

  test.each([
    ['AUTHENTICATION_TIMEOUT', 'AUTHENTICATION_TIMEOUT'],
    ['PROVIDER_CONFIRMATION_TIMEOUT', 'CONFIRMATION_TIMEOUT'],
    ['MERCHANT_INITIATED_DISCARD', 'DISCARDED_BY_MERCHANT'],
  ])('discarded for %s', (type, code) => {
    const changes = {
      authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })],
      discards: [
        { status: 'FAILED', type: 'MERCHANT_INITIATED_DISCARD' },
        { status: 'DISCARDED', type },
      ],
    }
    expect(translate(createCharge, charge('DISCARDED', changes)).answer).toMatchObject({
      outcome: 'declined',
      failure: { code },
      report: { operations: [{ kind: 'AUTHORIZATION', status: 'FAILED', failure: { code } }] },
    })
  })

  test('authorised, its capture failed: approved, and both are reported', () => {
    const changes = { captures: [capture({ status: 'FAILED', failure })], failure }
    expect(translate(createCharge, charge('FAILED', changes)).answer).toMatchObject({
      outcome: 'approved',
      report: {
        operations: [
          { kind: 'AUTHORIZATION', status: 'SUCCEEDED' },
          { kind: 'CAPTURE', status: 'FAILED' },
        ],
      },
    })
  })

  test.each([
    ['another amount', { authorizations: [authorization({ amount: 1001 })] }, 'echo differs: amount'],
    ['another currency', { currency: 'EUR' }, 'echo differs: currency'],
    [
      'another reference',
      { authorizations: [authorization({ merchantPaymentChargeReference: 'att_2' })] },
      'echo differs: reference',
    ],
    [
      'no amount',
      { authorizations: [authorization({ amount: undefined })] },
      'authorization without a readable amount',
    ],
    [
      'an amount as a text',
      { authorizations: [authorization({ amount: '1000' })] },
      'authorization without a readable amount',
    ],
    ['a fraction', { authorizations: [authorization({ amount: 999.5 })] }, 'authorization without a readable amount'],
    [
      'an authorization without an id',
      { authorizations: [authorization({ id: undefined })] },
      'authorization without an id',
    ],
    ['no id', { id: undefined }, 'charge without an id'],
    ['a list that is none', { captures: {} }, 'unreadable list of captures'],
    ['a new word for the charge', { status: 'SUCCESS' }, 'unmapped charge status SUCCESS'],
    ['no word', { status: undefined }, 'unmapped charge status (no readable word)'],
    ['a word in small letters', { status: 'captured' }, 'unmapped charge status (no readable word)'],
    [
      'a new word for the authorization',
      { authorizations: [authorization({ status: 'OK' })] },
      'unmapped authorization status OK',
    ],
    ['a new word for the capture', { captures: [capture({ status: 'PENDING' })] }, 'unmapped capture status PENDING'],
    ['nothing authorized', { authorizations: [] }, 'CAPTURED without an authorization'],
    [
      'a failed authorization',
      { authorizations: [authorization({ status: 'FAILED', failure })] },
      'contradictory: CAPTURED, nothing authorized',
    ],
    [
      'an open status though authorized',
      { status: 'AUTHORIZATION_ASYNC' },
      'contradictory: AUTHORIZATION_ASYNC, authorization decided',
    ],
    ['FAILED though authorized', { status: 'FAILED', failure }, 'contradictory: FAILED, authorized'],
    ['DISCARDED though authorized', { status: 'DISCARDED' }, 'contradictory: DISCARDED, authorized'],
    [
      'FAILED though undecided',
      { status: 'FAILED', authorizations: [authorization({ status: 'AUTHENTICATION_PENDING' })] },
      'contradictory: FAILED, authorization undecided',
    ],
    [
      'more captured than authorized',
      { captures: [capture(), capture({ amount: 1 })] },
      'contradictory: CAPTURED, more than authorized',
    ],
    [
      'only failed captures',
      { captures: [capture({ status: 'FAILED', failure })] },
      'contradictory: CAPTURED, nothing captured',
    ],
    [
      'more refunded than captured',
      { captures: [capture()], refunds: [{ id: 'refund_1', amount: 1001, status: 'REFUNDED' }] },
      'contradictory: CAPTURED, more refunded than captured',
    ],
  ])('%s: unknown, and loud', (_name, changes, problem) => {
    const { answer, notes } = translate(createCharge, charge('CAPTURED', changes))
    expect(answer).toEqual({
      outcome: 'unknown',
      lookUpNow: false,
      call: { httpStatus: 200, summary: `200, ${problem}`, durationMs: 12 },
    })
    expect(notes).toEqual([problem])
  })
})

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
      report: {
        about: 'charge',
        providerReference: 'charge_1',
        operations: [
          { kind, providerReference: `${verb}_1`, sentReference: 'att_1', amount: 400n, status: 'SUCCEEDED' },
        ],
        complete: false,
      },
      call: { httpStatus: 200, summary: `200, ${word}`, durationMs: 12 },
    })
  })

  test.each(verbs)('%s declined', verb => {
    expect(translate(operation(verb), answerOf(verb, { status: 'FAILED', failure })).answer).toMatchObject({
      outcome: 'declined',
      failure: { code: 'INSUFFICIENT_FUNDS' },
      report: { operations: [{ status: 'FAILED', failure: { code: 'INSUFFICIENT_FUNDS' } }] },
    })
  })

  test.each(verbs)('%s doubted', verb => {
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
    expect(answer).toMatchObject({ outcome, report: { about: 'agreement', providerReference: 'agr_1', status } })
  })

  test('what the consumer has to do, the instrument and the initial charge are reported', () => {
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
      report: {
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
    })
  })

  test('failed inside PPRO: kept by its id, without a status, to be asked about', () => {
    const { answer } = translate(createAgreement, agreement('FAILED', { failure: internal }))
    expect(answer.outcome).toBe('pending')
    expect(answer).toMatchObject({ report: { providerReference: 'agr_1', sentReference: 'att_1' } })
    expect('report' in answer && answer.report).not.toHaveProperty('status')
    expect('report' in answer && answer.report).not.toHaveProperty('failure')
  })

  test.each([
    ['EXPIRED', {}, 'unmapped agreement status EXPIRED'],
    ['ACTIVE', { id: null }, 'agreement without an id'],
    ['ACTIVE', { merchantPaymentAgreementReference: 'att_2' }, 'echo differs: reference'],
    ['ACTIVE', { amount: { value: 701, currency: 'USD' } }, 'echo differs: amount'],
    ['ACTIVE', { amount: { value: 700, currency: 'EUR' } }, 'echo differs: currency'],
  ])('%s with %j: unknown, and loud', (status, changes, problem) => {
    const { answer, notes } = translate(createAgreement, agreement(status, changes))
    expect(answer).toMatchObject({ outcome: 'unknown', call: { summary: `200, ${problem}` } })
    expect(notes).toEqual([problem])
  })
})

describe('revoking', () => {
  test('done', () => {
    expect(translate(revoke, { status: 'REVOKED' }).answer).toMatchObject({
      outcome: 'approved',
      report: {
        about: 'agreement',
        providerReference: 'agr_1',
        status: 'REVOKED_BY_MERCHANT',
        revocation: { status: 'SUCCEEDED', by: 'MERCHANT' },
      },
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
      report: { revocation: { status: 'FAILED', by: 'MERCHANT', failure: { code: 'AGREEMENT_INACTIVE' } } },
    })
    expect('report' in answer && answer.report).not.toHaveProperty('status')
  })

  test('failed inside PPRO, or in a new word: unknown', () => {
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
