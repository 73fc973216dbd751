import { describe, expect, test } from 'vitest'
import { TAXONOMY_VERSION } from '../../../../src/domain/decline/taxonomy.ts'
import { translateAnswer } from '../../../../src/providers/aps/answers/answer.ts'
import { prepareRequest } from '../../../../src/providers/aps/requests/request.ts'
import type { ProviderCommand } from '../../../../src/providers/port/provider.ts'
import type { Exchange } from '../../../../src/providers/shared/guarded-client.ts'
import {
  apsConfig,
  cardAgreement,
  cardCharge,
  cardOperation,
  type Fields,
  FORT_ID,
  OTHER_REQUEST_ID,
  providerRequest,
  REQUEST_ID,
  signedByAps,
  TOKEN,
} from '../../support/aps.ts'
import { requestOf } from '../../support/commands.ts'

const revocation = {
  verb: 'revokeAgreement',
  agreementReference: OTHER_REQUEST_ID,
  token: TOKEN,
  reason: null,
} as const
const commands = {
  createAgreement: cardAgreement,
  authorize: {
    ...cardAgreement,
    initialCharge: cardAgreement.initialCharge && { ...cardAgreement.initialCharge, captureMode: 'MANUAL' as const },
  },
  createCharge: cardCharge,
  capture: cardOperation('capture'),
  refund: cardOperation('refund'),
  void: cardOperation('void'),
  revokeAgreement: revocation,
}
type Name = keyof typeof commands

const requestFor = (name: Name) =>
  requestOf(prepareRequest(apsConfig, { ...commands[name], ...providerRequest } as ProviderCommand))

const response = (text: string, status = 200): Exchange => ({
  kind: 'response',
  status,
  headers: {},
  text,
  durationMs: 7,
})

/** The result of a request whose response has its own parameters and these. */
function answered(name: Name, fields: Fields, config = apsConfig) {
  const request = requestFor(name)
  const { signature: _, ...echo } = JSON.parse(request.body)
  const text = JSON.stringify(signedByAps({ ...echo, ...fields }))
  return translateAnswer(config, request, response(text))
}
const received = (name: Name, text: string, status = 200) =>
  translateAnswer(apsConfig, requestFor(name), response(text, status))

const code = (response_code: string, more: Fields = {}): Fields => ({
  response_code,
  status: response_code.slice(0, 2),
  response_message: 'Words',
  ...more,
})
const transaction = { fort_id: FORT_ID, payment_option: 'VISA', card_number: '400555******0001', expiry_date: '3005' }
const authorized = { kind: 'AUTHORIZATION', sentReference: REQUEST_ID, amount: 24_300n, status: 'SUCCEEDED' }
const captured = { kind: 'CAPTURE', amount: 24_300n, status: 'SUCCEEDED' }
const charge = {
  about: 'charge',
  providerReference: FORT_ID,
  sentReference: REQUEST_ID,
  currency: 'AED',
  complete: false,
}
const names = Object.keys(commands) as Name[]

const unknown = (summary: string, notes: readonly string[] = [], queryStatusNow = false) => ({
  answer: { outcome: 'unknown', queryStatusNow, call: { httpStatus: 200, summary: `200, ${summary}`, durationMs: 7 } },
  notes,
})

describe('responses that are rejected', () => {
  test.each(names)('%s: without a signature, with a wrong one, with another phrase', name => {
    const { signature: _, ...echo } = JSON.parse(requestFor(name).body)
    const fields = { ...echo, ...code('14000', transaction) }
    expect(received(name, JSON.stringify(fields))).toEqual(
      unknown('answer not believed: no signature', ['answer not believed: no signature']),
    )
    const wrong = JSON.stringify({ ...fields, signature: 'a'.repeat(64) })
    expect(received(name, wrong)).toEqual(
      unknown('answer not believed: signature does not match', ['answer not believed: signature does not match']),
    )
  })

  test.each(names)('%s: one that does not name our account', name => {
    for (const field of ['access_code', 'merchant_identifier'])
      for (const response_code of ['14000', '13666', '00002']) {
        const problem = `echo missing: ${field}`
        expect(answered(name, { ...code(response_code, transaction), [field]: undefined })).toEqual(
          unknown(problem, [problem]),
        )
      }
  })

  test.each<[Fields, string]>([
    [{ order_description: 'x', status: '14x=' }, 'a parameter is hidden in the value of another'],
    [{ order_description: 'xresponse_code=00002' }, 'a parameter is hidden in the value of another'],
    [{ response_coded_response_code: '13666' }, 'a parameter name is split at the wrong place'],
    [{ 'X-Trace': '1' }, 'malformed parameter name'],
  ])('one that could be cut into other parameters: %j', (fields, problem) => {
    const doubt = `answer not believed: ${problem}`
    expect(answered('createCharge', { ...code('14000', transaction), ...fields })).toEqual(unknown(doubt, [doubt]))
  })

  test('a refusal without a signature is not a refusal either', () => {
    const text = JSON.stringify({
      response_code: '00009',
      status: '00',
      response_message: 'Invalid merchant identifier',
    })
    expect(received('createCharge', text)).toEqual(
      unknown('answer not believed: no signature', ['answer not believed: no signature']),
    )
  })

  test.each(['', '<html></html>', '{"response_code":"14000"', '[]', '"14000"', 'null'])('unreadable: %j', text => {
    expect(received('createCharge', text)).toEqual(unknown('unreadable answer', ['unreadable answer']))
  })

  test.each([
    ['access_code', 'another'],
    ['merchant_identifier', 'another'],
    ['merchant_reference', OTHER_REQUEST_ID],
    ['command', 'AUTHORIZATION'],
    ['amount', '24301'],
    ['currency', 'SAR'],
    ['token_name', 'f'.repeat(32)],
    ['agreement_id', REQUEST_ID],
  ])('another %s than was sent', (field, value) => {
    const problem = `echo differs: ${field}`
    expect(answered('createCharge', { ...code('14000', transaction), [field]: value })).toEqual(
      unknown(problem, [problem]),
    )
    // Nor is a decline that belongs to another object.
    expect(answered('createCharge', { ...code('13029', transaction), [field]: value })).toEqual(
      unknown(problem, [problem]),
    )
  })

  test('another refund than was sent', () => {
    const problem = 'echo differs: maintenance_reference'
    expect(answered('refund', { ...code('06000'), maintenance_reference: OTHER_REQUEST_ID })).toEqual(
      unknown(problem, [problem]),
    )
  })

  test.each(['merchant_reference', 'amount', 'currency'])('a success that does not say its %s', field => {
    const problem = `echo missing: ${field}`
    expect(answered('createCharge', { ...code('14000', transaction), [field]: undefined })).toEqual(
      unknown(problem, [problem]),
    )
  })

  test('a decline that does not name its object', () => {
    const problem = 'echo missing: merchant_reference'
    expect(answered('createCharge', { ...code('13029'), merchant_reference: undefined })).toEqual(
      unknown(problem, [problem]),
    )
  })

  test('a success without an id', () => {
    const problem = 'success without an id or an amount'
    expect(answered('createCharge', code('14000'))).toEqual(unknown(problem, [problem]))
  })

  test.each<[string, Fields]>([
    ['none', { response_message: 'Success' }],
    ['four digits', { response_code: '1400', status: '14' }],
    ['words', { response_code: 'SUCCESS', status: '14' }],
    ['an amount with another status', { response_code: '14000', status: '13' }],
  ])('response code: %s', (_name, fields) => {
    expect(answered('createCharge', { ...transaction, ...fields })).toEqual(
      unknown('no readable response code', ['no readable response code']),
    )
  })

  test.each([
    ['16000', 'unmapped status 16'],
    ['13999', 'unmapped message code 13999'],
    ['02000', 'contradictory response code 02000'],
    ['14666', 'contradictory response code 14666'],
  ])('%s: %s', (response_code, problem) => {
    expect(answered('createCharge', code(response_code, transaction))).toEqual(unknown(problem, [problem]))
  })
})

describe('responses that leave the result open', () => {
  test.each([
    '00006',
    '13006',
    '15777',
    '15778',
    '13779',
    '15000',
    '10000',
    '00011',
    '00051',
    '13074',
    '13090',
    '01035',
  ])('%s', response_code => {
    for (const name of ['createAgreement', 'createCharge'] as const)
      expect(answered(name, code(response_code, transaction))).toEqual(unknown(`${response_code} uncertain`))
  })

  test('a generic decline that the acquirer contradicts', () => {
    expect(answered('createCharge', code('13666', { ...transaction, acquirer_response_code: '00' }))).toEqual(
      unknown('13666 uncertain'),
    )
  })

  test.each(['00007', '00047', '00066', '00103', '00784', '13784'])('%s: queried at once', response_code => {
    for (const name of names)
      expect(answered(name, code(response_code))).toEqual(unknown(`${response_code} duplicate`, [], true))
  })
})

describe('a refused request', () => {
  test.each(['00001', '00002', '00004', '00005', '00027', '00044'])(
    '%s: declined, with nothing to report',
    response_code => {
      const { answer, notes } = answered('createCharge', code(response_code))
      expect(answer).toMatchObject({
        outcome: 'declined',
        failure: {
          kind: 'INVALID_REQUEST',
          advice: 'FIX_REQUEST',
          providerCode: response_code,
          providerMessage: 'Words',
          reachedIssuer: false,
        },
        call: { httpStatus: 200 },
      })
      expect(answer).not.toHaveProperty('reports')
      expect(notes).toEqual([])
    },
  )

  test.each([
    ['00008', 'INVALID_SIGNATURE'],
    ['00009', 'INVALID_MERCHANT'],
    ['00010', 'INVALID_MERCHANT'],
    ['00015', 'INVALID_MERCHANT'],
  ])('%s, for our credentials: logged as an error', (response_code, reason) => {
    const { answer, notes } = answered('createCharge', code(response_code))
    expect(answer).toMatchObject({ outcome: 'declined', failure: { kind: 'INVALID_REQUEST', code: reason } })
    expect(answer).not.toHaveProperty('reports')
    expect(notes).toEqual([`credentials refused (${response_code})`])
  })

  test('for a reason that no table knows: logged as a warning', () => {
    const { answer, notes } = answered('createCharge', code('00999'))
    expect(answer).toMatchObject({ outcome: 'declined', failure: { code: 'INVALID_REQUEST' } })
    expect(notes).toEqual(['unmapped message code 00999'])
  })

  test('without a reason: still refused, because it is signed', () => {
    const { answer } = answered('createCharge', { ...code('00008'), merchant_reference: undefined, amount: undefined })
    expect(answer).toMatchObject({ outcome: 'declined', failure: { code: 'INVALID_SIGNATURE' } })
  })
})

describe('createCharge', () => {
  test('paid', () => {
    expect(answered('createCharge', code('14000', transaction))).toEqual({
      answer: {
        outcome: 'approved',
        reports: [{ ...charge, operations: [authorized, captured] }],
        call: { httpStatus: 200, summary: '200, 14000 approved', durationMs: 7 },
      },
      notes: [],
    })
  })

  test('amounts as JSON numbers are the same', () => {
    const request = requestFor('createCharge')
    const { signature: _, ...echo } = JSON.parse(request.body)
    const signed = signedByAps({ ...echo, ...code('14000', transaction) })
    const text = JSON.stringify({ ...signed, amount: 24_300 })
    expect(text).toContain('"amount":24300,')
    expect(translateAnswer(apsConfig, request, response(text)).answer.outcome).toBe('approved')
  })

  test('declined, with the acquirer’s reason', () => {
    const failure = {
      kind: 'SOFT_DECLINE',
      code: 'INSUFFICIENT_FUNDS',
      advice: 'RETRY_LATER',
      message: 'There is not enough money in the account.',
      providerCode: '13666',
      providerMessage: 'Words (51)',
      taxonomyVersion: TAXONOMY_VERSION,
    }
    expect(answered('createCharge', code('13666', { ...transaction, acquirer_response_code: '51' }))).toEqual({
      answer: {
        outcome: 'declined',
        failure,
        reports: [{ ...charge, operations: [{ ...authorized, status: 'FAILED', failure }] }],
        call: { httpStatus: 200, summary: '200, 13666 INSUFFICIENT_FUNDS', durationMs: 7 },
      },
      notes: [],
    })
  })

  test('declined before APS gave it an id', () => {
    const { answer } = answered('createCharge', code('13044'))
    expect(answer).toMatchObject({ outcome: 'declined', failure: { code: 'INSTRUMENT_NOT_FOUND' } })
    expect('reports' in answer && answer.reports?.[0]).not.toHaveProperty('providerReference')
  })

  test.each(['19000', '40090'])('%s: pending', response_code => {
    expect(answered('createCharge', code(response_code, transaction)).answer).toMatchObject({
      outcome: 'pending',
      reports: [{ ...charge, operations: [{ ...authorized, status: 'PENDING' }] }],
    })
  })
})

describe('createAgreement', () => {
  const instrument = { type: 'CARD', token: TOKEN, brand: 'VISA', last4: '0001', expiryMonth: 5, expiryYear: 2030 }
  const active = {
    about: 'agreement',
    sentReference: REQUEST_ID,
    providerReference: REQUEST_ID,
    status: 'ACTIVE',
    instrument,
    initialChargeReference: FORT_ID,
  }

  test('paid: the agreement first, then its charge', () => {
    expect(answered('createAgreement', code('14000', transaction)).answer).toEqual({
      outcome: 'approved',
      reports: [active, { ...charge, operations: [authorized, captured] }],
      call: { httpStatus: 200, summary: '200, 14000 approved', durationMs: 7 },
    })
  })

  test('authorized: nothing is captured', () => {
    expect(answered('authorize', code('02000', transaction)).answer).toMatchObject({
      outcome: 'approved',
      reports: [active, { ...charge, operations: [authorized] }],
    })
  })

  test('the brand is what APS says; if it repeats no token, it is the one sent', () => {
    const { answer } = answered(
      'createAgreement',
      code('14000', { ...transaction, payment_option: 'MADA', token_name: undefined }),
    )
    expect(answer).toMatchObject({ reports: [{ instrument: { ...instrument, brand: 'MADA' } }, {}] })
  })

  test('the consumer has to authenticate', () => {
    const url = 'https://sbsimulator.payfort.com/secure3dsSimulator?FORTSESSIONID=x&paymentId=1&action=retry'
    const methods = [{ type: 'REDIRECT', requestUrl: url, requestMethod: 'GET' }]
    expect(
      answered('createAgreement', code('20064', { ...transaction, '3ds_url': url, token_name: undefined })).answer,
    ).toEqual({
      outcome: 'actionRequired',
      reports: [
        {
          about: 'agreement',
          sentReference: REQUEST_ID,
          status: 'AUTHENTICATION_PENDING',
          authenticationMethods: methods,
        },
        { ...charge, authenticationMethods: methods, operations: [{ ...authorized, status: 'PENDING' }] },
      ],
      call: { httpStatus: 200, summary: '200, 20064 actionRequired', durationMs: 7 },
    })
  })

  test('without TLS only if the account itself is reached without it', () => {
    const fields = code('20064', { ...transaction, '3ds_url': 'http://127.0.0.1:4010/aps/secure3dsSimulator' })
    const another = { ...apsConfig, simulated: false }
    expect(answered('createAgreement', fields, another).answer.outcome).toBe('actionRequired')
    const problem = '20064 without a usable 3ds_url'
    const real = { ...apsConfig, apiUrl: 'https://aps.example/FortAPI/paymentApi' }
    expect(answered('createAgreement', fields, real)).toEqual(unknown(problem, [problem]))
    const secure = { ...fields, '3ds_url': 'https://acs.example/?PaReq=eJx==' }
    expect(answered('createAgreement', secure, real).answer.outcome).toBe('actionRequired')
  })

  test.each([undefined, '', 'javascript:alert(1)', '/relative'])('20064 with the URL %j is unknown', url => {
    const problem = '20064 without a usable 3ds_url'
    expect(answered('createAgreement', code('20064', { ...transaction, '3ds_url': url }))).toEqual(
      unknown(problem, [problem]),
    )
  })

  test('declined: neither agreement nor charge', () => {
    const { answer } = answered('createAgreement', code('13785', transaction))
    const failure = expect.objectContaining({ kind: 'FRAUD_SUSPECTED', code: 'SUSPECTED_FRAUD' })
    expect(answer).toMatchObject({
      outcome: 'declined',
      failure,
      reports: [
        { about: 'agreement', sentReference: REQUEST_ID, status: 'FAILED', failure },
        { ...charge, operations: [{ ...authorized, status: 'FAILED', failure }] },
      ],
    })
  })

  test('pending', () => {
    expect(answered('createAgreement', code('19000', transaction)).answer).toMatchObject({
      outcome: 'pending',
      reports: [{ status: 'AUTHORIZATION_PROCESSING' }, { operations: [{ status: 'PENDING' }] }],
    })
  })

  test.each(['19065', '19064', '40065'])('%s: pending, for its consumer', response_code => {
    expect(answered('createAgreement', code(response_code, transaction)).answer).toMatchObject({
      outcome: 'pending',
      reports: [{ status: 'AUTHENTICATION_PENDING' }, { operations: [{ status: 'PENDING' }] }],
    })
  })

  test.each(['00030', '10030', '13030'])('%s: the consumer failed to authenticate', response_code => {
    const failure = expect.objectContaining({ kind: 'AUTHENTICATION_FAILED', providerCode: response_code })
    expect(answered('createAgreement', code(response_code, transaction)).answer).toMatchObject({
      outcome: 'declined',
      failure,
      reports: [{ status: 'FAILED', failure }, { operations: [{ status: 'FAILED', failure }] }],
    })
  })
})

describe.each([
  ['capture', 'CAPTURE', '04000', '05', ['05042', 'EXCEEDS_AUTHORIZED_AMOUNT'], 1_000n],
  ['refund', 'REFUND', '06000', '07', ['07048', 'EXCEEDS_CAPTURED_AMOUNT'], 1_000n],
  ['void', 'VOID', '08000', '09', ['09034', 'OPERATION_NOT_ALLOWED'], undefined],
] as const)('%s', (name, kind, success, failed, [refusal, refused], amount) => {
  const operation = { kind, sentReference: REQUEST_ID, ...(amount !== undefined && { amount }) }
  const known = { about: 'charge', providerReference: FORT_ID, complete: false }

  test('done: ours by its reference, whatever id APS gives it', () => {
    for (const fort_id of [FORT_ID, '169996200015585999', undefined])
      expect(answered(name, code(success, { fort_id })).answer).toMatchObject({
        outcome: 'approved',
        reports: [{ ...known, operations: [{ ...operation, status: 'SUCCEEDED' }] }],
      })
  })

  test('declined', () => {
    const { answer } = answered(name, code(`${failed}666`))
    const failure = expect.objectContaining({ code: 'GENERIC_DECLINE', providerCode: `${failed}666` })
    expect(answer).toMatchObject({
      outcome: 'declined',
      failure,
      reports: [{ ...known, operations: [{ ...operation, status: 'FAILED', failure }] }],
    })
  })

  test('refused because of the current state: a first send may have caused it', () => {
    const { answer } = answered(name, code(refusal))
    expect(answer).toMatchObject({ outcome: 'declined', failure: { code: refused, providerCode: refusal } })
    expect(answer).not.toHaveProperty('reports')
  })

  test('pending', () => {
    expect(answered(name, code('19000')).answer).toMatchObject({
      outcome: 'pending',
      reports: [{ ...known, operations: [{ ...operation, status: 'PENDING' }] }],
    })
  })

  test('20064 makes no sense', () => {
    expect(answered(name, code('20064', { '3ds_url': 'https://s.example/' })).answer.outcome).toBe('unknown')
  })
})

describe('revokeAgreement', () => {
  test.each(['58000', '58063', '59044', '00044'])('%s: the token is no longer usable', response_code => {
    expect(answered('revokeAgreement', code(response_code)).answer).toMatchObject({
      outcome: 'approved',
      reports: [
        { about: 'agreement', status: 'REVOKED_BY_MERCHANT', revocation: { status: 'SUCCEEDED', by: 'MERCHANT' } },
      ],
    })
  })

  test('declined', () => {
    const { answer } = answered('revokeAgreement', code('59088'))
    expect(answer).toMatchObject({
      outcome: 'declined',
      failure: { code: 'INSTRUMENT_NOT_FOUND' },
      reports: [{ about: 'agreement', revocation: { status: 'FAILED', by: 'MERCHANT' } }],
    })
    expect('reports' in answer && answer.reports?.[0]).not.toHaveProperty('status')
  })

  test('refused because of the current state', () => {
    const { answer } = answered('revokeAgreement', code('59034'))
    expect(answer).toMatchObject({ outcome: 'declined', failure: { code: 'OPERATION_NOT_ALLOWED' } })
    expect(answer).not.toHaveProperty('reports')
  })

  test('APS never answers pending for tokens', () => {
    const problem = 'pending for a revocation'
    expect(answered('revokeAgreement', code('19000'))).toEqual(unknown(problem, [problem]))
  })
})

describe('what the transport alone decides, for any body', () => {
  const success = (name: Name) => {
    const { signature: _, ...echo } = JSON.parse(requestFor(name).body)
    return JSON.stringify(signedByAps({ ...echo, ...code('14000', transaction) }))
  }

  test.each([
    [400, 'declined'],
    [404, 'declined'],
    [405, 'declined'],
    [415, 'declined'],
    [422, 'declined'],
    [431, 'declined'],
    [401, 'notSent'],
    [403, 'notSent'],
    [429, 'notSent'],
    [409, 'unknown'],
    [402, 'unknown'],
    [408, 'unknown'],
    [301, 'unknown'],
    [500, 'unknown'],
    [502, 'unknown'],
    [504, 'unknown'],
  ])('HTTP %i is %s', (status, outcome) => {
    const { answer } = received('createCharge', success('createCharge'), status)
    expect(answer).toMatchObject({ outcome, call: { httpStatus: status } })
    expect(answer).not.toHaveProperty('reports')
    if (answer.outcome === 'unknown') expect(answer.queryStatusNow).toBe(status === 409)
    if (answer.outcome === 'declined')
      expect(answer.failure).toMatchObject({ kind: 'INVALID_REQUEST', advice: 'FIX_REQUEST' })
  })

  test.each<[Exchange, string]>([
    [{ kind: 'lost', reason: 'timeout after 9 ms', durationMs: 9 }, 'unknown'],
    [{ kind: 'neverConnected', reason: 'no connection (ECONNREFUSED)', durationMs: 1 }, 'notSent'],
    [{ kind: 'heldBack', reason: 'circuit open', retryAfterMs: 5, durationMs: 0 }, 'notSent'],
  ])('%j is %s', (exchange, outcome) => {
    const { answer } = translateAnswer(apsConfig, requestFor('createCharge'), exchange)
    expect(answer.outcome).toBe(outcome)
    expect(answer.call).not.toHaveProperty('httpStatus')
  })
})

describe('APS’s messages', () => {
  test('are unescaped, and contain no data of the consumer', () => {
    const quoted = 'Card 400555******0001 of O&#39;Neil &amp; zoe@canary.example (Zoe Canary), 203.0.113.9'
    const { answer } = answered(
      'createAgreement',
      code('13016', { ...transaction, response_message: quoted, card_holder_name: 'O&#39;Neil' }),
    )
    expect(answer).toMatchObject({ failure: { providerMessage: 'Card … of … & … (…), …' } })
  })

  test('are cut at 500 characters', () => {
    const { answer } = answered('createCharge', code('13666', { response_message: 'x'.repeat(900) }))
    expect(answer).toMatchObject({ failure: { providerMessage: 'x'.repeat(500) } })
  })

  test('are kept from a refusal by HTTP too', () => {
    const { answer } = received(
      'createCharge',
      '{"response_message":"no zoe@canary.example here","response_code":"00002"}',
      400,
    )
    expect(answer).toMatchObject({
      failure: {
        providerCode: '00002',
        providerMessage: 'no … here',
        message: 'APS rejected the request (HTTP 400). Nothing was done.',
      },
    })
  })
})
