import { describe, expect, it } from 'vitest'
import { call, type Json } from '../../support/sandbox.ts'
import {
  type ApsSandbox,
  CARD,
  isSignedByAps,
  pay,
  RECURRING,
  RETURN_URL,
  returned,
  startApsSandbox,
  statusOf,
  tokenize,
  VISA_3DS,
} from '../support.ts'

const FIFTEEN_MINUTES_MS = 15 * 60 * 1000

async function hold(sandbox: ApsSandbox, fields: Json = {}): Promise<Json> {
  const { token_name } = await tokenize(sandbox, VISA_3DS)
  const held = await pay(sandbox, { token_name, return_url: RETURN_URL, ...fields })
  expect(held.response_code).toBe('20064')
  return { ...held, token_name }
}

describe('the 3-D Secure page', () => {
  it('shows the payment, and the two buttons, and loads nothing from other hosts', async () => {
    const sandbox = await startApsSandbox()
    const { '3ds_url': url } = await hold(sandbox, { agreement_id: 'a', customer_name: 'Ada' })
    const { status, headers, text } = await call(url, {})
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    for (const part of [
      'Visa 455701******8902',
      '10.00 USD',
      'allowed to the merchant',
      'name="decision" value="approve"',
    ]) {
      expect(text).toContain(part)
    }
    expect(text).toContain('name="decision" value="decline"')
    expect(text).not.toMatch(/(src|href)=/)
  })

  it('approved completes the payment and returns with its final result, feedback too', async () => {
    const sandbox = await startApsSandbox()
    const held = await hold(sandbox, { command: 'AUTHORIZATION', order_description: "Tea's" })
    const reply = await sandbox.decide(held['3ds_url'], 'approve')
    expect(reply.status).toBe(303)
    const { signature, ...fields } = returned(reply)
    expect(isSignedByAps({ signature, ...fields })).toBe(true)
    const { '3ds_url': _, signature: __, ...echoed } = held
    expect(fields).toEqual({
      ...echoed,
      acquirer_response_code: '00',
      authorization_code: expect.stringMatching(/^\d{6}$/),
      order_description: 'Tea&#39;s',
      response_code: '02000',
      response_message: 'Success',
      status: '02',
    })
    await sandbox.advance(0)
    expect(sandbox.feedback.map(feedback => feedback.fields)).toEqual([{ signature, ...fields }])
    expect((await sandbox.ledger()).charges).toMatchObject([{ id: held.fort_id, status: 'AUTHORIZED' }])
  })

  it.each([
    ['10030', '10030'],
    ['command-failure', '13030'],
  ] as const)('declined is, by the switch, %s: %s', async (authenticationFailure, code) => {
    const sandbox = await startApsSandbox({ authenticationFailure })
    const held = await hold(sandbox, { agreement_id: 'a' })
    const fields = returned(await sandbox.decide(held['3ds_url'], 'decline'))
    expect(fields).toMatchObject({ response_code: code, status: code.slice(0, 2), fort_id: held.fort_id })
    expect(fields['response_message']).toBe('Authentication failed')
    expect(fields).not.toHaveProperty('authorization_code')
    await sandbox.advance(0)
    expect(sandbox.feedback.map(feedback => feedback.fields)).toEqual([fields])
    expect((await sandbox.control('/clock')).body.nextDue).toBeNull()
    const { agreements, charges } = await sandbox.ledger()
    expect([agreements, charges.map(({ status }) => status)]).toEqual([[], ['FAILED']])
    const status = await statusOf(sandbox, { merchant_reference: held.merchant_reference })
    expect([status.transaction_code, status.authorized_amount]).toEqual([code, '0'])
    expect((await pay(sandbox, { ...RECURRING, token_name: held.token_name })).response_code).toBe('13044')
  })

  it('answered again returns with the same result, and charges nothing more', async () => {
    const sandbox = await startApsSandbox()
    const held = await hold(sandbox)
    const decisions = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'approve' : 'decline'))
    const replies = await Promise.all(decisions.map(decision => sandbox.decide(held['3ds_url'], decision)))
    expect(new Set(replies.map(reply => reply.headers.get('location'))).size).toBe(1)
    const visited = await call(held['3ds_url'], { redirect: 'manual' })
    expect(visited.headers.get('location')).toBe(replies[0]?.headers.get('location'))
    await sandbox.advance(0)
    expect(sandbox.feedback).toHaveLength(1)
    expect((await sandbox.ledger()).charges).toHaveLength(1)
  })

  it('keeps its result when the payment changes later', async () => {
    const sandbox = await startApsSandbox()
    const held = await hold(sandbox, { amount: '400011' })
    const first = returned(await sandbox.decide(held['3ds_url'], 'approve'))
    expect(first).toMatchObject({ response_code: '15777', status: '15' })
    await sandbox.advance(10_000)
    expect(sandbox.feedback.map(({ fields }) => fields['response_code'])).toEqual(['15777', '14000'])
    expect(returned(await sandbox.decide(held['3ds_url'], 'approve'))).toEqual(first)
  })

  it('returns by a form that posts itself if the switch says so', async () => {
    const sandbox = await startApsSandbox({ finalReturn: 'POST' })
    const held = await hold(sandbox)
    const { status, text } = await sandbox.decide(held['3ds_url'], 'approve')
    expect(status).toBe(200)
    expect(text).toContain(`action="${RETURN_URL}"`)
    expect(text).toContain('name="response_code" value="14000"')
  })

  it.each([
    ['300002', '13029'],
    ['400021', '00006'],
    ['400022', '00006'],
    ['400024', '13006'],
  ])('approved with the magic amount %s returns with %s', async (amount, code) => {
    const sandbox = await startApsSandbox()
    const held = await hold(sandbox, { amount })
    const reply = returned(await sandbox.decide(held['3ds_url'], 'approve'))
    expect(reply['response_code']).toBe(code)
    expect(returned(await sandbox.decide(held['3ds_url'], 'approve'))).toEqual(reply)
    const { charges } = await sandbox.ledger()
    expect(charges.map(({ status }) => status)).toEqual([amount === '400021' ? 'CAPTURED' : 'FAILED'])
  })

  it.each(['', 'approved', 'APPROVE'])('refuses %j as a decision', async decision => {
    const sandbox = await startApsSandbox()
    const held = await hold(sandbox)
    expect((await sandbox.decide(held['3ds_url'], decision)).status).toBe(400)
    expect((await sandbox.ledger()).charges).toMatchObject([{ status: 'PENDING' }])
  })

  it('has no other session and no other method', async () => {
    const sandbox = await startApsSandbox()
    const held = await hold(sandbox)
    const unknown = held['3ds_url'].replace(/FORTSESSIONID=[0-9a-f]+/, 'FORTSESSIONID=0')
    expect((await sandbox.decide(unknown, 'approve')).status).toBe(404)
    expect((await call(held['3ds_url'], { method: 'PUT' })).status).toBe(405)
  })
})

describe('a customer who never comes', () => {
  it.each([
    ['stays-on-hold', '20064'],
    ['15778', '15778'],
  ] as const)(
    'leaves a payment that by the switch %s, is not reported and is never charged',
    async (abandoned, code) => {
      const sandbox = await startApsSandbox({ abandonedAuthentication: abandoned })
      const held = await hold(sandbox)
      await sandbox.advance(FIFTEEN_MINUTES_MS - 5_000)
      expect((await call(held['3ds_url'], {})).status).toBe(200)
      await sandbox.advance(5_000)
      expect((await call(held['3ds_url'], {})).status).toBe(410)
      const late = await sandbox.decide(held['3ds_url'], 'approve')
      expect([late.status, late.headers.get('location')]).toEqual([410, null])
      const status = await statusOf(sandbox, { merchant_reference: held.merchant_reference })
      expect([status.transaction_code, status.captured_amount]).toEqual([code, '0'])
      expect((await sandbox.ledger()).charges).toMatchObject([{ status: 'PENDING', captured: 0 }])
      expect(sandbox.feedback).toEqual([])
    },
  )

  it('gets another token for the same card, and by the switch may use the old one', async () => {
    const sandbox = await startApsSandbox({ tokenAfterDecline: 'usable' })
    const form = { service_command: 'TOKENIZATION', merchant_reference: 'token-x', return_url: RETURN_URL }
    const submit = async () => returned(await sandbox.page(form, { card_number: VISA_3DS, ...CARD }))['token_name']
    const first = await submit()
    const payment = { token_name: first, return_url: RETURN_URL }
    expect((await pay(sandbox, payment)).response_code).toBe('20064')
    expect(await submit()).toBe(first)
    await sandbox.advance(FIFTEEN_MINUTES_MS)
    expect(await submit()).not.toBe(first)
    expect((await pay(sandbox, payment)).response_code).toBe('20064')
  })

  it('has less time by the switch', async () => {
    const sandbox = await startApsSandbox({ authenticationTimeoutMs: 1_000 })
    const held = await hold(sandbox)
    await sandbox.advance(1_000)
    expect((await sandbox.decide(held['3ds_url'], 'approve')).status).toBe(410)
  })
})
