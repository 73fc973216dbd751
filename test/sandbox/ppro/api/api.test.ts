import { describe, expect, it } from 'vitest'
import { AGREEMENT, activeAgreement, createAgreement } from '../../support/flows.ts'
import { startTestSandbox } from '../../support/sandbox.ts'

const AGREEMENTS = '/v1/payment-agreements'

describe('credentials', () => {
  it.each([null, 'Bearer key_other', 'key_sandbox_test', 'Basic a2V5'])(
    'refuses Authorization: %s',
    async authorization => {
      const sandbox = await startTestSandbox()
      const { status, body } = await sandbox.post(AGREEMENTS, AGREEMENT, { headers: { authorization } })
      expect([status, body]).toEqual([401, { message: 'Unauthorized' }])
      expect((await sandbox.ledger()).agreements).toEqual([])
    },
  )

  it.each([
    [null, 400],
    ['merch_other', 403],
  ])('refuses Merchant-Id: %s with %i', async (merchantId, expected) => {
    const sandbox = await startTestSandbox()
    const { status, body } = await sandbox.post(AGREEMENTS, AGREEMENT, { headers: { 'merchant-id': merchantId } })
    expect([status, body.status]).toEqual([expected, expected])
    expect((await sandbox.ledger()).agreements).toEqual([])
  })

  it('needs no Merchant-Id to confirm a charge', async () => {
    const sandbox = await startTestSandbox()
    const path = '/v1/payment-charges/charge_none/authorizations'
    const { status } = await sandbox.post(path, {}, { headers: { 'merchant-id': null } })
    expect(status).toBe(404)
  })
})

describe('the error envelope', () => {
  it('has status, failureMessage and timestamp', async () => {
    const sandbox = await startTestSandbox()
    const { status, body } = await sandbox.get('/v1/payment-charges/charge_none')
    expect(status).toBe(404)
    expect(body).toEqual({
      status: 404,
      failureMessage: 'Payment charge not found',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    })
  })

  it('answers 404 for an unknown path and 405 for another method', async () => {
    const sandbox = await startTestSandbox()
    expect((await sandbox.get('/v1/nothing')).status).toBe(404)
    const { status, body } = await sandbox.get(AGREEMENTS)
    expect([status, body.extensions]).toEqual([405, { allowedMethods: ['POST'] }])
  })

  it.each(['text/plain', null, 'application/json-patch+json'])('answers 415 to Content-Type %s', async contentType => {
    const sandbox = await startTestSandbox()
    const options = { headers: { 'content-type': contentType } }
    expect((await sandbox.post(AGREEMENTS, AGREEMENT, options)).status).toBe(415)
  })

  it.each(['{"a":', '', '\u0000'])('answers 400 to the body %j', async raw => {
    const sandbox = await startTestSandbox()
    const { status, body } = await sandbox.post(AGREEMENTS, null, { raw })
    expect([status, body.failureMessage]).toEqual([400, 'Malformed JSON'])
  })

  it('answers 413 beyond a megabyte', async () => {
    const sandbox = await startTestSandbox()
    const { status } = await sandbox.post(AGREEMENTS, { ...AGREEMENT, padding: 'x'.repeat(1 << 20) })
    expect(status).toBe(413)
  })
})

describe('confirmations', () => {
  const result = { authenticationResult: { type: 'MULTI_FACTOR', details: { verificationCode: '777123' } } }

  it('are refused if none is expected', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await createAgreement(sandbox)
    const { status } = await sandbox.post(`${AGREEMENTS}/${id}/authorizations`, result)
    expect(status).toBe(400)
    expect((await sandbox.ledger()).agreements[0]?.status).toBe('AUTHENTICATION_PENDING')
  })

  it('need details', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await createAgreement(sandbox)
    const { body } = await sandbox.post(`${AGREEMENTS}/${id}/authorizations`, { authenticationResult: {} })
    expect(body.extensions.issues).toEqual([
      { path: 'authenticationResult.details', message: 'Invalid input: expected record, received undefined' },
    ])
  })
})

describe('rate limits', () => {
  it('shows the bucket, reads and writes each their own', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/limits', { provider: 'PPRO', perSecond: 1 })
    const { headers } = await sandbox.post(AGREEMENTS, {})
    const shown = ['remaining', 'requested-tokens', 'burst-capacity', 'replenish-rate'].map(name =>
      headers.get(`x-ratelimit-${name}`),
    )
    expect(shown).toEqual(['1', '1', '2', '1'])
    expect((await sandbox.get('/v1/payment-charges/x')).headers.get('x-ratelimit-remaining')).toBe('1')
  })

  it('answers 429 in the envelope, without effect and without Retry-After, once the burst is used up', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/limits', { provider: 'PPRO', perSecond: 0.01 })
    const first = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'a' })
    const second = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'b' })
    expect([first.status, second.status]).toEqual([200, 429])
    expect(second.body).toMatchObject({ status: 429, failureMessage: 'Too many requests' })
    expect(second.headers.get('retry-after')).toBeNull()
    expect(second.headers.get('x-ratelimit-remaining')).toBe('0')
    expect((await sandbox.ledger()).agreements).toHaveLength(1)
  })

  it('is 50 a second with a burst of 100, can be lifted, and is restored by a reset', async () => {
    const sandbox = await startTestSandbox()
    const burst = async () => (await sandbox.get('/v1/payment-charges/x')).headers.get('x-ratelimit-burst-capacity')
    expect(await burst()).toBe('100')
    await sandbox.control('/limits', { provider: 'PPRO', perSecond: null })
    expect(await burst()).toBeNull()
    await sandbox.control('/reset', {})
    expect(await burst()).toBe('100')
  })

  it('does not apply to the consumer', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/limits', { provider: 'PPRO', perSecond: 0.5 })
    await activeAgreement(sandbox)
    expect((await sandbox.ledger()).agreements[0]?.status).toBe('ACTIVE')
  })
})
