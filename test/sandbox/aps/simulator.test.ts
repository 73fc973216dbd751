import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { call } from '../support/sandbox.ts'
import {
  newReference,
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

describe('a restart', () => {
  it('keeps tokens, agreements, open payments, 3-D Secure sessions, expiries and scripts', async () => {
    const sandbox = await startApsSandbox()
    const agreed = await payWithCard(sandbox, undefined, { agreement_id: 'a' })
    const unused = await tokenize(sandbox)
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    const held = await pay(sandbox, { token_name, return_url: RETURN_URL })
    const uncertain = await pay(sandbox, { ...RECURRING, token_name: agreed.token_name, amount: '400011' })
    const authorized = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION' })
    await operate(sandbox, 'REFUND', agreed, { amount: '10', maintenance_reference: 'refund-1' })
    await sandbox.control('/outcomes', { provider: 'APS', operation: 'charge', outcomes: ['785'] })
    const before = await sandbox.ledger()
    await sandbox.restart()

    expect(await sandbox.ledger()).toMatchObject({ agreements: before.agreements, charges: before.charges })
    const held2 = held['3ds_url'].replace(/^http:\/\/[^/]+/, sandbox.url)
    const declined = returned(await sandbox.decide(held2, 'approve'))
    expect([declined['response_code'], declined['fort_id']]).toEqual(['13785', held.fort_id])
    const later = { ...RECURRING, token_name: agreed.token_name, agreement_id: 'a' }
    expect((await pay(sandbox, later)).response_code).toBe('14000')
    expect((await pay(sandbox, { token_name: unused['token_name'] })).response_code).toBe('14000')
    const taken = { ...later, merchant_reference: agreed.merchant_reference }
    expect((await pay(sandbox, taken)).response_code).toBe('00047')
    const query = { merchant_reference: agreed.merchant_reference, maintenance_reference: 'refund-1' }
    expect((await statusOf(sandbox, query)).transaction_code).toBe('06000')
    await sandbox.advance(10_000)
    expect((await statusOf(sandbox, { fort_id: uncertain.fort_id })).transaction_code).toBe('14000')
    await sandbox.advance(7 * 24 * 60 * 60 * 1000)
    expect((await statusOf(sandbox, { fort_id: authorized.fort_id })).transaction_code).toBe('08000')
    expect((await sandbox.ledger()).webhooks.every(({ delivered }) => delivered)).toBe(true)
  })

  it('keeps a 3-D Secure session that has ended', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    const held = await pay(sandbox, { token_name, return_url: RETURN_URL })
    const first = returned(await sandbox.decide(held['3ds_url'], 'approve'))
    await sandbox.restart()
    const url = held['3ds_url'].replace(/^http:\/\/[^/]+/, sandbox.url)
    expect(returned(await sandbox.decide(url, 'decline'))).toEqual(first)
    expect((await sandbox.ledger()).charges).toMatchObject([{ status: 'CAPTURED' }])
  })
})

describe('the journal', () => {
  it('is not written by a refused request', async () => {
    const sandbox = await startApsSandbox()
    await payWithCard(sandbox)
    await sandbox.advance(0)
    const path = join(sandbox.dataDir, 'sandbox', 'aps.jsonl')
    const before = readFileSync(path, 'utf8')
    await pay(sandbox, { token_name: 'x', amount: '0' })
    await pay(sandbox, { token_name: 'x', merchant_reference: newReference(), return_url: 'nowhere' })
    await statusOf(sandbox, { merchant_reference: 'unknown' })
    expect(readFileSync(path, 'utf8')).toBe(before)
  })
})

describe('the index page', () => {
  it('lists credentials, cards, amounts and switches', async () => {
    const sandbox = await startApsSandbox({ webhookFormat: 'FORM' })
    const { text } = await call(`${sandbox.url}/`, {})
    for (const part of ['Amazon Payment Services', 'testaccess0000000001', '4557012345678902', '<code>300001</code>']) {
      expect(text).toContain(part)
    }
    expect(text).toContain('<tr><td><code>webhookFormat</code></td><td><code>FORM</code></td></tr>')
  })
})

describe('the ledger', () => {
  it('has exactly the agreed shape', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox, undefined, { command: 'AUTHORIZATION', agreement_id: 'a' })
    await operate(sandbox, 'CAPTURE', order, { amount: '600' })
    await operate(sandbox, 'REFUND', order, { amount: '100' })
    await sandbox.advance(0)
    const webhook = (type: string) => ({
      provider: 'APS',
      type,
      subject: order.fort_id,
      attempts: 1,
      delivered: true,
    })
    const createdAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    expect(await sandbox.ledger()).toEqual({
      agreements: [
        {
          provider: 'APS',
          id: 'a',
          reference: order.merchant_reference,
          status: 'ACTIVE',
          paymentMethod: 'CARD',
          createdAt,
        },
      ],
      charges: [
        {
          provider: 'APS',
          id: order.fort_id,
          reference: order.merchant_reference,
          agreementId: 'a',
          amount: 1000,
          currency: 'USD',
          status: 'AUTHORIZED',
          captured: 600,
          refunded: 100,
          voided: 0,
          createdAt,
        },
      ],
      webhooks: [webhook('AUTHORIZATION'), webhook('CAPTURE'), webhook('REFUND')],
    })
  })
})
