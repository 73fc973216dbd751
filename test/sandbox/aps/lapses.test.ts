import { describe, expect, it } from 'vitest'
import type { Json } from '../support/sandbox.ts'
import {
  ACCESS_CODE,
  type ApsSandbox,
  isSignedByAps,
  MERCHANT,
  operate,
  payWithCard,
  startApsSandbox,
  statusOf,
} from './support.ts'

const SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000

const authorize = (sandbox: ApsSandbox, fields: Json = {}) =>
  payWithCard(sandbox, undefined, { command: 'AUTHORIZATION', ...fields })

const codeOf = ({ response_code }: Json) => response_code

async function ledgerEntry(sandbox: ApsSandbox, { fort_id }: Json) {
  const entry = (await sandbox.ledger()).charges.find(({ id }) => id === fort_id)
  return [entry?.status, entry?.captured, entry?.refunded, entry?.voided]
}

describe('an authorization', () => {
  it('expires after seven days, which a notification reports', async () => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    await sandbox.advance(SEVEN_DAYS_MS - 10_000)
    expect(await ledgerEntry(sandbox, order)).toEqual(['AUTHORIZED', 0, 0, 0])
    await sandbox.advance(10_000)
    expect(await ledgerEntry(sandbox, order)).toEqual(['VOIDED', 0, 0, 1000])
    expect(sandbox.feedback.at(-1)?.fields).toEqual({
      access_code: ACCESS_CODE,
      acquirer_response_code: '00',
      amount: '1000',
      command: 'VOID_AUTHORIZATION',
      currency: 'USD',
      fort_id: order.fort_id,
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: order.merchant_reference,
      response_code: '08000',
      response_message: 'Success',
      signature: expect.any(String),
      status: '08',
    })
    expect(isSignedByAps(sandbox.feedback.at(-1)?.fields)).toBe(true)
    expect(codeOf(await operate(sandbox, 'CAPTURE', order))).toBe('05034')
    expect(codeOf(await operate(sandbox, 'VOID_AUTHORIZATION', order))).toBe('09034')
    const status = await statusOf(sandbox, { merchant_reference: order.merchant_reference })
    expect([status.transaction_code, status.authorized_amount, status.captured_amount]).toEqual(['08000', '1000', '0'])
  })

  it('captured in part expires for the rest, without a notification', async () => {
    const sandbox = await startApsSandbox()
    const order = await authorize(sandbox)
    await operate(sandbox, 'CAPTURE', order, { amount: '600' })
    await sandbox.advance(0)
    const sent = sandbox.feedback.length
    await sandbox.advance(SEVEN_DAYS_MS)
    expect(await ledgerEntry(sandbox, order)).toEqual(['CAPTURED', 600, 0, 400])
    expect(sandbox.feedback).toHaveLength(sent)
    expect(codeOf(await operate(sandbox, 'CAPTURE', order, { amount: '400' }))).toBe('05034')
    const status = await statusOf(sandbox, { merchant_reference: order.merchant_reference })
    expect([status.transaction_code, status.captured_amount]).toEqual(['04000', '600'])
    expect(codeOf(await operate(sandbox, 'REFUND', order, { amount: '600' }))).toBe('06000')
  })

  it('captured or voided in time does not expire; the time is a switch', async () => {
    const sandbox = await startApsSandbox({ authorizationLifetimeMs: 1_000 })
    const [captured, voided] = [await authorize(sandbox), await authorize(sandbox)]
    await operate(sandbox, 'CAPTURE', captured)
    await operate(sandbox, 'VOID_AUTHORIZATION', voided)
    await sandbox.advance(1_000)
    expect(await ledgerEntry(sandbox, captured)).toEqual(['CAPTURED', 1000, 0, 0])
    expect(await ledgerEntry(sandbox, voided)).toEqual(['VOIDED', 0, 0, 1000])
    expect(sandbox.feedback.filter(({ fields }) => fields['response_code'] === '08000')).toHaveLength(1)
    expect((await sandbox.control('/clock')).body.nextDue).toBeNull()
  })
})
