import { describe, expect, it } from 'vitest'
import { AGREEMENT, mockAgreement } from '../../support/flows.ts'
import { startTestSandbox } from '../../support/sandbox.ts'

const AGREEMENTS = '/v1/payment-agreements'
const DAY_MS = 24 * 60 * 60 * 1000
const CHARGE = { amount: { value: 1000, currency: 'USD' }, merchantPaymentChargeReference: 'ours' }

describe('Request-Idempotency-Key', () => {
  it('replays the first response, byte for byte, and says so', async () => {
    const sandbox = await startTestSandbox()
    const first = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    const again = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    expect([again.status, again.text]).toEqual([200, first.text])
    expect(first.headers.get('request-idempotency')).toBeNull()
    expect(again.headers.get('request-idempotency')).toBe('true')
    expect((await sandbox.ledger()).agreements).toHaveLength(1)
  })

  it('replays a declined charge too', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    const declined = { amount: { value: 300001, currency: 'USD' } }
    const path = `${AGREEMENTS}/${id}/payment-charges`
    const first = await sandbox.post(path, declined, { key: 'k' })
    expect((await sandbox.post(path, declined, { key: 'k' })).text).toBe(first.text)
    expect((await sandbox.ledger()).charges).toHaveLength(1)
  })

  it.each([
    ['another body', AGREEMENTS, `${JSON.stringify(AGREEMENT)} `],
    ['another path', '/v1/payment-charges', JSON.stringify(AGREEMENT)],
  ])('refuses %s with 409', async (_, path, raw) => {
    const sandbox = await startTestSandbox()
    await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    const { status, body } = await sandbox.post(path, null, { key: 'k', raw })
    expect([status, body.status]).toEqual([409, 409])
    const { agreements, charges } = await sandbox.ledger()
    expect([agreements.length, charges.length]).toEqual([1, 0])
  })

  it('refuses with 409 while the first request with it is running', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/faults', { provider: 'PPRO', delayMs: [400, 400] })
    const replies = await Promise.all([
      sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' }),
      sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' }),
      sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' }),
    ])
    expect(replies.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect(replies.map(({ headers }) => headers.get('request-idempotency'))).toEqual([null, null, null])
    expect((await sandbox.ledger()).agreements).toHaveLength(1)
  })

  it('is free again after a 4xx, even for another request', async () => {
    const sandbox = await startTestSandbox()
    expect((await sandbox.post(AGREEMENTS, {}, { key: 'k' })).status).toBe(400)
    const { status, headers } = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    expect([status, headers.get('request-idempotency')]).toEqual([200, null])
  })

  it('expires after 24 hours of the sandbox clock', async () => {
    const sandbox = await startTestSandbox()
    const first = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    await sandbox.advance(DAY_MS - 60_000)
    expect((await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })).text).toBe(first.text)
    await sandbox.advance(60_000)
    const fresh = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    expect(fresh.body.id).not.toBe(first.body.id)
    expect((await sandbox.ledger()).agreements).toHaveLength(2)
  })

  it('is kept over a restart', async () => {
    const sandbox = await startTestSandbox()
    const first = await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })
    await sandbox.restart()
    expect((await sandbox.post(AGREEMENTS, AGREEMENT, { key: 'k' })).text).toBe(first.text)
    expect((await sandbox.post(AGREEMENTS, {}, { key: 'k' })).status).toBe(409)
  })

  it.each(['', 'x'.repeat(513)])('must have 1 to 512 characters (%#)', async key => {
    const sandbox = await startTestSandbox()
    expect((await sandbox.post(AGREEMENTS, AGREEMENT, { key })).status).toBe(400)
  })

  it.each(['error500AfterEffect', 'dropAfterEffect', 'malformedAnswer'])(
    'returns the result of an effect whose response was lost to %s',
    async fault => {
      const sandbox = await startTestSandbox()
      const { id } = await mockAgreement(sandbox)
      const path = `${AGREEMENTS}/${id}/payment-charges`
      await sandbox.control('/faults', { rates: { [fault]: 1 } })
      const lost = await sandbox.post(path, CHARGE, { key: 'k' }).catch(() => ({ status: 0, body: undefined }))
      expect(lost.body?.id).toBeUndefined()
      await sandbox.control('/reset', {})
      const again = await sandbox.post(path, CHARGE, { key: 'k' })
      expect(again.headers.get('request-idempotency')).toBe('true')
      const { charges } = await sandbox.ledger()
      expect(charges).toMatchObject([{ id: again.body.id, reference: 'ours', status: 'CAPTURED', captured: 1000 }])
    },
  )
})
