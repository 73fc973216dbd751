import { describe, expect, it } from 'vitest'
import {
  isSignedByAps,
  operate,
  pay,
  payWithCard,
  RECURRING,
  RETURN_URL,
  returned,
  startApsSandbox,
  statusOf,
  tokenize,
  VISA_3DS,
} from './support.ts'

describe('an agreement from the card form to its end', () => {
  it('is created, charged, captured, refunded, voided and ended; responses, ledger and feedback agree', async () => {
    const sandbox = await startApsSandbox()
    const token = await tokenize(sandbox, VISA_3DS)
    expect(token).toMatchObject({ response_code: '18000', status: '18', card_number: '455701******8902' })
    const agreement = { agreement_id: 'agreement-1', recurring_mode: 'UNSCHEDULED' }
    const held = await pay(sandbox, { token_name: token['token_name'], return_url: RETURN_URL, ...agreement })
    expect(held).toMatchObject({ response_code: '20064', status: '20' })
    const first = returned(await sandbox.decide(held['3ds_url'], 'approve'))
    expect(first).toMatchObject({
      response_code: '14000',
      token_name: token['token_name'],
      agreement_id: 'agreement-1',
      fort_id: held.fort_id,
    })
    expect(isSignedByAps(first)).toBe(true)
    const later = await pay(sandbox, { ...RECURRING, token_name: token['token_name'], agreement_id: 'agreement-1' })
    expect(later).toMatchObject({ response_code: '14000', eci: 'RECURRING' })
    const refund = await operate(sandbox, 'REFUND', later, { amount: '400', maintenance_reference: 'refund-1' })
    expect(refund).toMatchObject({ response_code: '06000', status: '06', fort_id: later.fort_id, amount: '400' })
    const status = await statusOf(sandbox, { merchant_reference: later.merchant_reference })
    expect(status).toMatchObject({ response_code: '12000', captured_amount: '1000', refunded_amount: '400' })
    const authorized = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION' })
    expect(await operate(sandbox, 'CAPTURE', authorized, { amount: '600' })).toMatchObject({ response_code: '04000' })
    const other = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION' })
    expect(await operate(sandbox, 'VOID_AUTHORIZATION', other)).toMatchObject({ response_code: '08000' })
    const ended = await sandbox.api({
      service_command: 'UPDATE_TOKEN',
      merchant_reference: 'end-1',
      token_name: token['token_name'],
      token_status: 'INACTIVE',
    })
    expect(ended.body).toMatchObject({ response_code: '58000', token_status: 'INACTIVE' })
    const refused = await pay(sandbox, { ...RECURRING, token_name: token['token_name'], agreement_id: 'agreement-1' })
    expect(refused).toMatchObject({ response_code: '13044', status: '13' })
    await sandbox.advance(0)
    const ledger = await sandbox.ledger()
    expect(ledger.agreements).toMatchObject([
      { provider: 'APS', id: 'agreement-1', status: 'REVOKED_BY_MERCHANT', paymentMethod: 'CARD' },
    ])
    expect(
      ledger.charges.map(({ status: word, captured, refunded, voided }) => [word, captured, refunded, voided]),
    ).toEqual([
      ['CAPTURED', 1000, 0, 0],
      ['CAPTURED', 1000, 400, 0],
      ['AUTHORIZED', 600, 0, 0],
      ['VOIDED', 0, 0, 1000],
      ['FAILED', 0, 0, 0],
    ])
    expect(ledger.webhooks.map(({ type, delivered }) => [type, delivered])).toEqual(
      [
        'PURCHASE',
        'PURCHASE',
        'REFUND',
        'AUTHORIZATION',
        'CAPTURE',
        'AUTHORIZATION',
        'VOID_AUTHORIZATION',
        'PURCHASE',
      ].map(type => [type, true]),
    )
    expect(sandbox.feedback.every(({ fields }) => isSignedByAps(fields))).toBe(true)
  })
})
