import { describe, expect, it } from 'vitest'
import { call } from '../../support/sandbox.ts'
import {
  ACCESS_CODE,
  AMEX,
  type ApsSandbox,
  CARD,
  type Fields,
  formOf,
  isSignedByAps,
  MADA,
  MEEZA,
  MERCHANT,
  pay,
  RETURN_URL,
  returned,
  startApsSandbox,
  VISA,
  VISA_3DS,
} from '../support.ts'

const FORM = { service_command: 'TOKENIZATION', merchant_reference: 'token-x', return_url: RETURN_URL }

async function submit(sandbox: ApsSandbox, card: Fields, form: Fields = FORM): Promise<Fields> {
  const reply = await sandbox.page(form, { card_number: VISA, ...CARD, ...card })
  expect(reply.status).toBe(303)
  return returned(reply)
}

describe('the card form', () => {
  it('is shown for a form without card data, with labels, and loads nothing from other hosts', async () => {
    const sandbox = await startApsSandbox()
    const { status, headers, text } = await sandbox.page(FORM)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const name of ['card_number', 'expiry_date', 'card_security_code', 'card_holder_name']) {
      expect(text).toMatch(new RegExp(`<label>[^<]+<input name="${name}"`))
    }
    expect(text).not.toMatch(/(src|href)=/)
  })

  it('redirects with its own fields and the card to the return URL, by GET, with exactly the published fields', async () => {
    const sandbox = await startApsSandbox()
    const { action, hidden } = formOf((await sandbox.page(FORM)).text)
    const body = new URLSearchParams({ ...hidden, card_number: VISA, ...CARD, decision: 'approve' })
    const reply = await call(action, { method: 'POST', body, redirect: 'manual' })
    expect(reply.status).toBe(303)
    expect(reply.headers.get('location')).toMatch(/^https:\/\/shop\.example\/return\?order=1&/)
    const fields = returned(reply)
    expect(fields).toEqual({
      access_code: ACCESS_CODE,
      card_bin: '400555',
      card_holder_name: 'Ada Lovelace',
      card_number: '400555******0001',
      expiry_date: '3012',
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: 'token-x',
      response_code: '18000',
      response_message: 'Success',
      return_url: RETURN_URL,
      service_command: 'TOKENIZATION',
      signature: expect.any(String),
      status: '18',
      token_name: expect.stringMatching(/^[0-9a-f]{32}$/),
    })
    expect(isSignedByAps(fields)).toBe(true)
  })

  it('accepts only the card at its own address, which carries the merchant’s form, and nothing that was changed in it', async () => {
    const sandbox = await startApsSandbox()
    const { action } = formOf((await sandbox.page(FORM)).text)
    expect(action).toMatch(new RegExp(`^${sandbox.url}/aps/FortAPI/paymentPage\\?form=[A-Za-z0-9_-]+$`))
    const post = (url: string) =>
      call(url, { method: 'POST', body: new URLSearchParams({ card_number: VISA, ...CARD }), redirect: 'manual' })
    expect(returned(await post(action))).toMatchObject({ response_code: '18000', merchant_reference: 'token-x' })
    const carried = JSON.parse(Buffer.from(new URL(action).searchParams.get('form') ?? '', 'base64url').toString())
    for (const form of [{ ...carried, return_url: 'https://evil.example/' }, null, ['x'], 'x', { a: { b: 'c' } }]) {
      const changed = new URL(action)
      changed.searchParams.set('form', Buffer.from(JSON.stringify(form)).toString('base64url'))
      expect((await post(changed.href)).status).toBe(400)
    }
    expect((await post(`${sandbox.url}/aps/FortAPI/paymentPage?form=***`)).status).toBe(400)
  })

  it('returns by a form that posts itself, if the switch says so', async () => {
    const sandbox = await startApsSandbox({ tokenizationReturn: 'POST' })
    const reply = await sandbox.page(FORM, { card_number: VISA, ...CARD, card_holder_name: "Ada O'Brien" })
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[A-Za-z0-9+/]{43}='/)
    expect(reply.text).toContain('<script>document.forms[0].submit()</script>')
    const { action, hidden } = formOf(reply.text)
    expect([action, hidden['card_holder_name'], hidden['response_code']]).toEqual([
      RETURN_URL,
      'Ada O&#39;Brien',
      '18000',
    ])
    expect(isSignedByAps(hidden)).toBe(true)
  })

  it.each([
    [VISA, '123', 'VISA'],
    ['4005 5500-0000 0001', '123', 'VISA'],
    [VISA_3DS, '123', 'VISA'],
    ['4111111111111111', '123', 'VISA'],
    ['5123456789012346', '123', 'MASTERCARD'],
    ['2223000048400011', '123', 'MASTERCARD'],
    [AMEX, '1234', 'AMEX'],
    [MADA, '350', 'MADA'],
    [MEEZA, '422', 'MEEZA'],
    ['5078036221028566', '143', 'MEEZA'],
  ])('accepts %s with %s as %s', async (number, code, brand) => {
    const sandbox = await startApsSandbox()
    const token = await submit(sandbox, { card_number: number, card_security_code: code })
    const digits = number.replace(/\D/g, '')
    expect([token['response_code'], token['card_number'], token['card_bin']]).toEqual([
      '18000',
      `${digits.slice(0, 6)}******${digits.slice(-4)}`,
      digits.slice(0, 6),
    ])
    const paid = await pay(sandbox, { token_name: token['token_name'], return_url: RETURN_URL })
    expect(paid.payment_option).toBe(brand)
  })

  it.each(['3012', '12/30', '12 / 2030', ' 12/30 '])('accepts the date %j', async expiry_date => {
    const sandbox = await startApsSandbox()
    expect((await submit(sandbox, { expiry_date }))['expiry_date']).toBe('3012')
  })

  it.each([
    ['17016', 'Invalid card number', { card_number: '4111111111111112' }],
    ['17016', 'Invalid card number', { card_number: '6011000990139424' }],
    ['17016', 'Invalid card number', { card_number: '41111111111' }],
    ['17016', 'Invalid card number', { card_number: 'four' }],
    ['17016', 'Invalid card number', { card_number: '' }],
    ['17100', 'Invalid expiry date', { expiry_date: '3013' }],
    ['17100', 'Invalid expiry date', { expiry_date: '13/30' }],
    ['17100', 'Invalid expiry date', { expiry_date: '' }],
    ['17012', 'Card expired', { expiry_date: '2001' }],
    ['17002', 'Invalid parameter format', { card_security_code: '12' }],
    ['17002', 'Invalid parameter format', { card_security_code: '1234' }],
    ['17002', 'Invalid parameter format', { card_security_code: 'abc' }],
    ['17002', 'Invalid parameter format', { card_number: AMEX, card_security_code: '123' }],
    ['17002', 'Invalid parameter format', { card_holder_name: 'Ada 2' }],
    ['17002', 'Invalid parameter format', { card_holder_name: 'A'.repeat(51) }],
    ['00072', 'Transaction has been cancelled by the consumer', { decision: 'decline' }],
    ['17114', 'Token already exist', { token_name: 'taken' }],
  ])('returns with %s (%s) for %j, without a token, and can be tried again', async (code, message, card) => {
    const sandbox = await startApsSandbox()
    await submit(sandbox, {}, { ...FORM, token_name: 'taken', merchant_reference: 'other' })
    const { token_name: name, ...rest }: Fields = card
    const form = name === undefined ? FORM : { ...FORM, token_name: name }
    const fields = await submit(sandbox, rest, form)
    expect(fields).toEqual({
      access_code: ACCESS_CODE,
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: 'token-x',
      response_code: code,
      response_message: message,
      return_url: RETURN_URL,
      service_command: 'TOKENIZATION',
      signature: expect.any(String),
      status: code.slice(0, 2),
      ...(name !== undefined && { token_name: name }),
    })
    expect(isSignedByAps(fields)).toBe(true)
    expect((await submit(sandbox, {}))['response_code']).toBe('18000')
  })

  it('sent twice gives the same token; with another card, or after a decline, another', async () => {
    const sandbox = await startApsSandbox()
    const [first, second] = await Promise.all([submit(sandbox, {}), submit(sandbox, {})])
    expect(second).toEqual(first)
    const otherCard = await submit(sandbox, { card_number: VISA_3DS })
    expect(otherCard['token_name']).not.toBe(first['token_name'])
    await pay(sandbox, { token_name: first['token_name'] })
    expect(await submit(sandbox, {})).toEqual(first)
    await pay(sandbox, { token_name: otherCard['token_name'], amount: '300001', check_3ds: 'NO' })
    const afterDecline = await submit(sandbox, { card_number: VISA_3DS })
    expect(afterDecline['token_name']).not.toBe(otherCard['token_name'])
  })

  it('accepts a name that the merchant chose, and card data from a form of its own', async () => {
    const sandbox = await startApsSandbox()
    const token = await submit(sandbox, {}, { ...FORM, token_name: 'chosen-1', remember_me: 'YES' })
    expect([token['token_name'], token['remember_me']]).toEqual(['chosen-1', 'YES'])
    expect((await pay(sandbox, { token_name: 'chosen-1' })).response_code).toBe('14000')
  })
})

describe('a form that is refused', () => {
  it.each([
    ['00008', { signature: 'wrong' }],
    ['00009', { merchant_identifier: 'other' }],
    ['00010', { access_code: 'other' }],
  ])('with %s stays here: no redirect to an address that an unknown merchant chose', async (code, wrong) => {
    const sandbox = await startApsSandbox()
    const tampered = { ...FORM, signature: 'wrong', ...wrong }
    const { status, headers, text } = await sandbox.page(tampered)
    expect([status, headers.get('location')]).toEqual([400, null])
    expect(text).toContain(`${code}: `)
  })

  it('without a return URL, or with an invalid one, stays here', async () => {
    const sandbox = await startApsSandbox()
    const { return_url: _, ...withoutUrl } = FORM
    expect((await sandbox.page(withoutUrl)).text).toContain('00037: Missing return URL')
    const reply = await sandbox.page({ ...FORM, return_url: 'javascript:alert' })
    expect([reply.status, reply.headers.get('location')]).toEqual([400, null])
  })

  it.each([
    ['00004', { service_command: 'CREATE_TOKEN' }],
    ['00027', { amount: '1000' }],
    ['00032', { merchant_reference: 'r'.repeat(41) }],
    ['00033', { remember_me: 'NAY' }],
  ])('with %s returns if the merchant is certain', async (code, fields) => {
    const sandbox = await startApsSandbox()
    const reply = await sandbox.page({ ...FORM, ...fields })
    expect(reply.status).toBe(303)
    const result = returned(reply)
    expect([result['response_code'], result['status'], isSignedByAps(result)]).toEqual([code, '00', true])
  })

  it('shows its input as text', async () => {
    const sandbox = await startApsSandbox()
    const { text } = await sandbox.page({ ...FORM, '<b>evil': 'x', signature: 'wrong' })
    expect(text).not.toContain('<b>evil')
  })

  it('is any other method than POST, or too large', async () => {
    const sandbox = await startApsSandbox()
    expect((await call(`${sandbox.url}/aps/FortAPI/paymentPage`, {})).status).toBe(405)
    expect((await sandbox.page(FORM, { card_number: '4'.repeat(1 << 20) })).status).toBe(400)
  })
})
