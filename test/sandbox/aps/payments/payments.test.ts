import { describe, expect, it } from 'vitest'
import {
  ACCESS_CODE,
  CARD,
  isSignedByAps,
  MADA,
  MEEZA,
  MERCHANT,
  newReference,
  operate,
  PAYMENT,
  pay,
  payWithCard,
  RECURRING,
  RETURN_URL,
  startApsSandbox,
  statusOf,
  tokenize,
  VISA_3DS,
} from '../support.ts'

const THREE_D_SECURE = { return_url: RETURN_URL }

describe('a payment without 3-D Secure', () => {
  it.each([
    ['PURCHASE', '14000', 'CAPTURED', 1000],
    ['AUTHORIZATION', '02000', 'AUTHORIZED', 0],
  ])('by %s succeeds at once with exactly the published fields', async (command, code, status, captured) => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const optional = { customer_name: "Ada O'Brien", order_description: 'Tea', phone_number: '+971' }
    const paid = await pay(sandbox, { command, token_name, merchant_reference: 'order-x', ...optional })
    expect(paid).toEqual({
      ...PAYMENT,
      command,
      access_code: ACCESS_CODE,
      acquirer_response_code: '00',
      authorization_code: expect.stringMatching(/^\d{6}$/),
      card_holder_name: CARD.card_holder_name,
      card_number: '400555******0001',
      customer_name: 'Ada O&#39;Brien',
      eci: 'ECOMMERCE',
      expiry_date: '3012',
      fort_id: expect.stringMatching(/^\d{18}$/),
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: 'order-x',
      order_description: 'Tea',
      payment_option: 'VISA',
      phone_number: '+971',
      response_code: code,
      response_message: 'Success',
      signature: expect.any(String),
      status: code.slice(0, 2),
      token_name,
    })
    expect(isSignedByAps(paid)).toBe(true)
    expect((await sandbox.ledger()).charges).toMatchObject([
      { id: paid.fort_id, reference: 'order-x', agreementId: null, amount: 1000, currency: 'USD', status, captured },
    ])
  })

  it('is one whose card would require it but for check_3ds=NO, unless the switch ignores that', async () => {
    for (const check3dsCanBeSkipped of [true, false]) {
      const sandbox = await startApsSandbox({ check3dsCanBeSkipped })
      const { token_name } = await tokenize(sandbox, VISA_3DS)
      const paid = await pay(sandbox, { token_name, check_3ds: 'NO', ...THREE_D_SECURE })
      expect(paid.response_code).toBe(check3dsCanBeSkipped ? '14000' : '20064')
    }
  })

  it('is one by mail or telephone', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    expect(await pay(sandbox, { token_name, eci: 'MOTO' })).toMatchObject({ response_code: '14000', eci: 'MOTO' })
  })
})

describe('a payment with 3-D Secure', () => {
  it('is requested with exactly the published fields, and waits', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    const held = await pay(sandbox, { token_name, merchant_reference: 'order-x', ...THREE_D_SECURE })
    expect(held).toEqual({
      ...PAYMENT,
      '3ds_url': expect.stringMatching(
        /^http:\/\/127\.0\.0\.1:\d+\/aps\/secure3dsSimulator\?FORTSESSIONID=[0-9a-f]{32}&paymentId=\d{18}&o=pt&action=retry$/,
      ),
      access_code: ACCESS_CODE,
      card_holder_name: CARD.card_holder_name,
      card_number: '455701******8902',
      eci: 'ECOMMERCE',
      expiry_date: '3012',
      fort_id: expect.stringMatching(/^\d{18}$/),
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: 'order-x',
      payment_option: 'VISA',
      response_code: '20064',
      response_message: '3-D Secure check requested',
      return_url: RETURN_URL,
      signature: expect.any(String),
      status: '20',
    })
    expect(isSignedByAps(held)).toBe(true)
    await sandbox.advance(0)
    expect(sandbox.feedback).toEqual([])
    expect((await sandbox.ledger()).charges).toMatchObject([{ id: held.fort_id, status: 'PENDING', captured: 0 }])
  })

  it('needs a return URL: 00037, and nothing is stored', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    expect((await pay(sandbox, { token_name })).response_code).toBe('00037')
    expect((await sandbox.ledger()).charges).toEqual([])
    expect((await pay(sandbox, { token_name, ...THREE_D_SECURE })).response_code).toBe('20064')
  })
})

describe('mada and Meeza', () => {
  it.each([
    [MADA, 'MADA', { card_security_code: '350' }],
    [MEEZA, 'MEEZA', { card_security_code: '422' }],
  ])('%s pays only by PURCHASE of a present customer, always with 3-D Secure', async (number, brand, card) => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, number, card)
    const payments = [{ command: 'AUTHORIZATION' }, { eci: 'MOTO' }]
    const refused = []
    for (const payment of payments) refused.push(await pay(sandbox, { token_name, ...THREE_D_SECURE, ...payment }))
    expect(refused.map(({ response_code }) => response_code)).toEqual(['00049', '00113'])
    expect((await sandbox.ledger()).charges).toEqual([])
    const agreed = { agreement_id: 'domestic', payment_option: brand, check_3ds: 'NO' }
    const held = await pay(sandbox, { token_name, ...THREE_D_SECURE, ...agreed })
    expect([held.response_code, held.payment_option]).toEqual(['20064', brand])
    await sandbox.decide(held['3ds_url'], 'approve')
    expect((await sandbox.ledger()).agreements).toMatchObject([{ id: 'domestic', paymentMethod: brand }])
    expect((await pay(sandbox, { ...RECURRING, token_name })).response_code).toBe('00113')
  })
})

describe('the payment option', () => {
  it('must be that of the card: 00080', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    expect((await pay(sandbox, { token_name, payment_option: 'MASTERCARD' })).response_code).toBe('00080')
    expect((await pay(sandbox, { token_name, payment_option: 'VISA' })).response_code).toBe('14000')
  })
})

describe('a token', () => {
  it('works again after a success, then also with the security code, which is not stored', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const fresh = await pay(sandbox, { token_name, card_security_code: '123' })
    expect([fresh.response_code, fresh.response_message]).toEqual([
      '00027',
      'Invalid extra parameters: card_security_code',
    ])
    await pay(sandbox, { token_name })
    const saved = await pay(sandbox, { token_name, card_security_code: '123' })
    expect(saved.response_code).toBe('14000')
    expect(saved).not.toHaveProperty('card_security_code')
  })

  it.each([
    ['spent', '13044'],
    ['usable', '14000'],
  ] as const)('whose payment was declined is %s by the switch: %s', async (tokenAfterDecline, code) => {
    const sandbox = await startApsSandbox({ tokenAfterDecline })
    const { token_name } = await tokenize(sandbox)
    expect((await pay(sandbox, { token_name, amount: '300001' })).response_code).toBe('13666')
    expect((await pay(sandbox, { token_name })).response_code).toBe(code)
  })

  it('works for no second payment while its first is open', async () => {
    const sandbox = await startApsSandbox({ tokenAfterDecline: 'usable' })
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    await pay(sandbox, { token_name, ...THREE_D_SECURE })
    expect((await pay(sandbox, { token_name, ...THREE_D_SECURE })).response_code).toBe('13044')
  })

  it('of a customer who is not to be remembered works once and is not named in the response', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const paid = await pay(sandbox, { token_name, remember_me: 'NO' })
    expect(paid.response_code).toBe('14000')
    expect(paid).not.toHaveProperty('token_name')
    expect((await pay(sandbox, { token_name })).response_code).toBe('13044')
    expect((await pay(sandbox, { ...RECURRING, token_name })).response_code).toBe('13044')
  })

  it.each([
    ['failed-payment', '13044', ['FAILED']],
    ['invalid-request', '00044', []],
  ] as const)('that is unknown is, by the switch, a %s: %s', async (unusableToken, code, statuses) => {
    const sandbox = await startApsSandbox({ unusableToken })
    const refused = await pay(sandbox, { token_name: 'nobody' })
    expect([refused.response_code, refused.response_message]).toEqual([code, 'Token name does not exist'])
    expect((await sandbox.ledger()).charges.map(({ status }) => status)).toEqual(statuses)
  })

  it('of an authorization is declined as 03044', async () => {
    const sandbox = await startApsSandbox()
    expect((await pay(sandbox, { token_name: 'nobody', command: 'AUTHORIZATION' })).response_code).toBe('03044')
  })
})

describe('declines without the bank', () => {
  it('is an expired card: 012', async () => {
    const sandbox = await startApsSandbox()
    const paid = await payWithCard(sandbox)
    await sandbox.advance(Date.UTC(2031, 0, 1) - Date.now() - 120_000)
    const recurring = { ...RECURRING, token_name: paid.token_name }
    expect((await pay(sandbox, recurring)).response_code).toBe('14000')
    await sandbox.advance(180_000)
    expect(await pay(sandbox, recurring)).toMatchObject({ response_code: '13012', response_message: 'Card expired' })
    expect((await pay(sandbox, { command: 'AUTHORIZATION', token_name: paid.token_name })).response_code).toBe('03012')
  })

  it.each([
    ['KWD', '1005', 'VISA', '13666'],
    ['KWD', '1010', 'VISA', '14000'],
    ['USD', '1005', 'VISA', '14000'],
    ['JOD', '1005', 'MASTERCARD', '14000'],
  ])('in %s is %s by %s, whose last digit a Visa card wants to be zero: %s', async (currency, amount, brand, code) => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, brand === 'VISA' ? undefined : '5123456789012346')
    const paid = await pay(sandbox, { token_name, currency, amount })
    expect([paid.response_code, paid.payment_option]).toEqual([code, brand])
  })

  it('is not the last digit of a Visa amount if the switch is off', async () => {
    const sandbox = await startApsSandbox({ visaThreeDecimalRule: false })
    const { token_name } = await tokenize(sandbox)
    expect((await pay(sandbox, { token_name, currency: 'KWD', amount: '1005' })).response_code).toBe('14000')
  })
})

describe('a repeated reference', () => {
  it('gets 00784 while open, 00047 after a success, 00066 after a decline, and charges nothing', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    const open = { token_name, merchant_reference: newReference(), ...THREE_D_SECURE }
    const held = await pay(sandbox, open)
    expect((await pay(sandbox, open)).response_code).toBe('00784')
    await sandbox.decide(held['3ds_url'], 'approve')
    expect((await pay(sandbox, open)).response_code).toBe('00047')
    expect((await pay(sandbox, { ...open, command: 'AUTHORIZATION', amount: '5' })).response_code).toBe('00047')
    const declined = { token_name, merchant_reference: newReference(), amount: '300001', check_3ds: 'NO' }
    await pay(sandbox, declined)
    expect((await pay(sandbox, declined)).response_code).toBe('00066')
    const uncertain = { token_name, merchant_reference: newReference(), amount: '400011', check_3ds: 'NO' }
    await pay(sandbox, uncertain)
    expect((await pay(sandbox, uncertain)).response_code).toBe('00784')
    expect((await sandbox.ledger()).charges.map(({ status }) => status)).toEqual(['CAPTURED', 'FAILED', 'PENDING'])
  })

  it.each(['00007', '00047', '00066'] as const)('gets only %s by the switch', async duplicateReference => {
    const sandbox = await startApsSandbox({ duplicateReference })
    const paid = await payWithCard(sandbox)
    const again = { merchant_reference: paid.merchant_reference, token_name: paid.token_name }
    expect((await pay(sandbox, again)).response_code).toBe(duplicateReference)
  })

  it('may be used once more after a decline by the switch; CHECK_STATUS then reports the later one', async () => {
    const sandbox = await startApsSandbox({ declinedReferenceReusable: true, tokenAfterDecline: 'usable' })
    const { token_name } = await tokenize(sandbox)
    const fields = { token_name, merchant_reference: newReference() }
    await pay(sandbox, { ...fields, amount: '300001' })
    const paid = await pay(sandbox, fields)
    expect(paid.response_code).toBe('14000')
    expect((await pay(sandbox, fields)).response_code).toBe('00047')
    const status = await statusOf(sandbox, { merchant_reference: fields.merchant_reference })
    expect([status.fort_id, status.transaction_code]).toEqual([paid.fort_id, '14000'])
    const refund = await operate(sandbox, 'REFUND', paid)
    expect([refund.response_code, refund.fort_id]).toEqual(['06000', paid.fort_id])
  })

  it('charges once when it comes many times at the same moment', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const fields = { token_name, merchant_reference: newReference() }
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(sandbox, fields)))
    expect(answers.map(({ response_code }) => response_code).sort()).toEqual([
      '00047',
      ...Array(18).fill('00047'),
      '14000',
    ])
    expect((await sandbox.ledger()).charges).toHaveLength(1)
  })
})
