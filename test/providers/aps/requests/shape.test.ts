import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isOurs, verifyMessage } from '../../../../src/providers/aps/answers/verified-message.ts'
import { documentedNameAtEnd, isParameterName } from '../../../../src/providers/aps/requests/parameter-names.ts'
import { shapeProblem } from '../../../../src/providers/aps/requests/shape.ts'
import { sign } from '../../../../src/providers/aps/signature.ts'
import { full } from '../../../support/full.ts'
import { apsConfig, type Fields, FORT_ID, OTHER_REQUEST_ID, REQUEST_ID, signedByAps, TOKEN } from '../../support/aps.ts'

const account = { access_code: 'access1', merchant_identifier: 'merchant1', merchant_reference: REQUEST_ID }
const card = { card_number: '400555******0001', card_holder_name: 'Zoe Canary', expiry_date: '3005' }
const consumer = { customer_email: 'zoe+1@canary.example', customer_ip: '203.0.113.9', customer_name: 'O&#39;Neil' }
const code = (response_code: string, message: string) => ({
  response_code,
  response_message: message,
  status: response_code.slice(0, 2),
})
const THREE_D_SECURE =
  'https://sbsimulator.payfort.com/secure3dsSimulator?FORTSESSIONID=0a&paymentId=1&o=pt&action=retry'

const payment = {
  ...account,
  ...card,
  ...consumer,
  command: 'PURCHASE',
  amount: '24300',
  currency: 'AED',
  eci: 'ECOMMERCE',
  fort_id: FORT_ID,
  language: 'en',
  payment_option: 'VISA',
  remember_me: 'YES',
  return_url: 'https://gateway.example/authenticate/return/agr_1.0011',
  agreement_id: REQUEST_ID,
  recurring_mode: 'UNSCHEDULED',
}
const tokenized = {
  ...account,
  ...card,
  service_command: 'TOKENIZATION',
  card_bin: '400555',
  language: 'en',
  return_url: 'https://gateway.example/authenticate/return/agr_1.0011',
  token_name: TOKEN,
  ...code('18000', 'Success'),
}
const messages: Readonly<Record<string, Fields>> = {
  'a payment': { ...payment, authorization_code: '123456', token_name: TOKEN, ...code('14000', 'Success') },
  'a decline': { ...payment, acquirer_response_code: '51', ...code('13666', 'Transaction declined') },
  '3-D Secure': { ...payment, '3ds_url': THREE_D_SECURE, ...code('20064', '3-D Secure check requested') },
  'a token': tokenized,
  'a refund': {
    ...account,
    command: 'REFUND',
    amount: '1000',
    currency: 'AED',
    fort_id: FORT_ID,
    language: 'en',
    maintenance_reference: OTHER_REQUEST_ID,
    ...code('06000', 'Success'),
  },
  'a status query': {
    ...account,
    query_command: 'CHECK_STATUS',
    fort_id: FORT_ID,
    language: 'en',
    return_third_party_response_codes: 'YES',
    transaction_code: '14000',
    transaction_status: '14',
    transaction_message: 'Success',
    authorized_amount: '500',
    captured_amount: '500',
    refunded_amount: '0',
    authorization_code: '123456',
    acquirer_response_code: '00',
    processor_response_code: '00',
    ...code('12000', 'Success'),
  },
}

/** The hashed text, without the phrase. */
const textOf = (message: Fields) =>
  Object.keys(message)
    .sort()
    .map(name => `${name}=${message[name]}`)
    .join('')

/** Where a name could begin in the text before an equals sign. */
function possibleNames(segment: string, after: string): readonly string[] {
  const ends = Array.from({ length: Math.min(segment.length, 60) }, (_, index) => segment.slice(-index - 1))
  return ends.filter(end => isParameterName(end) && end > after)
}

/**
 * The same text, cut into other pairs. Each number decides over one equals sign: 0 leaves it in the value, any other
 * selects a name of that many possible ones. Names come in their order, so that the signature is the same.
 */
function cut(text: string, choices: readonly number[]): Fields {
  const [first = '', ...rest] = text.split('=')
  const pairs: [string, string][] = [[first, '']]
  for (const [index, segment] of rest.entries()) {
    const pair = pairs.at(-1) ?? ['', '']
    const names = index === rest.length - 1 ? [] : possibleNames(segment, pair[0])
    const documented = names.find(name => name === documentedNameAtEnd(segment))
    const choice = choices[index % choices.length] ?? 0
    const name = choice === 1 && documented !== undefined ? documented : names[(choice - 1) % names.length]
    if (choice === 0 || name === undefined) pair[1] += index === rest.length - 1 ? segment : `${segment}=`
    else {
      pair[1] += segment.slice(0, -name.length)
      pairs.push([name, ''])
    }
  }
  return Object.fromEntries(pairs)
}
const believed = (message: Fields, signature: unknown) =>
  verifyMessage(apsConfig, { ...message, signature }).genuine && isOurs(apsConfig, message)
const signatureOf = (message: Fields) => signedByAps(message)['signature']
const choices = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.nat(60)), {
  minLength: 40,
  maxLength: 40,
})

describe.each(Object.entries(messages))('%s', (_name, message) => {
  test('is accepted', () => {
    expect(verifyMessage(apsConfig, signedByAps(message))).toEqual({ genuine: true })
  })

  test('the same text cut into any other pairs is rejected', () => {
    const signature = signatureOf(message)
    fc.assert(
      fc.property(choices, numbers => {
        const other = cut(textOf(message), numbers)
        expect(signatureOf(other)).toBe(signature)
        if (believed(other, signature)) expect(other).toEqual(message)
      }),
      { numRuns: full ? 2_000 : 400 },
    )
  })
})

/** Pieces that a consumer could type, or a browser add, and that APS would repeat in a message. */
const injected = fc
  .array(
    fc.constantFrom(
      'response_code=14000',
      'response_code=18000',
      'status=14',
      'command=PURCHASE',
      'service_command=TOKENIZATION',
      `merchant_reference=${OTHER_REQUEST_ID}`,
      'merchant_identifier=merchant1',
      'access_code=access1',
      'token_name=abc',
      'amount=1',
      'fort_id=1',
      'eci=ECOMMERCE',
      'response_coded_',
      'statused_',
      'acquirer_',
      'processor_',
      'service_',
      'query_',
      'token_',
      'transaction_',
      'new_',
      'zz_',
      'zzz=',
      'q',
      'YES',
      '=',
    ),
    { maxLength: 6 },
  )
  .map(pieces => pieces.join(''))

describe.each<[string, Fields, readonly string[]]>([
  [
    'a refused form',
    { ...tokenized, token_name: undefined, ...code('00033', 'Not allowed') },
    ['card_holder_name', 'remember_me'],
  ],
  ['a token', tokenized, ['card_holder_name', 'remember_me', 'customer_name']],
  [
    'a decline',
    { ...payment, ...code('13666', 'Declined') },
    ['card_holder_name', 'order_description', 'phone_number', 'settlement_reference', 'response_crq'],
  ],
])('%s that repeats text written to be cut differently', (_name, message, fields) => {
  test('has no other meaning', () => {
    const texts = fc.record(Object.fromEntries(fields.map(field => [field, fc.option(injected, { nil: undefined })])))
    const decisive = [
      'access_code',
      'merchant_identifier',
      'merchant_reference',
      'command',
      'service_command',
      'response_code',
    ]
    fc.assert(
      fc.property(texts, choices, (typed, numbers) => {
        const { signature, ...genuine } = signedByAps({ ...message, ...typed })
        const other = cut(textOf(genuine), numbers)
        const said = believed(other, signature) ? other : genuine
        for (const name of decisive) expect([name, said[name]]).toEqual([name, genuine[name]])
        // A parameter may vanish, which only shortens the message; no other one can appear.
        expect([genuine['token_name'], undefined]).toContain(said['token_name'])
      }),
      { numRuns: full ? 5_000 : 1_000 },
    )
  })
})

test.each<[string, Fields, string]>([
  [
    'the next parameter',
    { amount: '1000command=PURCHASE', status: '14' },
    'a parameter is hidden in the value of another',
  ],
  ['the last one', { amount: '1000', status: '14token_name=abc' }, 'a parameter is hidden in the value of another'],
  ['one without meaning', { amount: '1000', status: '14zzz=' }, 'a parameter is hidden in the value of another'],
  ['one within a list', { amount: '1000', list: ['a', 'status=14'] }, 'a parameter is hidden in the value of another'],
  [
    'a member of that name',
    { amount: '1000', object: { status: '14' } },
    'a parameter is hidden in the value of another',
  ],
  [
    'the start of its own name',
    { amount: '1000response_', code: '14000' },
    'a parameter name is split at the wrong place',
  ],
  ['its end', { response_coded_response_code: '00008' }, 'a parameter name is split at the wrong place'],
  ['a name and a value', { 'access_code=1language': 'en' }, 'malformed parameter name'],
  ['digits', { amount: '10', '00command': 'PURCHASE' }, 'malformed parameter name'],
  [
    'a code',
    { processor_response_code: '00027response_cr', q: 'x' },
    'a response code is hidden in the value of another parameter',
  ],
  [
    'what follows the address',
    { '3ds_url': 'https://s.example/3ds?o=ptaccess_code=access1' },
    'a parameter is hidden in the value of another',
  ],
])('%s is not taken for a part of another: %j', (_name, message, problem) => {
  expect(shapeProblem(message)).toBe(problem)
})

test.each<[string, Fields]>([
  ['a query with names like theirs', { '3ds_url': 'https://s.example/3ds?amount=1&status=2&PaReq=eJx==&action=retry' }],
  ['names with capitals', { apple_paymentMethod: 'x', billing_stateProvince: 'y', shipping_sameAsBilling: 'z' }],
  ['names that are not documented', { acs_brand_new: 'x', zone: 'y' }],
  [
    'lists and objects',
    { amount: '1', columns: ['a', 'b'], airline_data: { airline_plan: '1', legs: [{ leg_fare: '2' }] } },
  ],
  ['nothing in it', { amount: '', status: null }],
])('%s: accepted', (_name, message) => {
  expect(shapeProblem(message)).toBeUndefined()
})

test('of the published vectors only those are rejected that hold keys of Apple Pay, which end in equals signs', () => {
  const lines = readFileSync(new URL('../../../fixtures/aps-signature-vectors.jsonl', import.meta.url), 'utf8').trim()
  const vectors: readonly { id: string; params: Fields }[] = lines.split('\n').map(line => JSON.parse(line))
  const refused = vectors.filter(({ params }) => shapeProblem(params) !== undefined).map(({ id }) => id)
  expect(refused).toEqual(['php-apple-request', 'php-apple-response'])
})

test('the signature covers the text of a message', () => {
  const { shaResponsePhrase: phrase } = apsConfig
  expect(textOf({ b: '1', a: '2' })).toBe('a=2b=1')
  expect(sign({ a: '2b=1' }, { phrase, shaType: 'SHA-256' })).toBe(
    sign({ a: '2', b: '1' }, { phrase, shaType: 'SHA-256' }),
  )
})
