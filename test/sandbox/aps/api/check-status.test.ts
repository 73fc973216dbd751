import { describe, expect, it } from 'vitest'
import type { Json } from '../../support/sandbox.ts'
import {
  ACCESS_CODE,
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

const shortOf = (status: Json) => [
  status.transaction_status,
  status.transaction_code,
  status.transaction_message,
  status.authorized_amount,
  status.captured_amount,
  status.refunded_amount,
]

describe('CHECK_STATUS', () => {
  it('reports money, and nothing else: no token, no card, no page', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox, VISA_3DS, { agreement_id: 'a' })
    const status = await statusOf(sandbox, { merchant_reference: order.merchant_reference })
    expect(status).toEqual({
      access_code: ACCESS_CODE,
      authorization_code: order.authorization_code,
      authorized_amount: '1000',
      captured_amount: '1000',
      fort_id: order.fort_id,
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: order.merchant_reference,
      query_command: 'CHECK_STATUS',
      refunded_amount: '0',
      response_code: '12000',
      response_message: 'Success',
      signature: expect.any(String),
      status: '12',
      transaction_code: '14000',
      transaction_message: 'Success',
      transaction_status: '14',
    })
    expect(isSignedByAps(status)).toBe(true)
    expect((await statusOf(sandbox, { fort_id: order.fort_id })).merchant_reference).toBe(order.merchant_reference)
  })

  it('of an unknown order is 12036 with status 12', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox)
    const queries = [
      { merchant_reference: 'unknown' },
      { fort_id: '169900000000000001' },
      { merchant_reference: order.merchant_reference, fort_id: '169900000000000001' },
      { merchant_reference: 'unknown', fort_id: order.fort_id },
      { merchant_reference: order.merchant_reference, maintenance_reference: 'unknown' },
    ]
    for (const query of queries) {
      const { signature: _, ...status } = await statusOf(sandbox, query)
      expect(status).toEqual({
        ...query,
        access_code: ACCESS_CODE,
        language: 'en',
        merchant_identifier: MERCHANT,
        query_command: 'CHECK_STATUS',
        response_code: '12036',
        response_message: 'Order not found',
        status: '12',
      })
    }
  })

  it.each(['latest', 'payment'] as const)(
    'reports, by the switch, the %s transaction',
    async checkStatusTransaction => {
      const sandbox = await startApsSandbox({ checkStatusTransaction })
      const order = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION' })
      const query = { merchant_reference: order.merchant_reference }
      const seen = [shortOf(await statusOf(sandbox, query))]
      for (const [command, amount] of [
        ['CAPTURE', '600'],
        ['REFUND', '100'],
        ['REFUND', '5000'],
        ['CAPTURE', '400'],
      ] as const) {
        await operate(sandbox, command, order, { amount })
        seen.push(shortOf(await statusOf(sandbox, query)))
      }
      const transactions = checkStatusTransaction === 'latest' ? ['02', '04', '06', '06', '04'] : Array(5).fill('02')
      const amounts = [
        ['0', '0'],
        ['600', '0'],
        ['600', '100'],
        ['600', '100'],
        ['1000', '100'],
      ]
      expect(seen).toEqual(
        transactions.map((status, index) => [status, `${status}000`, 'Success', '1000', ...(amounts[index] ?? [])]),
      )
      const voided = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION' })
      await operate(sandbox, 'VOID_AUTHORIZATION', voided)
      const status = await statusOf(sandbox, { merchant_reference: voided.merchant_reference })
      expect(shortOf(status)).toEqual(['08', '08000', 'Success', '1000', '0', '0'])
    },
  )

  it('reports one refund by its maintenance_reference, declined and open ones too', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox, undefined, { amount: '5000000' })
    const seen = []
    for (const [reference, amount] of [
      ['done', '100'],
      ['declined', '300002'],
      ['open', '400011'],
      ['too-much', '5000000'],
    ] as const) {
      const maintenance = { maintenance_reference: reference }
      await operate(sandbox, 'REFUND', order, { amount, ...maintenance })
      const status = await statusOf(sandbox, { merchant_reference: order.merchant_reference, ...maintenance })
      expect(status).toMatchObject({ response_code: '12000', ...maintenance })
      seen.push([status.transaction_code, status.transaction_message, status.refunded_amount])
    }
    expect(seen).toEqual([
      ['06000', 'Success', '100'],
      ['07029', 'Insufficient funds', '100'],
      ['15777', 'The transaction has been processed, but failed to receive confirmation', '100'],
      ['07048', 'Operation amount exceeds captured amount', '100'],
    ])
  })

  it('reports the acquirer’s code only on request', async () => {
    const sandbox = await startApsSandbox()
    const [paid, declined] = [await payWithCard(sandbox), await payWithCard(sandbox, undefined, { amount: '300002' })]
    expect(declined).toMatchObject({ response_code: '13029', acquirer_response_code: '51' })
    const codes = async (order: Json, answer: string) => {
      const query = { merchant_reference: order.merchant_reference, return_third_party_response_codes: answer }
      const status = await statusOf(sandbox, query)
      return [status.transaction_code, status.acquirer_response_code, status.processor_response_code]
    }
    expect(await codes(paid, 'YES')).toEqual(['14000', '00', '00'])
    expect(await codes(declined, 'YES')).toEqual(['13029', '51', '51'])
    expect(await codes(declined, 'NO')).toEqual(['13029', undefined, undefined])
  })

  it.each([
    ['shown', '12000', '20064'],
    ['not-found', '12036', undefined],
  ] as const)(
    'of a payment in 3-D Secure is, by the switch, %s',
    async (unfinishedInCheckStatus, code, transaction) => {
      const sandbox = await startApsSandbox({ unfinishedInCheckStatus })
      const { token_name } = await tokenize(sandbox, VISA_3DS)
      const held = await pay(sandbox, { token_name, return_url: 'https://shop.example/' })
      const query = { merchant_reference: held.merchant_reference }
      const status = await statusOf(sandbox, query)
      expect([status.response_code, status.transaction_code]).toEqual([code, transaction])
      expect(status).not.toHaveProperty('3ds_url')
      await sandbox.decide(held['3ds_url'], 'approve')
      expect((await statusOf(sandbox, query)).transaction_code).toBe('14000')
    },
  )
})
