import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { prepareRequest } from '../../../../src/providers/aps/requests/request.ts'
import { sign } from '../../../../src/providers/aps/signature.ts'
import type {
  CreateAgreementCommand,
  CreateChargeCommand,
  OperateChargeCommand,
  RevokeAgreementCommand,
} from '../../../../src/providers/port/provider.ts'
import {
  apsConfig,
  cardAgreement,
  cardCharge,
  cardOperation,
  FORT_ID,
  OTHER_REQUEST_ID,
  providerRequest,
  REQUEST_ID,
  TOKEN,
} from '../../support/aps.ts'
import { requestOf } from '../../support/commands.ts'

type Verbs = CreateAgreementCommand | CreateChargeCommand | OperateChargeCommand | RevokeAgreementCommand
const prepare = (command: Verbs) => prepareRequest(apsConfig, { ...command, ...providerRequest })
const bodyOf = (command: Verbs): Record<string, string> => JSON.parse(requestOf(prepare(command)).body)

/** The sent parameters, without those that all requests share. */
function fieldsOf(command: Verbs): Record<string, string> {
  const { access_code, merchant_identifier, signature, ...fields } = bodyOf(command)
  expect({ access_code, merchant_identifier }).toEqual({ access_code: 'access1', merchant_identifier: 'merchant1' })
  const signed = { access_code, merchant_identifier, ...fields }
  expect(signature).toBe(sign(signed, { phrase: apsConfig.shaRequestPhrase, shaType: 'SHA-256' }))
  return fields
}

function issuesOf(command: Verbs) {
  const prepared = prepare(command)
  if (prepared.ok || prepared.error.code !== 'INVALID_INPUT') return prepared
  return prepared.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`)
}
const suggestionOf = (command: Verbs) => {
  const prepared = prepare(command)
  return prepared.ok || prepared.error.code !== 'AMOUNT_UNSUPPORTED' ? prepared : prepared.error.suggestion
}
const capabilityOf = (command: Verbs) => {
  const prepared = prepare(command)
  return prepared.ok || prepared.error.code !== 'UNSUPPORTED_BY_PROVIDER' ? prepared : prepared.error.capability
}

const agreement = (changes: Partial<CreateAgreementCommand>) => ({ ...cardAgreement, ...changes })
const charge = (changes: Partial<CreateChargeCommand>) => ({ ...cardCharge, ...changes })
const consumer = (changes: Partial<CreateChargeCommand['consumer']>) => ({ ...cardCharge.consumer, ...changes })
const initialCharge = (changes: object) => ({
  initialCharge: cardAgreement.initialCharge && { ...cardAgreement.initialCharge, ...changes },
})

describe('what APS would refuse is refused here', () => {
  test('all issues of a creation at once', () => {
    const wrong = agreement({
      consumer: consumer({ email: null }),
      returnUrl: 'https://gateway.example/~x',
      initialCharge: null,
      instrument: null,
    })
    expect(issuesOf(wrong)).toEqual([
      'consumerId.email REQUIRED',
      'returnUrl FORMAT',
      'initialCharge REQUIRED',
      'instrument REQUIRED',
    ])
  })

  test.each([
    [null, ['consumerId.email REQUIRED']],
    ['', ['consumerId.email REQUIRED']],
    ['zoe@canary.example', undefined],
    ['zoe.x_y-z+1@canary-2.example', undefined],
    ["o'neil@canary.example", ['consumerId.email FORMAT']],
    ['zoë@canary.example', ['consumerId.email FORMAT']],
    ['zoe', ['consumerId.email FORMAT']],
    [`${'a'.repeat(239)}@canary.example`, undefined],
    [`${'a'.repeat(240)}@canary.example`, ['consumerId.email TOO_LONG']],
  ])('the e-mail address %s', (email, issues) => {
    for (const command of [charge({ consumer: consumer({ email }) }), agreement({ consumer: consumer({ email }) })]) {
      if (issues) expect(issuesOf(command)).toEqual(issues)
      else expect(bodyOf(command)['customer_email']).toBe(email)
    }
  })

  test.each([
    [null, ['returnUrl REQUIRED']],
    ['https://gateway.example/%20', ['returnUrl FORMAT']],
    ['https://gateway.example/a+b', ['returnUrl FORMAT']],
    ['https://gateway.example/a,b', ['returnUrl FORMAT']],
    ['https://gateway.example/a=b', ['returnUrl FORMAT']],
    ['https://gateway.example/a?b', ['returnUrl FORMAT']],
    ['https://gateway.example/a#b', ['returnUrl FORMAT']],
    [`https://g.example/${'a'.repeat(383)}`, ['returnUrl TOO_LONG']],
  ])('the return URL %s', (returnUrl, issues) => {
    expect(issuesOf(agreement({ returnUrl }))).toEqual(issues)
  })

  test.each(['XOF', 'XPF', 'UYI', 'UYW'])('%s, whose decimals APS counts differently', currency => {
    const amount = { value: 1_000n, currency }
    expect(capabilityOf(charge({ amount }))).toBe('currencies')
    expect(capabilityOf(agreement(initialCharge({ amount })))).toBe('currencies')
    // An amount that was charged anyway can be refunded, in the same units.
    expect(bodyOf({ ...cardOperation('refund'), amount })).toMatchObject({ amount: '1000', currency })
  })

  test('a charge of an agreement that has no card', () => {
    expect(issuesOf(charge({ instrument: null }))).toEqual(['agreementId UNSUPPORTED'])
  })

  test('the revocation of an agreement that has no card', () => {
    expect(issuesOf({ verb: 'revokeAgreement', agreementReference: 'a', token: null, reason: null })).toEqual([
      'id UNSUPPORTED',
    ])
  })

  test.each([
    ['initiated by the consumer', charge({ initiator: 'CONSUMER' }), 'consumerInitiatedCharges'],
    ['with a mada card', charge({ instrument: { token: TOKEN, brand: 'MADA' } }), 'merchantInitiatedCharges'],
    ['with a Meeza card', charge({ instrument: { token: TOKEN, brand: 'MEEZA' } }), 'merchantInitiatedCharges'],
    ['of a mada agreement', charge({ paymentMethod: 'MADA' }), 'merchantInitiatedCharges'],
    ['captured later', charge({ captureMode: 'MANUAL' }), 'separateCapture'],
    [
      'made with mada, captured later',
      agreement({ paymentMethod: 'MADA', ...initialCharge({ captureMode: 'MANUAL' }) }),
      'initialSeparateCapture',
    ],
  ])('a charge %s', (_name, command, capability) => {
    expect(capabilityOf(command)).toBe(capability)
  })

  test.each<[bigint, string, string | null, bigint | undefined]>([
    [9_999_999_999n, 'AED', 'VISA', undefined],
    [10_000_000_000n, 'AED', null, 9_999_999_999n],
    [10_000_000_000n, 'KWD', 'MASTERCARD', 9_999_999_999n],
    [10_000_000_000n, 'KWD', 'VISA', 9_999_999_990n],
    [3_475n, 'KWD', 'VISA', 3_480n],
    [3_474n, 'KWD', 'VISA', 3_470n],
    [3_470n, 'KWD', 'VISA', undefined],
    [1n, 'JOD', 'VISA', 10n],
    [4n, 'JOD', 'VISA', 10n],
    [9_999_999_999n, 'BHD', 'VISA', 9_999_999_990n],
    [3_475n, 'KWD', 'MASTERCARD', undefined],
    [3_475n, 'KWD', 'AMEX', undefined],
    [3_475n, 'KWD', null, undefined],
    [3_475n, 'AED', 'VISA', undefined],
    [3_475n, 'JPY', 'VISA', undefined],
  ])('%s %s with %s: rather %s', (value, currency, brand, suggestion) => {
    const amount = { value, currency }
    const instrument = { type: 'CARD', token: TOKEN, ...(brand !== null && { brand }) }
    const commands = [
      charge({ amount, instrument: { token: TOKEN, brand } }),
      agreement({ ...initialCharge({ amount }), instrument }),
    ]
    for (const command of commands) {
      if (suggestion !== undefined) expect(suggestionOf(command)).toEqual({ value: suggestion, currency })
      else expect(bodyOf(command)).toMatchObject({ amount: value.toString(), currency })
    }
  })

  test('a suggested amount is always accepted, and it is the nearest one', () => {
    const rounded = (value: bigint) => suggestionOf(charge({ amount: { value, currency: 'OMR' } }))
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 20_000_000_000n }), value => {
        const suggestion = rounded(value)
        if (suggestion === null || 'ok' in suggestion) return value % 10n === 0n && value <= 9_999_999_999n
        const taken = rounded(suggestion.value)
        expect(taken).toMatchObject({ ok: true })
        const difference = suggestion.value > value ? suggestion.value - value : value - suggestion.value
        return difference <= 5n || (value < 5n && suggestion.value === 10n) || value > 9_999_999_990n
      }),
    )
  })

  test('an amount that is not positive is a defect', () => {
    expect(() => prepare(charge({ amount: { value: 0n, currency: 'AED' } }))).toThrow(RangeError)
  })
})

describe('a creation', () => {
  test('in full', () => {
    expect(fieldsOf(cardAgreement)).toEqual({
      command: 'PURCHASE',
      merchant_reference: REQUEST_ID,
      amount: '24300',
      currency: 'AED',
      language: 'en',
      customer_email: 'zoe@canary.example',
      customer_ip: '203.0.113.9',
      token_name: TOKEN,
      eci: 'ECOMMERCE',
      remember_me: 'YES',
      return_url: 'https://gateway.example/authenticate/return/agr_1.0011',
      order_description: 'First month',
      customer_name: 'Zoe Canary',
      agreement_id: REQUEST_ID,
      recurring_mode: 'UNSCHEDULED',
    })
    const request = requestOf(prepare(cardAgreement))
    expect({ ...request, body: '' }).toEqual({
      method: 'POST',
      path: '',
      body: '',
      providerKey: providerRequest.providerKey,
      verb: 'createAgreement',
      expected: { sentReference: REQUEST_ID, amount: '24300', currency: 'AED' },
    })
  })

  test('captured later it is an AUTHORIZATION', () => {
    expect(fieldsOf(agreement(initialCharge({ captureMode: 'MANUAL' })))['command']).toBe('AUTHORIZATION')
  })

  test('the national scheme is named, a card is not', () => {
    expect(fieldsOf(agreement({ paymentMethod: 'MADA' }))['payment_option']).toBe('MADA')
    expect(fieldsOf(agreement({ paymentMethod: 'MEEZA' }))['payment_option']).toBe('MEEZA')
    expect(fieldsOf(cardAgreement)).not.toHaveProperty('payment_option')
  })

  test('the language is the consumer’s, of the two that APS knows', () => {
    expect(fieldsOf(agreement({ consumer: consumer({ locale: 'ar-SA' }) }))['language']).toBe('ar')
  })

  test.each([
    null,
    { ip: null, userAgent: 'Browser' },
    { ip: '10.0.0.1', userAgent: null },
    { ip: 'fe80::1', userAgent: null },
  ])('an IP address that is unknown or not public is left out, not refused: %j', client => {
    expect(fieldsOf(agreement({ client }))['customer_ip']).toBe('0.0.0.0')
  })

  test('an e-mail address at an internationalized domain is sent in ASCII', () => {
    const email = 'zoe@exämple.com'
    for (const command of [agreement({ consumer: consumer({ email }) }), charge({ consumer: consumer({ email }) })])
      expect(fieldsOf(command)['customer_email']).toBe('zoe@xn--exmple-cua.com')
  })

  test('a later charge sends the agreement’s address if APS does not accept the current one', () => {
    const creation = requestOf(prepare(agreement({})))
    const told = (email: string | null) =>
      fieldsOf(charge({ consumer: consumer({ email }), creation }))['customer_email']
    for (const email of [null, '', "o'neil@canary.example", 'zoë@canary.example', `${'a'.repeat(240)}@canary.example`])
      expect(told(email)).toBe('zoe@canary.example')
    expect(told('new@canary.example')).toBe('new@canary.example')
  })

  test.each(['', '{}', '{"customer_email":""}', '{"customer_email":"zoë@canary.example"}'])(
    'if the agreement’s address is invalid too, the current one is refused: %s',
    body => {
      const creation = { ...requestOf(prepare(agreement({}))), body }
      expect(issuesOf(charge({ consumer: consumer({ email: null }), creation }))).toEqual(['consumerId.email REQUIRED'])
    },
  )

  test('texts that become empty are left out; the agreement’s text replaces its charge’s', () => {
    const silent = fieldsOf(agreement({ ...initialCharge({ description: '💳' }), consumer: consumer({ name: '½' }) }))
    expect(silent).not.toHaveProperty('order_description')
    expect(silent).not.toHaveProperty('customer_name')
    expect(
      fieldsOf(agreement({ ...initialCharge({ description: null }), description: 'Plan' }))['order_description'],
    ).toBe('Plan')
  })

  const terms = (command: Partial<CreateAgreementCommand>) =>
    Object.fromEntries(Object.entries(fieldsOf(agreement(command))).filter(([name]) => name.startsWith('recurring_')))

  test.each<[string, Partial<CreateAgreementCommand>, Record<string, string>]>([
    ['no number of charges', { amountRule: 'EXACT' }, { recurring_mode: 'UNSCHEDULED' }],
    [
      '12 charges of the same amount: 11 after the first',
      { amountRule: 'EXACT', chargeCount: 12 },
      { recurring_mode: 'FIXED', recurring_transactions_count: '11' },
    ],
    [
      'charges up to an amount',
      { amountRule: 'MAX', chargeCount: 2 },
      { recurring_mode: 'VARIABLE', recurring_transactions_count: '1' },
    ],
    [
      'charges of any amount',
      { amountRule: 'VARIABLE', chargeCount: 10 },
      { recurring_mode: 'VARIABLE', recurring_transactions_count: '9' },
    ],
    ['one charge: none after it', { amountRule: 'EXACT', chargeCount: 1 }, { recurring_mode: 'UNSCHEDULED' }],
    [
      'an end',
      { endsAt: new Date('2030-06-30T23:59:59.999Z') },
      { recurring_mode: 'UNSCHEDULED', recurring_expiry_date: '2030-06-30' },
    ],
    [
      'every third day',
      { frequency: { interval: 'DAY', intervalCount: 3 } },
      { recurring_mode: 'UNSCHEDULED', recurring_days_between_payments: '3' },
    ],
    [
      'every second week',
      { frequency: { interval: 'WEEK', intervalCount: 2 } },
      { recurring_mode: 'UNSCHEDULED', recurring_days_between_payments: '14' },
    ],
    ['every month', { frequency: { interval: 'MONTH', intervalCount: 1 } }, { recurring_mode: 'UNSCHEDULED' }],
    ['every year', { frequency: { interval: 'YEAR', intervalCount: 1 } }, { recurring_mode: 'UNSCHEDULED' }],
  ])('terms: %s', (_name, command, expected) => {
    expect(terms(command)).toEqual(expected)
  })
})

test('a charge, in full', () => {
  expect(fieldsOf(cardCharge)).toEqual({
    command: 'PURCHASE',
    merchant_reference: REQUEST_ID,
    amount: '24300',
    currency: 'AED',
    language: 'en',
    customer_email: 'zoe@canary.example',
    eci: 'RECURRING',
    token_name: TOKEN,
    agreement_id: OTHER_REQUEST_ID,
    order_description: 'Second month',
    customer_name: 'Zoe Canary',
  })
  expect(fieldsOf(charge({ consumer: consumer({ locale: 'ar-SA' }) }))['language']).toBe('en')
})

test('a capture, a refund and a void, in full', () => {
  const shared = { merchant_reference: OTHER_REQUEST_ID, language: 'en', fort_id: FORT_ID }
  const money = { amount: '1000', currency: 'AED' }
  expect(fieldsOf(cardOperation('capture'))).toEqual({ command: 'CAPTURE', ...shared, ...money })
  expect(fieldsOf({ ...cardOperation('refund'), reason: 'Déjà vu!' })).toEqual({
    command: 'REFUND',
    ...shared,
    ...money,
    maintenance_reference: REQUEST_ID,
    order_description: 'Deja vu',
  })
  expect(fieldsOf(cardOperation('void'))).toEqual({ command: 'VOID_AUTHORIZATION', ...shared })
  expect(requestOf(prepare(cardOperation('capture'))).expected).toEqual({
    sentReference: REQUEST_ID,
    amount: '1000',
    currency: 'AED',
  })
  expect(requestOf(prepare(cardOperation('void'))).expected).toEqual({ sentReference: REQUEST_ID })
})

test('a revocation makes the token inactive', () => {
  expect(fieldsOf({ verb: 'revokeAgreement', agreementReference: 'x', token: TOKEN, reason: 'gone' })).toEqual({
    service_command: 'UPDATE_TOKEN',
    merchant_reference: REQUEST_ID,
    language: 'en',
    token_name: TOKEN,
    token_status: 'INACTIVE',
  })
})

test.each([
  [1_000n, 'JPY', '1000'],
  [1_000n, 'AED', '1000'],
  [1_000n, 'KWD', '1000'],
  [1_000n, 'CLF', '1000'],
])('%s minor units of %s are %s: APS counts as we do', (value, currency, amount) => {
  expect(bodyOf(charge({ amount: { value, currency }, instrument: { token: TOKEN, brand: 'AMEX' } }))).toMatchObject({
    amount,
    currency,
  })
})

test('equal commands give equal bytes, and no parameter is empty', () => {
  const commands: readonly Verbs[] = [cardAgreement, cardCharge, cardOperation('refund'), cardOperation('void')]
  for (const command of commands) {
    const [one, other] = [requestOf(prepare(command)), requestOf(prepare(structuredClone(command)))]
    expect(one).toEqual(other)
    for (const value of Object.values(JSON.parse(one.body))) expect(value).toMatch(/^.+$/)
  }
})
