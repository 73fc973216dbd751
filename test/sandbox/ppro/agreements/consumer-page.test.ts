import { describe, expect, it } from 'vitest'
import { createAgreement, getAgreement, REDIRECT, requestUrlOf } from '../../support/flows.ts'
import { call, RETURN_URL, startTestSandbox } from '../../support/sandbox.ts'

describe("the consumer's page", () => {
  it('shows the request, escaped, and the two buttons', async () => {
    const sandbox = await startTestSandbox()
    const consumer = { name: '<b>Ada</b>', country: 'US' }
    const initialPaymentCharge = { amount: { value: 1000, currency: 'USD' } }
    const agreement = await createAgreement(sandbox, { consumer, initialPaymentCharge })
    const { status, headers, text } = await call(requestUrlOf(agreement), {})
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(text).toContain('AMAZON_PAY')
    expect(text).toContain('<h1>Authorize with Amazon Pay</h1>')
    expect(text).toContain('10.00 USD')
    expect(text).toContain('&#60;b&#62;Ada')
    expect(text).not.toContain('<b>Ada')
    expect(text).toContain('name="decision" value="approve"')
    expect(text).toContain('name="decision" value="decline"')
    expect(text).not.toMatch(/(src|href)="https?:/)
  })

  it.each([
    ['approve', 'ACTIVE'],
    ['decline', 'FAILED'],
  ])('%s redirects to the returnUrl unchanged', async (decision, status) => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox)
    const reply = await sandbox.decide(requestUrlOf(agreement), decision)
    expect([reply.status, reply.headers.get('location')]).toEqual([303, RETURN_URL])
    expect((await getAgreement(sandbox, agreement.id)).status).toBe(status)
    await sandbox.advance(0)
    expect((await sandbox.control('/clock')).body.nextDue).toBeNull()
  })

  it('answered again redirects the same way, shows its answer, and has no second effect', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox)
    await sandbox.decide(requestUrlOf(agreement), 'approve')
    const active = await getAgreement(sandbox, agreement.id)
    const again = await sandbox.decide(requestUrlOf(agreement), 'decline')
    expect([again.status, again.headers.get('location')]).toEqual([303, RETURN_URL])
    expect(await getAgreement(sandbox, agreement.id)).toEqual(active)
    const { text } = await call(requestUrlOf(agreement), {})
    expect(text).toContain('already answered: approved')
    expect(text).not.toContain('name="decision"')
    await sandbox.advance(0)
    expect(sandbox.receiver.types().filter(type => type === 'PAYMENT_AGREEMENT_ACTIVE')).toHaveLength(1)
  })

  it('holds the first decision when both buttons are pressed many times at the same moment', async () => {
    const sandbox = await startTestSandbox()
    const initialPaymentCharge = { amount: { value: 1000, currency: 'USD' } }
    const agreement = await createAgreement(sandbox, { initialPaymentCharge })
    const decisions = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 'approve' : 'decline'))
    await Promise.all(decisions.map(decision => sandbox.decide(requestUrlOf(agreement), decision)))
    const { history, status } = await getAgreement(sandbox, agreement.id)
    expect(history).toHaveLength(2)
    const { text } = await call(requestUrlOf(agreement), {})
    expect(text).toContain(`already answered: ${status === 'ACTIVE' ? 'approved' : 'declined'}`)
    expect((await sandbox.ledger()).charges).toMatchObject([
      status === 'ACTIVE' ? { status: 'CAPTURED', captured: 1000 } : { status: 'FAILED', captured: 0 },
    ])
    await sandbox.advance(0)
    expect(sandbox.receiver.types()).toHaveLength(status === 'ACTIVE' ? 7 : 6)
  })

  it.each(['', 'maybe'])('refuses the decision %j', async decision => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox)
    expect((await sandbox.decide(requestUrlOf(agreement), decision)).status).toBe(400)
    expect((await getAgreement(sandbox, agreement.id)).status).toBe('AUTHENTICATION_PENDING')
  })

  it('does not exist for an unknown id, and accepts no other method', async () => {
    const sandbox = await startTestSandbox()
    expect((await sandbox.decide(`${sandbox.url}/ppro/authenticate/none`, 'approve')).status).toBe(404)
    const agreement = await createAgreement(sandbox)
    expect((await call(requestUrlOf(agreement), { method: 'PUT' })).status).toBe(405)
  })

  it('thanks the consumer if there is no return URL', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, {
      paymentMethod: 'UPI_AUTOPAY',
      authenticationSettings: [{ type: 'SCAN_CODE' }],
    })
    const { codeType, codePayload } = agreement.authenticationMethods[0].details
    expect(codeType).toBe('QR')
    expect((await sandbox.decide(codePayload, 'approve')).status).toBe(200)
    expect((await getAgreement(sandbox, agreement.id)).status).toBe('ACTIVE')
  })

  it('is kept over a restart', async () => {
    const sandbox = await startTestSandbox()
    const agreement = await createAgreement(sandbox, { authenticationSettings: REDIRECT })
    const { pathname } = new URL(requestUrlOf(agreement))
    await sandbox.restart()
    expect((await sandbox.decide(`${sandbox.url}${pathname}`, 'approve')).status).toBe(303)
    expect((await getAgreement(sandbox, agreement.id)).status).toBe('ACTIVE')
  })
})
