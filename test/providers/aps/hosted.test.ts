import { describe, expect, test } from 'vitest'
import { hostedSetUp } from '../../../src/providers/aps/hosted.ts'
import { sign } from '../../../src/providers/aps/signature.ts'
import { apsConfig, cardAgreement, type Fields, FORT_ID, REQUEST_ID, signedByAps, TOKEN } from '../support/aps.ts'

const hosted = hostedSetUp(apsConfig)
const read = (fields: Fields) => hosted.readReturn(signedByAps(fields) as Record<string, string>)

const account = { access_code: 'access1', merchant_identifier: 'merchant1', merchant_reference: REQUEST_ID }
const tokenized = {
  ...account,
  service_command: 'TOKENIZATION',
  language: 'en',
  return_url: 'https://gateway.example/authenticate/return/agr_1.0011',
  card_bin: '400555',
  card_number: '400555******0001',
  card_holder_name: 'Zoe Canary',
  expiry_date: '3005',
  token_name: TOKEN,
  response_code: '18000',
  response_message: 'Success',
  status: '18',
}
const paid = {
  ...account,
  command: 'PURCHASE',
  amount: '24300',
  currency: 'AED',
  eci: 'ECOMMERCE',
  fort_id: FORT_ID,
  token_name: TOKEN,
  card_number: '400555******0001',
  expiry_date: '3005',
  payment_option: 'MADA',
  customer_email: 'zoe@canary.example',
  agreement_id: REQUEST_ID,
  response_code: '14000',
  response_message: 'Success',
  status: '14',
}
const declined = { ...paid, token_name: undefined, response_code: '13666', status: '13', response_message: 'Declined' }

describe('the form that the consumer’s browser posts', () => {
  test('the tokenization form, signed, with no card data in it', () => {
    const form = hosted.form({
      sentReference: REQUEST_ID,
      returnUrl: 'https://gateway.example/r',
      paymentMethod: 'CARD',
      locale: 'ar-EG',
    })
    const fields = {
      service_command: 'TOKENIZATION',
      access_code: 'access1',
      merchant_identifier: 'merchant1',
      merchant_reference: REQUEST_ID,
      language: 'ar',
      return_url: 'https://gateway.example/r',
    }
    const signature = sign(fields, { phrase: 'request phrase', shaType: 'SHA-256' })
    expect(form).toEqual({ action: 'https://page.example/FortAPI/paymentPage', fields: { ...fields, signature } })
  })
})

describe('checks before the consumer comes', () => {
  const before = { ...cardAgreement, instrument: null, client: null }

  test('no issue, if only the card and the IP address are missing', () => {
    expect(hosted.check(before)).toBeUndefined()
  })

  test('what is wrong with the input', () => {
    const consumer = { ...before.consumer, email: null }
    expect(hosted.check({ ...before, consumer, returnUrl: 'https://gateway.example/~' })).toMatchObject({
      code: 'INVALID_INPUT',
      issues: [{ path: ['consumerId', 'email'] }, { path: ['returnUrl'] }],
    })
  })

  test('an amount that no card accepts', () => {
    const amount = { value: 10_000_000_000n, currency: 'AED' }
    const initialCharge = before.initialCharge && { ...before.initialCharge, amount }
    expect(hosted.check({ ...before, initialCharge })).toMatchObject({
      code: 'AMOUNT_UNSUPPORTED',
      suggestion: { value: 9_999_999_999n, currency: 'AED' },
    })
  })

  test.each(['XOF', 'XPF', 'UYI', 'UYW'])('%s, whose decimals APS counts differently', currency => {
    const initialCharge = before.initialCharge && { ...before.initialCharge, amount: { value: 1_000n, currency } }
    expect(hosted.check({ ...before, initialCharge })).toEqual({
      code: 'UNSUPPORTED_BY_PROVIDER',
      capability: 'currencies',
      message: `APS uses another number of decimals for ${currency} than ISO 4217. Use another currency.`,
    })
  })

  test('not what only some cards refuse', () => {
    const amount = { value: 3_475n, currency: 'KWD' }
    const initialCharge = before.initialCharge && { ...before.initialCharge, amount }
    expect(hosted.check({ ...before, initialCharge })).toBeUndefined()
  })
})

describe('parameters from the browser that are rejected', () => {
  const signed = signedByAps(tokenized) as Record<string, string>
  const { signature: _, ...unsigned } = signed

  test.each<[string, Record<string, string>, string]>([
    ['nothing', {}, 'no signature'],
    ['without a signature', unsigned, 'no signature'],
    ['with another token', { ...signed, token_name: 'f'.repeat(32) }, 'signature does not match'],
    ['with one more field', { ...signed, extra: 'x' }, 'signature does not match'],
    [
      'with our own signature',
      { ...unsigned, signature: sign(unsigned, { phrase: 'request phrase', shaType: 'SHA-256' }) },
      'signature does not match',
    ],
  ])('%s', (_name, parameters, reason) => {
    expect(hosted.readReturn(parameters)).toEqual({ verdict: 'forged', reason })
  })

  test.each([
    ['another access code', { access_code: 'another' }],
    ['another merchant', { merchant_identifier: 'another' }],
    ['no access code', { access_code: undefined }],
    ['no merchant', { merchant_identifier: undefined }],
    ['an empty access code', { access_code: '' }],
  ])('for %s', (_name, fields) => {
    for (const message of [tokenized, paid])
      expect(read({ ...message, ...fields })).toEqual({ verdict: 'forged', reason: "another merchant's account" })
  })

  test.each([
    'https://gateway.example/authenticate/return/',
    'https://gateway.example/authenticate/return/agr_1.0011?x',
    'https://gateway.example/authenticate/return/agr_1.0011#x',
    'https://gateway.example/done',
    'javascript:/authenticate/return/agr_1.0011',
    '',
  ])('for the address %j', return_url => {
    for (const message of [tokenized, paid])
      expect(read({ ...message, return_url })).toEqual({
        verdict: 'forged',
        reason: 'return_url is not a link of this gateway',
      })
  })

  test('a query in it, as another system of the same merchant has', () => {
    const return_url = 'https://gateway.example/authenticate/return/agr_1.0011?order=1'
    expect(read({ ...tokenized, return_url })).toEqual({
      verdict: 'forged',
      reason: 'a parameter is hidden in the value of another',
    })
  })
})

describe('the card', () => {
  const instrument = { type: 'CARD', token: TOKEN, brand: 'VISA', last4: '0001', expiryMonth: 5, expiryYear: 2030 }

  test.each(['18000', '18062', '18063'])('%s: a card is given', code => {
    expect(read({ ...tokenized, response_code: code })).toEqual({
      verdict: 'instrument',
      sentReference: REQUEST_ID,
      instrument,
    })
  })

  test.each([
    ['400555', 'VISA'],
    ['51234500', 'MASTERCARD'],
    ['222100', 'MASTERCARD'],
    ['272099', 'MASTERCARD'],
    ['345678', 'AMEX'],
    ['371449', 'AMEX'],
    ['509999', undefined],
    ['560000', undefined],
    ['222099', undefined],
    ['272100', undefined],
    ['352800', undefined],
    ['981895', undefined],
  ])('%s is guessed to be %s', (bin, brand) => {
    const returned = read({ ...tokenized, card_bin: bin, card_number: `${bin.slice(0, 6)}******0001` })
    expect(returned).toMatchObject({ verdict: 'instrument' })
    expect(returned.verdict === 'instrument' && returned.instrument.brand).toBe(brand)
  })

  test('only its token is always present', () => {
    const bare = { card_bin: undefined, card_number: '****************', expiry_date: '****', card_holder_name: '***' }
    expect(read({ ...tokenized, ...bare })).toEqual({
      verdict: 'instrument',
      sentReference: REQUEST_ID,
      instrument: { type: 'CARD', token: TOKEN },
    })
  })

  test('18000 without a token decides nothing', () => {
    expect(read({ ...tokenized, token_name: undefined })).toEqual({
      verdict: 'undecided',
      sentReference: REQUEST_ID,
      reason: 'success without a token',
    })
  })

  test.each([
    ['17016', '17', { kind: 'HARD_DECLINE', code: 'INCORRECT_NUMBER' }],
    ['17012', '17', { kind: 'HARD_DECLINE', code: 'EXPIRED_CARD' }],
    ['17051', '17', { kind: 'PROVIDER_ERROR', code: 'PROVIDER_PROCESSING_ERROR' }],
    ['00008', '00', { kind: 'INVALID_REQUEST', code: 'INVALID_SIGNATURE', advice: 'FIX_REQUEST' }],
    ['00072', '00', { kind: 'CANCELED', code: 'CANCELED_BY_CONSUMER', advice: 'DO_NOT_RETRY' }],
    ['01072', '01', { kind: 'CANCELED', code: 'CANCELED_BY_CONSUMER' }],
  ])('%s: no card is given', (code, status, failure) => {
    expect(read({ ...tokenized, token_name: undefined, response_code: code, status })).toMatchObject({
      verdict: 'refused',
      sentReference: REQUEST_ID,
      failure: { ...failure, providerCode: code },
    })
  })

  test.each([
    ['00006', '00', '00006 uncertain'],
    ['17006', '17', '17006 uncertain'],
    ['17777', '17', '17777 uncertain'],
    ['00066', '00', '00066 duplicate'],
    ['99000', '99', '99000 unmapped'],
    ['18000', '17', 'no readable response code'],
    ['1800', '18', 'no readable response code'],
  ])('%s with status %s decides nothing', (code, status, reason) => {
    expect(read({ ...tokenized, response_code: code, status })).toEqual({
      verdict: 'undecided',
      sentReference: REQUEST_ID,
      reason,
    })
  })
})

describe('the payment, after the consumer has authenticated', () => {
  const authorization = { kind: 'AUTHORIZATION', sentReference: REQUEST_ID, amount: 24_300n }
  const charge = {
    about: 'charge',
    providerReference: FORT_ID,
    sentReference: REQUEST_ID,
    currency: 'AED',
    complete: false,
  }

  test('paid: agreement and charge', () => {
    expect(read(paid)).toEqual({
      verdict: 'result',
      sentReference: REQUEST_ID,
      reports: [
        {
          about: 'agreement',
          sentReference: REQUEST_ID,
          providerReference: REQUEST_ID,
          status: 'ACTIVE',
          instrument: { type: 'CARD', token: TOKEN, brand: 'MADA', last4: '0001', expiryMonth: 5, expiryYear: 2030 },
          initialChargeReference: FORT_ID,
        },
        {
          ...charge,
          operations: [
            { ...authorization, status: 'SUCCEEDED' },
            { kind: 'CAPTURE', amount: 24_300n, status: 'SUCCEEDED' },
          ],
        },
      ],
    })
  })

  test('authorized: nothing is captured', () => {
    const returned = read({ ...paid, command: 'AUTHORIZATION', response_code: '02000', status: '02' })
    expect(returned).toMatchObject({
      verdict: 'result',
      reports: [{ status: 'ACTIVE' }, { operations: [{ ...authorization, status: 'SUCCEEDED' }] }],
    })
    expect(returned.verdict === 'result' && returned.reports[1]).toHaveProperty('operations.length', 1)
  })

  test.each([
    ['13666', '13', 'GENERIC_DECLINE'],
    ['10030', '10', 'AUTHENTICATION_FAILED'],
    ['13030', '13', 'AUTHENTICATION_FAILED'],
    ['00072', '00', 'CANCELED_BY_CONSUMER'],
  ])('%s: neither agreement nor charge', (code, status, reason) => {
    const returned = read({ ...declined, response_code: code, status })
    const failure = expect.objectContaining({ code: reason, providerCode: code, providerMessage: 'Declined' })
    expect(returned).toEqual({
      verdict: 'result',
      sentReference: REQUEST_ID,
      reports: [
        { about: 'agreement', sentReference: REQUEST_ID, status: 'FAILED', failure },
        { ...charge, operations: [{ ...authorization, status: 'FAILED', failure }] },
      ],
    })
  })

  test.each<[string, Fields, string]>([
    ['15777', { ...paid, response_code: '15777', status: '15' }, '15777 uncertain'],
    ['00006', { ...paid, response_code: '00006', status: '00' }, '00006 uncertain'],
    ['00002', { ...paid, response_code: '00002', status: '00' }, '00002 refused'],
    [
      '20064',
      { ...paid, '3ds_url': 'https://s.example/', response_code: '20064', status: '20' },
      '20064 actionRequired',
    ],
    ['02000 for a purchase', { ...paid, response_code: '02000', status: '02' }, '02000 unmapped'],
    ['success without an id', { ...paid, fort_id: undefined }, 'success without an id or an amount'],
    ['success without an amount', { ...paid, amount: undefined }, 'success without an id or an amount'],
    ['success of an unreadable amount', { ...paid, amount: '243.00' }, 'success without an id or an amount'],
    ['a payment without the consumer', { ...paid, eci: 'RECURRING' }, 'of a payment without the consumer'],
    ['a refund', { ...paid, command: 'REFUND' }, 'of another command'],
    ['no command', { ...paid, command: undefined }, 'of another command'],
  ])('%s decides nothing', (_name, fields, reason) => {
    expect(read(fields)).toEqual({ verdict: 'undecided', sentReference: REQUEST_ID, reason })
  })

  test('without a reference there is no status query', () => {
    expect(read({ ...paid, merchant_reference: undefined })).toEqual({
      verdict: 'undecided',
      sentReference: null,
      reason: 'no reference',
    })
  })
})
