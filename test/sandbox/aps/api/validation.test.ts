import { describe, expect, it } from 'vitest'
import type { Json } from '../../support/sandbox.ts'
import {
  ACCESS_CODE,
  isSignedByAps,
  MERCHANT,
  newReference,
  PAYMENT,
  signedFields,
  startApsSandbox,
  tokenize,
} from '../support.ts'

function purchase(fields: Json = {}): Json {
  return { ...PAYMENT, merchant_reference: newReference(), token_name: 'none', ...fields }
}

describe('a refused request', () => {
  it.each([
    ['no JSON', '{"command"', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a word', '"PURCHASE"', 'application/json'],
    ['null', 'null', 'application/json'],
    ['nothing', '', 'application/json'],
    ['a form', 'command=PURCHASE', 'application/x-www-form-urlencoded'],
    ['JSON sent as text', '{}', 'text/plain'],
    ['more than a megabyte', JSON.stringify({ command: 'x'.repeat(1 << 20) }), 'application/json'],
  ])('that is %s gets 00073, signed', async (_, body, contentType) => {
    const sandbox = await startApsSandbox()
    const reply = await sandbox.raw(body, contentType)
    expect(reply.status).toBe(200)
    expect(reply.body).toEqual({
      status: '00',
      response_code: '00073',
      response_message: 'Invalid request format',
      signature: expect.any(String),
    })
    expect(isSignedByAps(reply.body)).toBe(true)
  })

  it.each([
    ['00004', {}],
    ['00004', { command: 'SELL' }],
    ['00004', { command: 'CHECK_STATUS' }],
    ['00004', { command: 'TOKENIZATION' }],
    ['00004', { service_command: 'CREATE_TOKEN' }],
    ['00004', { command: 'PURCHASE', query_command: 'CHECK_STATUS' }],
    ['00004', { command: ['PURCHASE'] }],
    ['00001', { command: 'PURCHASE' }],
    ['00001', { command: 'CAPTURE', merchant_reference: 'r', amount: '1' }],
    ['00001', { command: 'REFUND', merchant_reference: 'r', currency: 'USD' }],
    ['00001', { command: 'VOID_AUTHORIZATION' }],
    ['00001', { query_command: 'CHECK_STATUS' }],
    ['00001', { service_command: 'UPDATE_TOKEN', merchant_reference: 'r' }],
    ['00027', { command: 'VOID_AUTHORIZATION', merchant_reference: 'r', amount: '1' }],
    ['00027', { query_command: 'CHECK_STATUS', merchant_reference: 'r', command_id: '1' }],
    ['00032', { query_command: 'CHECK_STATUS', merchant_reference: 'r', maintenance_reference: 'm'.repeat(41) }],
    ['12036', { query_command: 'CHECK_STATUS', merchant_reference: 'r', maintenance_reference: 'm'.repeat(40) }],
    [
      '07036',
      {
        command: 'REFUND',
        merchant_reference: 'r',
        amount: '1',
        currency: 'USD',
        maintenance_reference: 'm'.repeat(200),
      },
    ],
    ['12036', { query_command: 'CHECK_STATUS', fort_id: '169900000000000001' }],
  ])('gets %s for %j', async (code, fields) => {
    const sandbox = await startApsSandbox()
    const { status, body } = await sandbox.api(fields)
    expect([status, body.response_code, body.status]).toEqual([200, code, code.slice(0, 2)])
    expect(isSignedByAps(body)).toBe(true)
  })

  it.each([
    'merchant_reference',
    'amount',
    'currency',
    'customer_email',
    'customer_ip',
    'token_name',
    'language',
    'signature',
  ])('without %s, or with an empty one, gets 00001 and the name of it', async name => {
    const sandbox = await startApsSandbox()
    for (const value of [undefined, '']) {
      const fields = { ...signedFields(purchase()), [name]: value }
      const { body } = await sandbox.raw(JSON.stringify(fields))
      expect([body.response_code, body.response_message]).toEqual(['00001', `Missing parameter: ${name}`])
    }
    expect((await sandbox.ledger()).charges).toEqual([])
  })

  it('needs no address of the customer if the payment is recurring', async () => {
    const sandbox = await startApsSandbox()
    const { body } = await sandbox.api(purchase({ eci: 'RECURRING', customer_ip: undefined }))
    expect(body.response_code).toBe('13044')
  })

  it.each([
    ['00005', { amount: '0' }],
    ['00005', { amount: '-100' }],
    ['00002', { amount: '10.00' }],
    ['00002', { amount: 10.5 }],
    ['00002', { amount: true }],
    ['00032', { amount: '12345678901' }],
    ['00002', { currency: 'usd' }],
    ['00032', { currency: 'USDX' }],
    ['00013', { currency: 'XYZ' }],
    ['00033', { language: 'de' }],
    ['00032', { language: 'eng' }],
    ['00033', { eci: 'INTERNET' }],
    ['00033', { recurring_mode: 'MONTHLY' }],
    ['00032', { merchant_reference: 'r'.repeat(41) }],
    ['00002', { merchant_reference: 'order 1' }],
    ['00002', { merchant_reference: 'order/1' }],
    ['00002', { customer_email: 'ada' }],
    ['00032', { customer_email: `${'a'.repeat(250)}@b.cd` }],
    ['00002', { customer_name: 'Ada 2' }],
    ['00002', { customer_name: 'Ada <b>' }],
    ['00032', { customer_name: 'A'.repeat(41) }],
    ['00032', { order_description: 'A'.repeat(151) }],
    ['00002', { order_description: 'tea; milk' }],
    ['00002', { merchant_extra: 'two words' }],
    ['00002', { customer_ip: '192.0.2.1, 192.0.2.2' }],
    ['00002', { token_name: 'a b' }],
    ['00032', { token_name: 'a'.repeat(101) }],
    ['00002', { return_url: 'https://shop.example/a%20b' }],
    ['00002', { return_url: 'shop' }],
    ['00002', { return_url: 'javascript:alert' }],
    ['00032', { return_url: `https://shop.example/${'a'.repeat(400)}` }],
    ['00002', { recurring_expiry_date: '2026-02-30' }],
    ['00002', { recurring_expiry_date: '30-06-26' }],
    ['00002', { recurring_transactions_count: '0' }],
    ['00002', { recurring_transactions_count: 12 }],
    ['00002', { recurring_days_between_payments: 'monthly' }],
    ['00001', { recurring_mode: 'FIXED' }],
    ['00001', { recurring_mode: 'VARIABLE', agreement_id: 'a' }],
    ['00002', { phone_number: '' }],
    ['00002', { phone_number: null }],
    ['00002', { order_description: { a: 'b' } }],
    ['00027', { card_number: '4005550000000001' }],
    ['00027', { expiry_date: '3005' }],
    ['00027', { installments: 'STANDALONE' }],
    ['00027', { maintenance_reference: 'm' }],
    ['00027', { Amount: '1' }],
    ['00003', { payment_option: 'KNET' }],
    ['00002', { payment_option: 'visa' }],
    ['00112', { command: 'AUTHORIZATION', eci: 'RECURRING' }],
  ])('gets %s for a payment with %j, and nothing is stored', async (code, fields) => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const { body } = await sandbox.api(purchase({ token_name, ...fields }))
    expect([body.response_code, body.status]).toEqual([code, '00'])
    expect((await sandbox.ledger()).charges).toEqual([])
  })

  it.each([
    { amount: 1000 },
    { customer_ip: '2001:db8::1' },
    { customer_name: "Zoë O'Brien-Ünal" },
    { customer_name: 'آدا' },
    { order_description: "Café's #1/2 $_: a.b-c" },
    { merchant_extra: "a.b;c/d_e-f,g'h@i", merchant_extra5: 'x' },
    { phone_number: '+971 (4) 123-45' },
    { app_programming: 'TypeScript', billing_stateProvince: 'Dubai', fraud_extra25: 'x', device_fingerprint: 'abc' },
    { recurring_mode: 'UNSCHEDULED' },
    { recurring_mode: 'FIXED', recurring_transactions_count: '12', recurring_expiry_date: '2032-02-29' },
    { recurring_mode: 'VARIABLE', recurring_transactions_count: '2', recurring_days_between_payments: '30' },
    { return_url: 'http://localhost:4000/authenticate/return/a-b_c.d?x=1&y=$' },
    { settlement_reference: 'S-1', statement_descriptor: 'PERENNIAL', language: 'ar' },
  ])('does not contain %j, which comes back unchanged', async fields => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const { body } = await sandbox.api(purchase({ token_name, ...fields }))
    expect(body.response_code).toBe('14000')
    const texts = Object.entries(fields).map(([name, value]) => [name, String(value).replaceAll("'", '&#39;')])
    expect(body).toMatchObject(Object.fromEntries(texts))
  })

  it('repeats the parsed fields, and never a card', async () => {
    const sandbox = await startApsSandbox()
    const sent = { amount: '0', card_number: '4005550000000001', card_security_code: '999', customer_name: "O'B" }
    const { body, text } = await sandbox.api(purchase({ ...sent, merchant_reference: 'order-x' }))
    expect(body).toEqual({
      access_code: ACCESS_CODE,
      amount: '0',
      command: 'PURCHASE',
      currency: 'USD',
      customer_email: 'ada@example.com',
      customer_ip: '192.0.2.1',
      customer_name: 'O&#39;B',
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: 'order-x',
      response_code: '00027',
      response_message: 'Invalid extra parameters: card_number',
      signature: expect.stringMatching(/^[0-9a-f]{64}$/),
      status: '00',
      token_name: 'none',
    })
    expect(text).not.toMatch(/4005550000000001|999/)
  })
})

describe('the order of the checks', () => {
  /** Each fault with all that come after it: the first one must win. */
  const FAULTS: ReadonlyArray<readonly [code: string, fault: (fields: Json) => Json]> = [
    ['00004', fields => ({ ...fields, command: 'SELL' })],
    ['00001', ({ amount: _, ...fields }) => fields],
    ['00009', fields => ({ ...fields, merchant_identifier: 'other' })],
    ['00010', fields => ({ ...fields, access_code: 'other' })],
    ['00008', fields => ({ ...fields, signature: 'wrong' })],
    ['00027', fields => ({ ...fields, unheard_of: 'x' })],
    ['00032', fields => ({ ...fields, merchant_reference: 'r'.repeat(41) })],
    ['00005', fields => ({ ...fields, amount: fields.amount === undefined ? undefined : '0' })],
    ['00013', fields => ({ ...fields, currency: 'XYZ' })],
    ['00001', fields => ({ ...fields, recurring_mode: 'FIXED' })],
    ['00002', fields => ({ ...fields, return_url: 'nowhere' })],
    ['00003', fields => ({ ...fields, payment_option: 'KNET' })],
    ['13044', fields => ({ ...fields, token_name: 'unknown' })],
  ]

  it.each(FAULTS.map(([code], index) => [code, index]))('answers %s before all later faults', async (code, index) => {
    const sandbox = await startApsSandbox()
    const all = FAULTS.slice(Number(index)).reduceRight((fields, [, fault]) => fault(fields), purchase())
    expect((await sandbox.api(all)).body.response_code).toBe(code)
  })

  it('checks for a used reference before it checks the token', async () => {
    const sandbox = await startApsSandbox()
    const fields = purchase({ token_name: 'unknown' })
    expect((await sandbox.api(fields)).body.response_code).toBe('13044')
    expect((await sandbox.api(fields)).body.response_code).toBe('00066')
    expect((await sandbox.ledger()).charges).toHaveLength(1)
  })
})
