import { describe, expect, test } from 'vitest'
import { receiveWebhook, rereadWebhook } from '../../../../src/providers/aps/answers/webhook.ts'
import { sign } from '../../../../src/providers/aps/signature.ts'
import { apsConfig, type Fields, FORT_ID, OTHER_REQUEST_ID, REQUEST_ID, signedByAps, TOKEN } from '../../support/aps.ts'

const headers = { 'content-type': 'application/json' }
const bytes = (text: string) => Buffer.from(text, 'utf8')
const json = (fields: Fields) => bytes(JSON.stringify(signedByAps(fields)))
const form = (fields: Fields) => bytes(new URLSearchParams(signedByAps(fields) as Record<string, string>).toString())
const receive = (rawBody: Uint8Array, given: Record<string, string> = headers) =>
  receiveWebhook(apsConfig, { headers: given, rawBody, receivedAt: new Date(0) })

/** The notice of an accepted notification, in either form and read again later. */
function noticeOf(fields: Fields) {
  const { reading, notes } = receive(json(fields))
  if (reading.verdict !== 'accepted') throw new Error(JSON.stringify(reading))
  expect(receive(form(fields), { 'content-type': 'application/x-www-form-urlencoded' })).toEqual({ reading, notes })
  expect(rereadWebhook(apsConfig, json(fields))).toEqual(reading.notice)
  expect(rereadWebhook(apsConfig, form(fields))).toEqual(reading.notice)
  const { eventId, occurredAt, withoutEventId, ...notice } = reading.notice
  expect({ occurredAt, withoutEventId }).toEqual({ occurredAt: null, withoutEventId: true })
  expect(eventId).toMatch(/^sha256:[0-9a-f]{64}$/)
  return { ...notice, notes }
}
const eventIdOf = (fields: Fields) => {
  const { reading } = receive(json(fields))
  if (reading.verdict !== 'accepted') throw new Error(JSON.stringify(reading))
  return reading.notice.eventId
}

const paid = {
  access_code: 'access1',
  merchant_identifier: 'merchant1',
  merchant_reference: REQUEST_ID,
  command: 'PURCHASE',
  amount: '24300',
  currency: 'AED',
  eci: 'ECOMMERCE',
  fort_id: FORT_ID,
  token_name: TOKEN,
  card_number: '400555******0001',
  expiry_date: '3005',
  payment_option: 'VISA',
  customer_email: 'zoe+1@canary.example',
  customer_name: 'O&#39;Neil &amp; Sons',
  response_code: '14000',
  response_message: 'Success',
  status: '14',
}
const recurring = { ...paid, eci: 'RECURRING', agreement_id: OTHER_REQUEST_ID }
const maintenance = {
  access_code: 'access1',
  merchant_identifier: 'merchant1',
  merchant_reference: REQUEST_ID,
  amount: '1000',
  currency: 'AED',
  fort_id: FORT_ID,
  response_message: 'Words',
}
const code = (response_code: string): Fields => ({ response_code, status: response_code.slice(0, 2) })

/** The extra parameters that make this total with those of `paid` and the signature. */
const parametersUpTo = (count: number) =>
  Object.fromEntries(Array.from({ length: count - Object.keys(paid).length - 1 }, (_, index) => [`x${index}`, '']))

test('256 parameters are accepted', () => {
  expect(receive(form({ ...paid, ...parametersUpTo(256) })).reading.verdict).toBe('accepted')
  expect(receive(json({ ...paid, ...parametersUpTo(256) })).reading.verdict).toBe('accepted')
})

const NO_MESSAGE = 'neither JSON nor a form, or too large: more than 256 parameters, 64 levels or 10000 marks ({ [ : ,)'

describe('a notification that is not genuine', () => {
  const { signature: _, ...unsigned } = signedByAps(paid)

  test.each<[string, Uint8Array, string]>([
    ['without a signature', bytes(JSON.stringify(unsigned)), 'no signature'],
    ['with an empty one', bytes(JSON.stringify({ ...unsigned, signature: '' })), 'no signature'],
    [
      'with one of our own requests',
      bytes(
        JSON.stringify({ ...unsigned, signature: sign(unsigned, { phrase: 'request phrase', shaType: 'SHA-256' }) }),
      ),
      'signature does not match',
    ],
    [
      'with one of another algorithm',
      bytes(
        JSON.stringify({ ...unsigned, signature: sign(unsigned, { phrase: 'response phrase', shaType: 'SHA-512' }) }),
      ),
      'signature is malformed',
    ],
    ['of another amount', bytes(JSON.stringify({ ...signedByAps(paid), amount: '24301' })), 'signature does not match'],
    [
      'unescaped on the way',
      bytes(JSON.stringify({ ...signedByAps(paid), customer_name: "O'Neil & Sons" })),
      'signature does not match',
    ],
    ['with a field twice', bytes(`${form(paid).toString()}&amount=1`), NO_MESSAGE],
    ['cut', json(paid).subarray(0, 100), NO_MESSAGE],
    ['a list', bytes('[]'), 'no signature'],
    ['XML', bytes('<response/>'), 'no signature'],
    ['empty', bytes(''), 'no signature'],
    ['bytes', Uint8Array.from([0xff, 0xfe, 0x00, 0x7b]), 'no signature'],
    ['nested without end', bytes(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`), NO_MESSAGE],
    ['a signed form of 257 parameters', form({ ...paid, ...parametersUpTo(257) }), NO_MESSAGE],
    ['signed JSON of 257 parameters', json({ ...paid, ...parametersUpTo(257) }), NO_MESSAGE],
    ['signed JSON of more values than any message has', json({ ...paid, x: Array(10_001).fill('') }), NO_MESSAGE],
  ])('%s', (_name, rawBody, reason) => {
    const { reading, notes } = receive(rawBody)
    expect(reading).toEqual({ verdict: 'forged', reason })
    expect(notes).toEqual([])
  })
})

test.each(['access_code', 'merchant_identifier'])('genuine, for another %s: rejected', field => {
  const { reading } = receive(json({ ...paid, [field]: 'another' }))
  expect(reading).toEqual({
    verdict: 'rejected',
    eventId: eventIdOf(paid),
    type: 'PURCHASE_14000',
    reason: "another merchant's account",
  })
})

test.each(['access_code', 'merchant_identifier'])('genuine, without its %s: belongs to nobody', field => {
  for (const value of [undefined, null, ''])
    expect(receive(json({ ...paid, [field]: value })).reading).toMatchObject({
      verdict: 'rejected',
      reason: "another merchant's account",
    })
})

test('a genuine one that repeats a text with a parameter in it: forged, and so is each way to cut it', () => {
  const { signature, ...genuine } = signedByAps({ ...paid, ...code('13666'), order_description: 'xstatus=14' })
  const { status: _, ...rest } = genuine
  const cuts = [
    genuine,
    { ...rest, order_description: 'x', status: '14payment_option=VISA', payment_option: undefined },
  ]
  for (const cut of cuts) {
    const body = bytes(JSON.stringify({ ...cut, signature }))
    expect(receive(body).reading.verdict).toBe('forged')
    expect(rereadWebhook(apsConfig, body)).toBeUndefined()
  }
})

test.each<[string, Fields, string]>([
  ['no command', { ...paid, command: undefined }, 'no command or no readable response code'],
  ['no code', { ...paid, response_code: undefined }, 'no command or no readable response code'],
  ['a code beside another status', { ...paid, status: '13' }, 'no command or no readable response code'],
  ['a payment without a reference', { ...paid, merchant_reference: undefined }, 'a payment without a reference'],
])('genuine, with %s: unreadable, and logged', (_name, fields, reason) => {
  const { reading, notes } = receive(json(fields))
  expect(reading).toEqual({ verdict: 'unreadable', eventId: expect.stringMatching(/^sha256:/), reason })
  expect(notes).toEqual([`unreadable webhook: ${reason}`])
  expect(rereadWebhook(apsConfig, json(fields))).toBeUndefined()
})

test('the id is made of its contents, in either form', () => {
  const id = eventIdOf(paid)
  expect(eventIdOf({ ...paid, customer_name: 'Another' })).toBe(id)
  expect(eventIdOf({ ...paid, amount: 24_300 })).toBe(id)
  const different = ['fort_id', 'merchant_reference', 'command', 'maintenance_reference', 'amount']
  const ids = [
    id,
    ...different.map(field => eventIdOf({ ...paid, [field]: '7' })),
    eventIdOf({ ...paid, ...code('13666') }),
  ]
  expect(new Set(ids).size).toBe(7)
})

describe('a first payment', () => {
  const subject = { kind: 'agreement', providerReference: null, sentReference: REQUEST_ID }
  const charge = {
    about: 'charge',
    providerReference: FORT_ID,
    sentReference: REQUEST_ID,
    currency: 'AED',
    complete: false,
  }

  test('paid', () => {
    expect(noticeOf(paid)).toEqual({
      type: 'PURCHASE_14000',
      subject,
      reports: [
        {
          about: 'agreement',
          sentReference: REQUEST_ID,
          providerReference: REQUEST_ID,
          status: 'ACTIVE',
          instrument: { type: 'CARD', token: TOKEN, brand: 'VISA', last4: '0001', expiryMonth: 5, expiryYear: 2030 },
          initialChargeReference: FORT_ID,
        },
        {
          ...charge,
          operations: [
            { kind: 'AUTHORIZATION', sentReference: REQUEST_ID, amount: 24_300n, status: 'SUCCEEDED' },
            { kind: 'CAPTURE', amount: 24_300n, status: 'SUCCEEDED' },
          ],
        },
      ],
      notes: [],
    })
  })

  test('without its eci it is a first payment too', () => {
    expect(noticeOf({ ...paid, eci: undefined }).subject).toEqual(subject)
  })

  test('authorized', () => {
    expect(noticeOf({ ...paid, command: 'AUTHORIZATION', ...code('02000') })).toMatchObject({
      type: 'AUTHORIZATION_02000',
      reports: [{ status: 'ACTIVE' }, { operations: [{ kind: 'AUTHORIZATION', status: 'SUCCEEDED' }] }],
    })
  })

  test('declined', () => {
    const failure = expect.objectContaining({ code: 'AUTHENTICATION_FAILED' })
    expect(noticeOf({ ...paid, ...code('10030') })).toMatchObject({
      subject,
      reports: [
        { about: 'agreement', status: 'FAILED', failure },
        { ...charge, operations: [{ kind: 'AUTHORIZATION', status: 'FAILED', failure }] },
      ],
    })
  })

  test('waiting for its consumer', () => {
    const methods = [{ type: 'REDIRECT', requestUrl: 'https://s.example/3ds?o=pt', requestMethod: 'GET' }]
    expect(noticeOf({ ...paid, ...code('20064'), '3ds_url': 'https://s.example/3ds?o=pt' })).toMatchObject({
      subject,
      reports: [
        { status: 'AUTHENTICATION_PENDING', authenticationMethods: methods },
        { ...charge, authenticationMethods: methods, operations: [{ status: 'PENDING' }] },
      ],
    })
  })

  test('redirected to a page without TLS, which only an account without TLS has', () => {
    const body = json({ ...paid, ...code('20064'), '3ds_url': 'http://s.example/3ds' })
    const real = { ...apsConfig, apiUrl: 'https://aps.example/FortAPI/paymentApi' }
    const { reading, notes } = receiveWebhook(real, { headers, rawBody: body, receivedAt: new Date(0) })
    expect(reading).toMatchObject({ verdict: 'accepted', notice: { reports: [], ask: true } })
    expect(notes).toEqual(['20064 without a usable 3ds_url'])
    expect(rereadWebhook(real, body)).toMatchObject({ reports: [], ask: true })
    expect(rereadWebhook(apsConfig, body)).toMatchObject({
      reports: [{ status: 'AUTHENTICATION_PENDING' }, {}],
    })
  })

  test.each([
    ['19000', 'AUTHORIZATION_PROCESSING'],
    ['19784', 'AUTHORIZATION_PROCESSING'],
    ['40090', 'AUTHORIZATION_PROCESSING'],
    ['19065', 'AUTHENTICATION_PENDING'],
  ])('%s: waiting, as %s', (response_code, status) => {
    expect(noticeOf({ ...paid, ...code(response_code) })).toMatchObject({
      subject,
      reports: [
        { about: 'agreement', status },
        { ...charge, operations: [{ status: 'PENDING' }] },
      ],
    })
  })
})

test('a later payment is about its charge alone', () => {
  expect(noticeOf(recurring)).toMatchObject({
    subject: { kind: 'charge', providerReference: FORT_ID, sentReference: REQUEST_ID },
    reports: [{ about: 'charge', operations: [{ kind: 'AUTHORIZATION' }, { kind: 'CAPTURE' }] }],
  })
  const declined = noticeOf({ ...recurring, ...code('13666'), acquirer_response_code: '54' })
  expect(declined.reports).toMatchObject([
    {
      about: 'charge',
      operations: [{ status: 'FAILED', failure: { code: 'EXPIRED_CARD', providerMessage: 'Success (54)' } }],
    },
  ])
})

test.each<[string, Fields, readonly string[]]>([
  ['00006', code('00006'), []],
  ['15777', code('15777'), []],
  ['13006', code('13006'), []],
  ['13074', code('13074'), []],
  ['00066', code('00066'), []],
  ['00002', code('00002'), []],
  ['13666 beside an approval', { ...code('13666'), acquirer_response_code: '00' }, []],
  ['13999', code('13999'), ['unmapped message code 13999']],
  ['02000 of a purchase', code('02000'), ['contradictory response code 02000']],
  ['14000 without an id', { fort_id: undefined }, ['success without an id or an amount']],
  ['20064 without a URL', code('20064'), ['20064 without a usable 3ds_url']],
])('%s decides nothing: APS is queried', (_name, fields, notes) => {
  for (const payment of [paid, recurring])
    expect(noticeOf({ ...payment, ...fields })).toMatchObject({ reports: [], ask: true, notes })
})

describe('captures, voids and refunds', () => {
  const subject = { kind: 'charge', providerReference: FORT_ID, sentReference: REQUEST_ID }

  test.each([
    ['CAPTURE', '04000'],
    ['CAPTURE', '05042'],
    ['VOID_AUTHORIZATION', '08000'],
    ['VOID_AUTHORIZATION', '09034'],
    ['REFUND', '06000'],
    ['REFUND', '07666'],
  ])('%s %s does not say which of ours: APS is queried', (command, response_code) => {
    expect(noticeOf({ ...maintenance, command, ...code(response_code) })).toEqual({
      type: `${command}_${response_code}`,
      subject,
      reports: [],
      ask: true,
      notes: [],
    })
  })

  const refund = { ...maintenance, command: 'REFUND', maintenance_reference: OTHER_REQUEST_ID }
  const operation = { kind: 'REFUND', sentReference: OTHER_REQUEST_ID, amount: 1_000n }
  const report = { about: 'charge', sentReference: REQUEST_ID, currency: 'AED', complete: false }

  test('a refund of ours is done', () => {
    expect(noticeOf({ ...refund, ...code('06000') })).toEqual({
      type: 'REFUND_06000',
      subject,
      reports: [{ ...report, operations: [{ ...operation, status: 'SUCCEEDED' }] }],
      notes: [],
    })
  })

  test('a refund of ours is declined', () => {
    expect(noticeOf({ ...refund, ...code('07666') }).reports).toMatchObject([
      { ...report, operations: [{ ...operation, status: 'FAILED', failure: { code: 'GENERIC_DECLINE' } }] },
    ])
  })

  test.each(['07048', '07006', '00047', '19000', '06666'])(
    'a refund of ours that is %s: APS is queried',
    response_code => {
      expect(noticeOf({ ...refund, ...code(response_code) })).toMatchObject({ subject, reports: [], ask: true })
    },
  )

  test('a refund that was not made by us', () => {
    expect(noticeOf({ ...refund, maintenance_reference: 'backoffice-7', ...code('06000') })).toMatchObject({
      reports: [],
      ask: true,
    })
  })
})

test.each([
  { service_command: 'TOKENIZATION', ...code('18000') },
  { service_command: 'UPDATE_TOKEN', ...code('58000') },
  { service_command: 'PAYMENT_LINK', ...code('48000') },
  { command: 'SOMETHING_NEW', ...code('14000') },
])('%j changes nothing', fields => {
  const { command: _, ...rest } = paid
  expect(noticeOf({ ...rest, ...fields })).toMatchObject({
    subject: { kind: 'other', providerReference: null, sentReference: rest.merchant_reference },
    reports: [],
    notes: [],
  })
})

test('white space around JSON, and capitals in the signature, change nothing', () => {
  const signed = signedByAps(paid)
  const body = ` \n${JSON.stringify({ ...signed, signature: String(signed['signature']).toUpperCase() })}\n`
  expect(receive(bytes(body)).reading.verdict).toBe('accepted')
})
