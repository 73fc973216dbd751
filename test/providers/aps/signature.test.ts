import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ShaType } from '../../../src/providers/aps/config.ts'
import { type Parameters, sign, signTokenization, verify } from '../../../src/providers/aps/signature.ts'

interface Vector {
  readonly id: string
  readonly phrase: string
  readonly algorithm: 'sha256' | 'sha512'
  readonly params: Parameters
  readonly expected: string
}

const vectors: readonly Vector[] = readFileSync(
  new URL('../../fixtures/aps-signature-vectors.jsonl', import.meta.url),
  'utf8',
)
  .trim()
  .split('\n')
  .map(line => JSON.parse(line))

const keyOf = ({ phrase, algorithm }: Vector) =>
  ({ phrase, shaType: algorithm === 'sha512' ? 'SHA-512' : 'SHA-256' }) as const

const key = { phrase: 'PASS', shaType: 'SHA-256' } as const
const plain = { amount: '1000', command: 'PURCHASE', merchant_reference: 'Test010' }

describe.each(vectors.map(vector => [vector.id, vector] as const))('published vector %s', (_id, vector) => {
  const signed = { ...vector.params, signature: vector.expected }

  test('is what we compute, and what we accept', () => {
    expect(sign(vector.params, keyOf(vector))).toBe(vector.expected)
    expect(verify(signed, keyOf(vector))).toEqual({ genuine: true })
  })

  test('no longer matches when any one parameter is changed', () => {
    const names = Object.keys(vector.params)
    const text = fc.string({ minLength: 1 })
    const change = fc.oneof(
      fc.record({ kind: fc.constant('value'), name: fc.constantFrom(...names), text }),
      fc.record({ kind: fc.constant('name'), name: fc.constantFrom(...names), text }),
      fc.record({ kind: fc.constant('removed'), name: fc.constantFrom(...names), text }),
      fc.record({ kind: fc.constant('added'), name: fc.constant('zz'), text }),
    )
    fc.assert(
      fc.property(change, ({ kind, name, text: changed }) => {
        const { [name]: value, ...rest } = vector.params
        const other = {
          value: { ...vector.params, [name]: typeof value === 'string' ? value + changed : changed },
          name: { ...rest, [`${name}_`]: value },
          removed: rest,
          added: { ...vector.params, zz: changed },
        }[kind]
        expect(verify({ ...other, signature: vector.expected }, keyOf(vector)).genuine).toBe(false)
      }),
      { numRuns: 40 },
    )
  })
})

test('there are all 31 vectors', () => {
  expect(vectors).toHaveLength(31)
})

test.each<[ShaType, string]>([
  ['HMAC-256', 'sha256'],
  ['HMAC-512', 'sha512'],
])('%s: the phrase is the key, and is also at both ends of the text', (shaType, hash) => {
  const text = 'PASSamount=1000command=PURCHASEmerchant_reference=Test010PASS'
  const expected = createHmac(hash, 'PASS').update(text).digest('hex')
  expect(sign(plain, { phrase: 'PASS', shaType })).toBe(expected)
  expect(verify({ ...plain, signature: expected }, { phrase: 'PASS', shaType })).toEqual({ genuine: true })
  expect(verify({ ...plain, signature: expected }, { phrase: 'PASs', shaType }).genuine).toBe(false)
})

test('names are sorted by their bytes: digits, capitals, then small letters', () => {
  const parameters = { b: '1', apple_signature: '2', apple_paymentMethod: '3', '3ds_url': '4', Z: '5' }
  const { b: _, ...others } = parameters
  expect(sign(parameters, key)).not.toBe(sign(others, key))
  const inOrder = { text: '3ds_url=4Z=5apple_paymentMethod=3apple_signature=2b=1' }
  // The same text, as the tail of one value: only the concatenation is hashed.
  expect(sign(parameters, key)).toBe(sign({ '3ds_url': inOrder.text.slice('3ds_url='.length) }, key))
})

test('either case of hex is accepted; lower case is sent', () => {
  const signature = sign(plain, key)
  expect(signature).toMatch(/^[0-9a-f]{64}$/)
  expect(verify({ ...plain, signature: signature.toUpperCase() }, key)).toEqual({ genuine: true })
})

test.each<[string, unknown, string]>([
  ['none', undefined, 'no signature'],
  ['null', null, 'no signature'],
  ['an empty one', '', 'no signature'],
  ['a number', 7, 'signature is malformed'],
  ['one too short', 'abcd', 'signature is malformed'],
  ['one of another algorithm', 'a'.repeat(128), 'signature is malformed'],
  ['one that is not hex', 'g'.repeat(64), 'signature is malformed'],
  ['a wrong one', 'a'.repeat(64), 'signature does not match'],
])('%s is not genuine', (_name, signature, reason) => {
  expect(verify({ ...plain, signature }, key)).toEqual({ genuine: false, reason })
})

test('an empty and a null parameter are signed as name=, and differ from an absent one', () => {
  const signature = sign({ ...plain, status: '' }, key)
  expect(verify({ ...plain, status: '', signature }, key)).toEqual({ genuine: true })
  expect(verify({ ...plain, status: null, signature }, key)).toEqual({ genuine: true })
  expect(verify({ ...plain, signature }, key).genuine).toBe(false)
})

test('text is signed in UTF-8, as it came: escaped', () => {
  const escaped = { ...plain, customer_name: 'O&#39;Neil, زوي' }
  const signature = sign(escaped, key)
  expect(verify({ ...escaped, signature }, key)).toEqual({ genuine: true })
  expect(verify({ ...escaped, customer_name: "O'Neil, زوي", signature }, key).genuine).toBe(false)
})

test('the consumer’s input in a tokenization form is not signed', () => {
  const form = { service_command: 'TOKENIZATION', merchant_reference: 'x' }
  const typed = {
    card_number: '4005550000000001',
    expiry_date: '3005',
    card_security_code: '123',
    card_holder_name: 'Zoe',
    remember_me: 'YES',
  }
  expect(signTokenization({ ...form, ...typed }, key)).toBe(sign(form, key))
  expect(sign({ ...form, ...typed }, key)).not.toBe(sign(form, key))
})

test('the signature does not cover where one parameter ends and the next begins', () => {
  const moved = { amount: '1000', command: 'PURCHASEmerchant_reference=Test010' }
  expect(verify({ ...moved, signature: sign(plain, key) }, key)).toEqual({ genuine: true })
})

test('an endlessly nested message is refused without an overflow', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(900)}1${'}'.repeat(900)}`)
  expect(verify({ ...plain, deep, signature: 'a'.repeat(64) }, key).genuine).toBe(false)
})
