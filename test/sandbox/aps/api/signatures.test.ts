import { createHash, createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { apsSignature, isSignature, signedRequest } from '../../../../src/sandbox/aps/api/signatures.ts'

const VECTORS = readFileSync(new URL('../../../fixtures/aps-signature-vectors.jsonl', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '')
  .map(line => JSON.parse(line))

describe('the signature', () => {
  it('has its 31 vectors', () => {
    expect(VECTORS).toHaveLength(31)
  })

  it.each(VECTORS.map(vector => [vector.id, vector]))('is that of vector %s', (_, vector) => {
    const shaType = vector.algorithm === 'sha512' ? 'SHA-512' : 'SHA-256'
    expect(['sha256', 'sha512']).toContain(vector.algorithm)
    expect(apsSignature(vector.params, { phrase: vector.phrase, shaType })).toBe(vector.expected)
  })

  it('excludes the signature itself, and nothing else', () => {
    const key = { phrase: 'PASS', shaType: 'SHA-256' } as const
    const params = { card_number: '400555******0001', language: '' }
    const expected = createHash('sha256').update('PASScard_number=400555******0001language=PASS').digest('hex')
    expect(apsSignature({ ...params, signature: 'x' }, key)).toBe(expected)
  })

  it('sorts by bytes: digits, capitals, then small letters', () => {
    const expected = createHash('sha256').update('P3ds_url=1apple_Z=2apple_a=3bé=4P').digest('hex')
    const params = { bé: '4', apple_a: '3', apple_Z: '2', '3ds_url': '1' }
    expect(apsSignature(params, { phrase: 'P', shaType: 'SHA-256' })).toBe(expected)
  })

  it.each([
    ['HMAC-256', 'sha256'],
    ['HMAC-512', 'sha512'],
  ] as const)('by %s has the phrase as key and around the text', (shaType, algorithm) => {
    const expected = createHmac(algorithm, 'PÄSS').update('PÄSSa=1b=üPÄSS', 'utf8').digest('hex')
    expect(apsSignature({ b: 'ü', a: '1' }, { phrase: 'PÄSS', shaType })).toBe(expected)
  })

  it('of a tokenization request excludes its card data, of others it does not', () => {
    const card = {
      card_number: '1',
      expiry_date: '2',
      card_security_code: '3',
      card_holder_name: '4',
      remember_me: 'YES',
    }
    const own = { language: 'en', token_name: 't' }
    const tokenization = { service_command: 'TOKENIZATION', ...own }
    expect(signedRequest({ ...tokenization, ...card })).toEqual(tokenization)
    expect(signedRequest({ command: 'PURCHASE', ...own, ...card })).toEqual({ command: 'PURCHASE', ...own, ...card })
  })

  it('is compared in any case, and only as text of that length', () => {
    expect(isSignature('ABC1', 'abc1')).toBe(true)
    for (const given of ['abc2', 'abc', 'abc11', '', undefined, 4, ['abc1']])
      expect(isSignature(given, 'abc1')).toBe(false)
  })
})
