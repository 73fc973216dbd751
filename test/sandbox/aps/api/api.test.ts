import { describe, expect, it } from 'vitest'
import type { Json } from '../../support/sandbox.ts'
import {
  CARD,
  isSignedByAps,
  newReference,
  PAYMENT,
  RETURN_URL,
  returned,
  signedFields,
  startApsSandbox,
  tokenize,
  VISA,
} from '../support.ts'

function purchase(fields: Json = {}): Json {
  return { ...PAYMENT, merchant_reference: newReference(), token_name: 'none', ...fields }
}

describe('signatures of requests', () => {
  it('are accepted in either case', async () => {
    const sandbox = await startApsSandbox()
    const fields = signedFields({ query_command: 'CHECK_STATUS', merchant_reference: 'r' })
    const upper = { ...fields, signature: fields['signature']?.toUpperCase() }
    expect((await sandbox.raw(JSON.stringify(upper))).body.response_code).toBe('12036')
  })

  it.each(['SHA-512', 'HMAC-256', 'HMAC-512'] as const)(
    'are made by %s if the account says so, in responses too',
    async shaType => {
      const sandbox = await startApsSandbox({}, { shaType })
      const fields = { query_command: 'CHECK_STATUS', merchant_reference: 'r' }
      const { body } = await sandbox.api(fields)
      expect(body.response_code).toBe('12036')
      expect(isSignedByAps(body, shaType)).toBe(true)
      expect((await sandbox.raw(JSON.stringify(signedFields(fields)))).body.response_code).toBe('00008')
    },
  )

  it('cover nested values, which are then refused for their form', async () => {
    const sandbox = await startApsSandbox()
    const nested = { a: '1', b: ['x', { c: null }] }
    const { body } = await sandbox.api(purchase({ order_description: nested }))
    expect([body.response_code, body.response_message]).toEqual([
      '00002',
      'Invalid parameter format: order_description',
    ])
  })

  it('of responses may be upper case, and absent if the account is unknown, by switches', async () => {
    const sandbox = await startApsSandbox({ signatureCase: 'upper', unknownAccountSigned: false })
    const query = { query_command: 'CHECK_STATUS', merchant_reference: 'r' }
    const { signature, ...rest } = (await sandbox.api(query)).body
    expect(signature).toMatch(/^[0-9A-F]{64}$/)
    expect(isSignedByAps({ ...rest, signature: signature.toLowerCase() })).toBe(true)
    for (const wrong of [{ access_code: 'other' }, { merchant_identifier: 'other' }]) {
      expect((await sandbox.api({ ...query, ...wrong })).body).not.toHaveProperty('signature')
    }
    expect((await sandbox.api({ ...query, signature: 'wrong' })).body).toHaveProperty('signature')
  })

  it('require HTTPS of return URLs if the switch says so', async () => {
    const sandbox = await startApsSandbox({ returnUrlMustBeHttps: true })
    const { token_name } = await tokenize(sandbox)
    const fields = purchase({ token_name, return_url: 'http://localhost:4000/return' })
    expect((await sandbox.api(fields)).body.response_code).toBe('00002')
    const form = {
      service_command: 'TOKENIZATION',
      merchant_reference: 't',
      return_url: 'http://localhost:4000/return',
    }
    expect((await sandbox.page(form, { card_number: VISA, ...CARD })).status).toBe(400)
    const secure = await sandbox.page({ ...form, return_url: RETURN_URL }, { card_number: VISA, ...CARD })
    expect(returned(secure)['response_code']).toBe('18000')
  })
})

describe('the rate limit', () => {
  it('is fifty a second with a burst of a hundred by default, then 429', async () => {
    const sandbox = await startApsSandbox()
    const query = () => sandbox.api({ query_command: 'CHECK_STATUS', merchant_reference: 'r' })
    await sandbox.control('/limits', { provider: 'APS', perSecond: 0.001 })
    expect((await query()).status).toBe(200)
    const refused = await query()
    expect([refused.status, refused.headers.get('retry-after'), refused.body]).toEqual([
      429,
      '1',
      { message: 'Too many requests' },
    ])
    await sandbox.control('/reset', {})
    const many = () => Promise.all(Array.from({ length: 160 }, async () => (await query()).status))
    let statuses = await many()
    expect(statuses.filter(status => status === 200).length).toBeGreaterThanOrEqual(100)
    // A slow machine sends so few a second that it takes more of them to reach the limit.
    while (!statuses.includes(429)) statuses = await many()
    await sandbox.control('/limits', { provider: 'APS', perSecond: null })
    expect(new Set(await many())).toEqual(new Set([200]))
  })

  it('does not apply to other methods and paths', async () => {
    const sandbox = await startApsSandbox()
    expect((await fetch(`${sandbox.url}/aps/FortAPI/paymentApi`)).status).toBe(405)
    expect((await fetch(`${sandbox.url}/aps/FortAPI`)).status).toBe(404)
  })
})
