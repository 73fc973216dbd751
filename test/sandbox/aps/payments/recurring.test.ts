import { describe, expect, it } from 'vitest'
import type { Json } from '../../support/sandbox.ts'
import { type ApsSandbox, newReference, pay, payWithCard, RECURRING, startApsSandbox, tokenize } from '../support.ts'

const FIXED = { agreement_id: 'agreement-1', recurring_mode: 'FIXED', recurring_transactions_count: '2' }

async function charge(sandbox: ApsSandbox, agreement: Json, fields: Json = {}): Promise<Json> {
  const named = { token_name: agreement.token_name, agreement_id: agreement.agreement_id }
  return pay(sandbox, { ...RECURRING, ...named, ...fields })
}

const codeOf = ({ response_code }: Json) => response_code

describe('a recurring payment', () => {
  it('charges a token that a customer paid with, without 3-D Secure', async () => {
    const sandbox = await startApsSandbox()
    const first = await payWithCard(sandbox, '4557012345678902', FIXED)
    expect(first).toMatchObject(FIXED)
    const paid = await charge(sandbox, first, { merchant_reference: 'month-2', amount: '1200' })
    expect(paid).toMatchObject({
      response_code: '14000',
      eci: 'RECURRING',
      agreement_id: 'agreement-1',
      amount: '1200',
      card_number: '455701******8902',
      payment_option: 'VISA',
      token_name: first.token_name,
      authorization_code: expect.stringMatching(/^\d{6}$/),
    })
    expect(paid).not.toHaveProperty('3ds_url')
    const { agreements, charges } = await sandbox.ledger()
    expect(agreements).toEqual([
      {
        provider: 'APS',
        id: 'agreement-1',
        reference: first.merchant_reference,
        status: 'ACTIVE',
        paymentMethod: 'CARD',
        createdAt: expect.stringMatching(/Z$/),
      },
    ])
    expect(charges.map(({ reference, agreementId }) => [reference, agreementId])).toEqual([
      [first.merchant_reference, 'agreement-1'],
      ['month-2', 'agreement-1'],
    ])
  })

  it('needs a token that a payment made permanent: 044 before, and again once it is ended', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    expect(codeOf(await pay(sandbox, { ...RECURRING, token_name }))).toBe('13044')
    expect(codeOf(await pay(sandbox, { token_name, agreement_id: 'a' }))).toBe('14000')
    expect(codeOf(await pay(sandbox, { ...RECURRING, token_name }))).toBe('14000')
    const revoked = await sandbox.control('/agreements/a/revoke', { by: 'CONSUMER' })
    expect(revoked.body).toMatchObject({ id: 'a', status: 'REVOKED_BY_CONSUMER' })
    expect(codeOf(await pay(sandbox, { ...RECURRING, token_name }))).toBe('13044')
    expect(codeOf(await pay(sandbox, { token_name }))).toBe('13044')
  })

  it('under an agreement of another token, or none, is declined: 034', async () => {
    const sandbox = await startApsSandbox()
    const [one, other] = [await payWithCard(sandbox, undefined, FIXED), await payWithCard(sandbox)]
    expect(codeOf(await charge(sandbox, { ...other, agreement_id: 'agreement-1' }))).toBe('13034')
    expect(codeOf(await charge(sandbox, { ...one, agreement_id: 'agreement-2' }))).toBe('13034')
    expect(codeOf(await charge(sandbox, { ...one, agreement_id: undefined }))).toBe('14000')
    const { charges } = await sandbox.ledger()
    expect(charges.at(-1)).toMatchObject({ agreementId: 'agreement-1', status: 'CAPTURED' })
  })

  it('is not counted, dated or compared with the first unless it is strict', async () => {
    const sandbox = await startApsSandbox()
    const agreement = await payWithCard(sandbox, undefined, { ...FIXED, recurring_expiry_date: '2020-01-01' })
    const codes = []
    for (const amount of ['1000', '5', '7']) codes.push(codeOf(await charge(sandbox, agreement, { amount })))
    expect(codes).toEqual(['14000', '14000', '14000'])
  })
})

describe('a strict account', () => {
  it('requires the agreement, its count and its amount', async () => {
    const sandbox = await startApsSandbox({ strictRecurring: true })
    const agreement = await payWithCard(sandbox, undefined, FIXED)
    const unnamed = await charge(sandbox, agreement, { agreement_id: undefined })
    expect([codeOf(unnamed), unnamed.response_message]).toEqual(['00001', 'Missing parameter: agreement_id'])
    expect(codeOf(await charge(sandbox, agreement, { amount: '1001' }))).toBe('13034')
    expect(codeOf(await charge(sandbox, agreement))).toBe('14000')
    await sandbox.control('/outcomes', { provider: 'APS', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] })
    expect(codeOf(await charge(sandbox, agreement))).toBe('13029')
    expect(codeOf(await charge(sandbox, agreement))).toBe('14000')
    expect(codeOf(await charge(sandbox, agreement))).toBe('13034')
  })

  it('allows charges up to the last day, and different amounts if the mode does', async () => {
    const sandbox = await startApsSandbox({ strictRecurring: true })
    const today = new Date().toISOString().slice(0, 10)
    const mode = { recurring_mode: 'VARIABLE', recurring_transactions_count: '9', recurring_expiry_date: today }
    const agreement = await payWithCard(sandbox, undefined, { agreement_id: 'a', ...mode })
    expect(codeOf(await charge(sandbox, agreement, { amount: '7' }))).toBe('14000')
    await sandbox.advance(24 * 60 * 60 * 1000)
    expect(codeOf(await charge(sandbox, agreement, { amount: '7' }))).toBe('13034')
  })
})

describe('the agreement', () => {
  it('gets an id from APS if the merchant gives a mode and no id, and none without both', async () => {
    const sandbox = await startApsSandbox()
    const first = await payWithCard(sandbox, undefined, { recurring_mode: 'UNSCHEDULED' })
    expect(first.agreement_id).toMatch(/^A[A-Za-z0-9]{20}$/)
    expect(codeOf(await charge(sandbox, first))).toBe('14000')
    expect(await payWithCard(sandbox)).not.toHaveProperty('agreement_id')
    expect((await sandbox.ledger()).agreements.map(({ id }) => id)).toEqual([first.agreement_id])
  })

  it('exists only after a success', async () => {
    const sandbox = await startApsSandbox()
    const declined = await payWithCard(sandbox, undefined, { ...FIXED, amount: '300001' })
    expect(codeOf(declined)).toBe('13666')
    expect(declined.agreement_id).toBe('agreement-1')
    const { agreements, charges } = await sandbox.ledger()
    expect([agreements, charges.map(({ agreementId }) => agreementId)]).toEqual([[], ['agreement-1']])
  })

  it('continues with the token of a later payment that its customer made under it', async () => {
    const sandbox = await startApsSandbox()
    const first = await payWithCard(sandbox, undefined, FIXED)
    await sandbox.control('/agreements/agreement-1/revoke', { by: 'PROVIDER' })
    const again = await payWithCard(sandbox, undefined, FIXED)
    expect(again.token_name).not.toBe(first.token_name)
    expect(codeOf(await charge(sandbox, first))).toBe('13044')
    expect(codeOf(await charge(sandbox, again, { merchant_reference: newReference() }))).toBe('14000')
    expect((await sandbox.ledger()).agreements).toMatchObject([{ id: 'agreement-1', status: 'ACTIVE' }])
  })

  it('is revoked once, from either side, without any feedback', async () => {
    const sandbox = await startApsSandbox()
    await payWithCard(sandbox, undefined, FIXED)
    await sandbox.advance(0)
    const sent = sandbox.feedback.length
    expect((await sandbox.control('/agreements/agreement-1/revoke', { by: 'PROVIDER' })).body).toMatchObject({
      status: 'REVOKED_BY_PROVIDER',
    })
    expect((await sandbox.control('/agreements/agreement-1/revoke', { by: 'CONSUMER' })).status).toBe(409)
    expect((await sandbox.control('/agreements/nobody/revoke', { by: 'CONSUMER' })).status).toBe(404)
    await sandbox.advance(60_000)
    expect(sandbox.feedback).toHaveLength(sent)
  })
})
