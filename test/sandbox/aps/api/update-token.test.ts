import { describe, expect, it } from 'vitest'
import type { Json } from '../../support/sandbox.ts'
import {
  ACCESS_CODE,
  type ApsSandbox,
  isSignedByAps,
  MERCHANT,
  newReference,
  pay,
  payWithCard,
  RECURRING,
  startApsSandbox,
  tokenize,
} from '../support.ts'

async function update(sandbox: ApsSandbox, tokenName: string, fields: Json): Promise<Json> {
  const own = { service_command: 'UPDATE_TOKEN', merchant_reference: newReference('update'), token_name: tokenName }
  return (await sandbox.api({ ...own, ...fields })).body
}

const statusesOf = async (sandbox: ApsSandbox) => (await sandbox.ledger()).agreements.map(({ status }) => status)

describe('UPDATE_TOKEN', () => {
  it('ends a token and its agreements, and restores it, with exactly the published fields', async () => {
    const sandbox = await startApsSandbox()
    const { token_name: token } = await payWithCard(sandbox, undefined, { agreement_id: 'a' })
    await payWithCard(sandbox, undefined, { agreement_id: 'other' })
    const answer = await update(sandbox, token, { token_status: 'INACTIVE', merchant_reference: 'end' })
    expect(answer).toEqual({
      access_code: ACCESS_CODE,
      card_bin: '400555',
      card_brand: 'VISA',
      card_holder_name: 'Ada Lovelace',
      card_number: '400555******0001',
      creation_date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      expiry_date: '3012',
      language: 'en',
      merchant_identifier: MERCHANT,
      merchant_reference: 'end',
      response_code: '58000',
      response_message: 'Success',
      service_command: 'UPDATE_TOKEN',
      signature: expect.any(String),
      status: '58',
      token_name: token,
      token_status: 'INACTIVE',
    })
    expect(isSignedByAps(answer)).toBe(true)
    expect(await statusesOf(sandbox)).toEqual(['REVOKED_BY_MERCHANT', 'ACTIVE'])
    expect((await pay(sandbox, { ...RECURRING, token_name: token })).response_code).toBe('13044')
    expect((await update(sandbox, token, { token_status: 'INACTIVE' })).response_code).toBe('58000')
    expect((await update(sandbox, token, { token_status: 'ACTIVE' })).token_status).toBe('ACTIVE')
    expect(await statusesOf(sandbox)).toEqual(['ACTIVE', 'ACTIVE'])
    expect((await pay(sandbox, { ...RECURRING, token_name: token })).response_code).toBe('14000')
  })

  it('does not restore a token that was ended from the other side: 59034', async () => {
    const sandbox = await startApsSandbox()
    const { token_name: token } = await payWithCard(sandbox, undefined, { agreement_id: 'a' })
    await sandbox.control('/agreements/a/revoke', { by: 'PROVIDER' })
    expect((await update(sandbox, token, { token_status: 'ACTIVE' })).response_code).toBe('59034')
    expect((await update(sandbox, token, { token_status: 'INACTIVE' })).response_code).toBe('58000')
    expect((await update(sandbox, token, { token_status: 'ACTIVE' })).response_code).toBe('59034')
    expect(await statusesOf(sandbox)).toEqual(['REVOKED_BY_PROVIDER'])
  })

  it('changes the date and the holder, as later payments show', async () => {
    const sandbox = await startApsSandbox()
    const { token_name: token } = await payWithCard(sandbox)
    const changed = await update(sandbox, token, { expiry_date: '3105', card_holder_name: "Ada O'Brien" })
    expect(changed).toMatchObject({ expiry_date: '3105', card_holder_name: 'Ada O&#39;Brien', token_status: 'ACTIVE' })
    const paid = await pay(sandbox, { ...RECURRING, token_name: token })
    expect(paid).toMatchObject({ expiry_date: '3105', card_holder_name: 'Ada O&#39;Brien' })
  })

  it('gives a token another name, which its agreement follows', async () => {
    const sandbox = await startApsSandbox()
    const { token_name: token } = await payWithCard(sandbox, undefined, { agreement_id: 'a' })
    const { token_name: taken } = await payWithCard(sandbox)
    expect((await update(sandbox, token, { new_token_name: taken })).response_code).toBe('59114')
    const renamed = await update(sandbox, token, { new_token_name: 'named-1' })
    expect(renamed).toMatchObject({ response_code: '58000', token_name: token, new_token_name: 'named-1' })
    expect((await pay(sandbox, { ...RECURRING, token_name: token })).response_code).toBe('13044')
    const named = { ...RECURRING, token_name: 'named-1', agreement_id: 'a' }
    expect((await pay(sandbox, named)).response_code).toBe('14000')
  })

  it.each(['unknown', 'one-time'])('finds no %s token: 59044', async kind => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const name = kind === 'unknown' ? 'unknown' : String(token_name)
    const answer = await update(sandbox, name, { token_status: 'INACTIVE' })
    expect(answer).toMatchObject({
      response_code: '59044',
      response_message: 'Token name does not exist',
      token_status: 'INACTIVE',
    })
    expect(answer).not.toHaveProperty('card_number')
    expect((await pay(sandbox, { token_name })).response_code).toBe('14000')
  })

  it.each([
    ['00033', { token_status: 'DELETED' }],
    ['00002', { expiry_date: '0531' }],
    ['00027', { amount: '1' }],
  ])('refuses with %s invalid input: %j', async (code, fields) => {
    const sandbox = await startApsSandbox()
    const { token_name: token } = await payWithCard(sandbox)
    const refused = await update(sandbox, token, fields)
    expect(refused.response_code).toBe(code)
    expect((await pay(sandbox, { ...RECURRING, token_name: token })).response_code).toBe('14000')
  })
})
