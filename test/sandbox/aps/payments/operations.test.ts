import { describe, expect, it } from 'vitest'
import type { Json } from '../../support/sandbox.ts'
import {
  ACCESS_CODE,
  type ApsSandbox,
  isSignedByAps,
  MERCHANT,
  operate,
  pay,
  payWithCard,
  startApsSandbox,
  statusOf,
  tokenize,
  VISA_3DS,
} from '../support.ts'

const authorize = (sandbox: ApsSandbox, fields: Json = {}) =>
  payWithCard(sandbox, undefined, { command: 'AUTHORIZATION', ...fields })

const codeOf = ({ response_code }: Json) => response_code

async function ledgerEntry(sandbox: ApsSandbox, { fort_id }: Json) {
  const entry = (await sandbox.ledger()).charges.find(({ id }) => id === fort_id)
  return [entry?.status, entry?.captured, entry?.refunded, entry?.voided]
}

describe('a response to an operation', () => {
  it.each([
    ['CAPTURE', '04000', { amount: '1000', currency: 'USD' }],
    ['VOID_AUTHORIZATION', '08000', {}],
  ])('%s repeats the request, and its feedback the response', async (command, code, money) => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    const sent = { fort_id: order.fort_id, order_description: "Tea's" }
    const answer = await operate(sandbox, command, order, sent)
    expect(answer).toEqual({
      ...money,
      access_code: ACCESS_CODE,
      acquirer_response_code: '00',
      command,
      fort_id: order.fort_id,
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: order.merchant_reference,
      order_description: 'Tea&#39;s',
      response_code: code,
      response_message: 'Success',
      signature: expect.any(String),
      status: code.slice(0, 2),
    })
    expect(isSignedByAps(answer)).toBe(true)
    await sandbox.advance(0)
    expect(sandbox.feedback.at(-1)?.fields).toEqual(answer)
  })

  it.each([
    ['CAPTURE', '05036'],
    ['REFUND', '07036'],
    ['VOID_AUTHORIZATION', '09036'],
  ])('%s of an unknown order, or of another fort_id, is %s', async (command, code) => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox)
    const unknown = await operate(sandbox, command, { ...order, merchant_reference: 'unknown' })
    expect([unknown.response_code, unknown.response_message]).toEqual([code, 'Order not found'])
    expect(codeOf(await operate(sandbox, command, order, { fort_id: '169900000000000001' }))).toBe(code)
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 1000, 0, 0])
  })

  it.each([
    ['CAPTURE', { amount: '0' }, '00005'],
    ['REFUND', { amount: '-5' }, '00005'],
    ['REFUND', { currency: 'XYZ' }, '00013'],
    ['REFUND', { currency: 'EUR' }, '07013'],
  ])('%s with %j is %s', async (command, fields, code) => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox)
    expect(codeOf(await operate(sandbox, command, order, fields))).toBe(code)
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 1000, 0, 0])
  })

  it.each([
    ['CAPTURE', '05662', '05034'],
    ['REFUND', '07662', '07034'],
    ['VOID_AUTHORIZATION', '09662', '09034'],
  ])('%s of an unconfirmed payment is %s, and of a declined one %s', async (command, unconfirmed, declined) => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    const held = await pay(sandbox, { token_name, command: 'AUTHORIZATION', return_url: 'https://a.example/' })
    const uncertain = await authorize(sandbox, { amount: '400011' })
    const failed = await authorize(sandbox, { amount: '300001' })
    const codes = []
    for (const order of [held, uncertain, failed]) codes.push(codeOf(await operate(sandbox, command, order)))
    expect(codes).toEqual([unconfirmed, unconfirmed, declined])
  })
})

describe('captures', () => {
  it('are partial and many, up to the authorized amount: 05042 beyond', async () => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '1001' }))).toBe('05042')
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '600' }))).toBe('04000')
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 600, 0, 0])
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '401' }))).toBe('05042')
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '400' }))).toBe('04000')
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 1000, 0, 0])
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '1' }))).toBe('05042')
  })

  it('of a purchase, or of a voided authorization, are refused: 05034', async () => {
    const sandbox = await startApsSandbox()
    expect(codeOf(await operate(sandbox, 'CAPTURE', await payWithCard(sandbox)))).toBe('05034')
    const order = await authorize(sandbox)
    await operate(sandbox, 'VOID_AUTHORIZATION', order)
    expect(codeOf(await operate(sandbox, 'CAPTURE', order))).toBe('05034')
    expect(await ledgerEntry(sandbox, order)).toEqual(['VOIDED', 0, 0, 1000])
  })

  it('left uncertain hold their amount until they are resolved', async () => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    const script = { provider: 'APS', operation: 'capture', outcomes: ['uncertain', 'uncertain-decline'] }
    await sandbox.control('/outcomes', script)
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '600' }))).toBe('15777')
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '300' }))).toBe('15777')
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '101' }))).toBe('05042')
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 0, 0, 0])
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', order))).toBe('09034')
    await sandbox.advance(10_000)
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 600, 0, 0])
    const captures = sandbox.feedback.filter(({ fields }) => fields['command'] === 'CAPTURE')
    expect(captures.map(({ fields }) => [fields['amount'], fields['response_code']])).toEqual([
      ['600', '04000'],
      ['300', '05666'],
    ])
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '400' }))).toBe('04000')
  })
})

describe('voids', () => {
  it('cover a whole authorization: 09034 once a part was captured, or it was voided, or it is a purchase', async () => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    await operate(sandbox, 'CAPTURE', order, { amount: '1' })
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', order))).toBe('09034')
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 1, 0, 0])
    const other = await authorize(sandbox)
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', other))).toBe('08000')
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', other))).toBe('09034')
    expect(await ledgerEntry(sandbox, other)).toEqual(['VOIDED', 0, 0, 1000])
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', await payWithCard(sandbox)))).toBe('09034')
  })
})

describe('a void left uncertain', () => {
  it.each([
    ['uncertain', ['VOIDED', 0, 0, 1000], '05034'],
    ['uncertain-decline', ['AUTHORIZED', 0, 0, 0], '04000'],
  ])('as %s holds the whole amount, ends as %j, and then a capture is %s', async (outcome, entry, code) => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    await sandbox.control('/outcomes', { provider: 'APS', operation: 'void', outcomes: [outcome] })
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', order))).toBe('15777')
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 0, 0, 0])
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '1' }))).toBe('05042')
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', order))).toBe('09034')
    await sandbox.advance(10_000)
    expect(await ledgerEntry(sandbox, order)).toEqual(entry)
    expect(codeOf(await operate(sandbox, 'CAPTURE', order))).toBe(code)
  })
})

describe('refunds', () => {
  it('are partial and many, up to the captured amount: 07048 beyond', async () => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '1' }))).toBe('07048')
    await operate(sandbox, 'CAPTURE', order, { amount: '600' })
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '601' }))).toBe('07048')
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '200' }))).toBe('06000')
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '400' }))).toBe('06000')
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '1' }))).toBe('07048')
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 600, 600, 0])
  })

  it.each([
    ['refused', '00066'],
    ['answered-again', '06000'],
  ] as const)(
    'of a maintenance_reference that succeeded are %s: %s, and paid back once',
    async (repeatedRefund, code) => {
      const sandbox = await startApsSandbox({ repeatedRefund })
      const order = await payWithCard(sandbox)
      const refund = { amount: '100', maintenance_reference: 'refund-1' }
      const first = await operate(sandbox, 'REFUND', order, refund)
      expect(first).toMatchObject({ response_code: '06000', ...refund })
      const again = await operate(sandbox, 'REFUND', order, refund)
      expect(codeOf(again)).toBe(code)
      if (repeatedRefund === 'answered-again') expect(again).toEqual(first)
      await sandbox.advance(0)
      expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 1000, 100, 0])
      expect(sandbox.feedback.filter(({ fields }) => fields['command'] === 'REFUND')).toHaveLength(1)
      expect(codeOf(await operate(sandbox, 'REFUND', order, { ...refund, maintenance_reference: 'refund-2' }))).toBe(
        '06000',
      )
    },
  )

  it('may be repeated under their maintenance_reference after a decline, and not while open: 00784', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox)
    const outcomes = ['GENERIC_DECLINE', 'uncertain']
    await sandbox.control('/outcomes', { provider: 'APS', operation: 'refund', outcomes })
    const refund = { amount: '100', maintenance_reference: 'refund-1' }
    const codes = []
    for (let round = 0; round < 3; round++) codes.push(codeOf(await operate(sandbox, 'REFUND', order, refund)))
    expect(codes).toEqual(['07666', '15777', '00784'])
    await sandbox.advance(10_000)
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 1000, 100, 0])
    expect(sandbox.feedback.slice(1).map(({ fields }) => [fields['response_code'], fields['amount']])).toEqual([
      ['06000', '100'],
    ])
  })

  it('that are open hold their amount', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox, undefined, { amount: '400020' })
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '400002' }))).toBe('19784')
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '19' }))).toBe('07048')
    await sandbox.advance(10_000)
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 400020, 0, 0])
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '19' }))).toBe('06000')
  })

  it('are answered 006 with and without effect, which only CHECK_STATUS shows', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox, undefined, { amount: '5000000' })
    const cases = [
      ['400021', '00006', '06000'],
      ['400022', '00006', undefined],
      ['400023', '07006', '06000'],
      ['400024', '07006', undefined],
    ] as const
    for (const [amount, code, transaction] of cases) {
      const answer = await operate(sandbox, 'REFUND', order, { amount, maintenance_reference: `refund-${amount}` })
      expect([answer.response_code, answer.fort_id]).toEqual([code, undefined])
      const query = { merchant_reference: order.merchant_reference, maintenance_reference: `refund-${amount}` }
      const status = await statusOf(sandbox, query)
      expect([status.response_code, status.transaction_code]).toEqual([transaction ? '12000' : '12036', transaction])
    }
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 5000000, 400021 + 400023, 0])
  })
})
