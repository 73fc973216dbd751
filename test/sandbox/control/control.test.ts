import { describe, expect, it } from 'vitest'
import { activeAgreement, createAgreement, createCharge, mockAgreement } from '../support/flows.ts'
import { call, startTestSandbox } from '../support/sandbox.ts'

const MINUTE_MS = 60_000
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

describe('the ledger', () => {
  it('has exactly the agreed form', async () => {
    const sandbox = await startTestSandbox()
    expect(await sandbox.ledger()).toEqual({ agreements: [], charges: [], webhooks: [] })
    const agreement = await mockAgreement(sandbox, { merchantPaymentAgreementReference: 'agreement-1' })
    const charge = await createCharge(sandbox, agreement.id, {
      merchantPaymentChargeReference: 'charge-1',
      autoCapture: false,
    })
    await sandbox.post(`/v1/payment-charges/${charge.id}/captures`, { amount: 600 })
    await sandbox.post(`/v1/payment-charges/${charge.id}/refunds`, { amount: 100 })
    await sandbox.post(`/v1/payment-charges/${charge.id}/voids`, { amount: 300 })
    await sandbox.advance(0)
    const webhook = (type: string, subject: string) => ({
      provider: 'PPRO',
      type,
      subject,
      attempts: 1,
      delivered: true,
    })
    expect(await sandbox.ledger()).toEqual({
      agreements: [
        {
          provider: 'PPRO',
          id: agreement.id,
          reference: 'agreement-1',
          status: 'ACTIVE',
          paymentMethod: 'MOCK',
          createdAt: agreement.createdAt,
        },
      ],
      charges: [
        {
          provider: 'PPRO',
          id: charge.id,
          reference: 'charge-1',
          agreementId: agreement.id,
          amount: 1000,
          currency: 'USD',
          status: 'AUTHORIZED',
          captured: 600,
          refunded: 100,
          voided: 300,
          createdAt: charge.createdAt,
        },
      ],
      webhooks: [
        webhook('PAYMENT_AGREEMENT_CREATED', agreement.id),
        webhook('PAYMENT_AGREEMENT_ACTIVE', agreement.id),
        webhook('PAYMENT_CHARGE_CREATED', charge.id),
        webhook('PAYMENT_CHARGE_AUTHORIZATION_SUCCEEDED', charge.id),
        webhook('PAYMENT_CHARGE_CAPTURE_SUCCEEDED', charge.id),
        webhook('PAYMENT_CHARGE_REFUND_SUCCEEDED', charge.id),
        webhook('PAYMENT_CHARGE_VOID_SUCCEEDED', charge.id),
      ],
    })
  })

  it.each([
    [{ autoCapture: true }, [], 'CAPTURED'],
    [{ autoCapture: true }, ['refunds'], 'CAPTURED'],
    [{ autoCapture: false }, [], 'AUTHORIZED'],
    [{ autoCapture: false }, ['voids'], 'VOIDED'],
    [{ amount: { value: 300001, currency: 'USD' } }, [], 'FAILED'],
    [{ amount: { value: 400001, currency: 'USD' } }, [], 'PENDING'],
    [{ paymentDescriptor: 'requiresAuthentication=true' }, [], 'PENDING'],
  ] as const)('shows %j after %j as %s', async (fields, operations, status) => {
    const sandbox = await startTestSandbox()
    const charge = await createCharge(sandbox, (await mockAgreement(sandbox)).id, fields)
    for (const operation of operations) {
      await sandbox.post(`/v1/payment-charges/${charge.id}/${operation}`, { amount: 1000 })
    }
    expect((await sandbox.ledger()).charges.map(entry => entry.status)).toEqual([status])
  })
})

describe('outcomes', () => {
  it('of one agreement come before those of all, each in order, then approve', async () => {
    const sandbox = await startTestSandbox()
    const [one, other] = [await mockAgreement(sandbox), await mockAgreement(sandbox)]
    const script = (outcomes: string[], agreementId?: string) =>
      sandbox.control('/outcomes', { provider: 'PPRO', agreementId, operation: 'charge', outcomes })
    await script(['EXPIRED_CARD'])
    await script(['INSUFFICIENT_FUNDS', 'approve'], one.id)
    const codes = []
    for (const { id } of [one, other, one, other]) {
      codes.push((await createCharge(sandbox, id)).failure?.failureCode ?? 'approved')
    }
    expect(codes).toEqual(['INSUFFICIENT_FUNDS', 'EXPIRED_CARD', 'approved', 'approved'])
  })

  it('have priority over a magic amount, for an initial charge too', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['approve', 'SUS_FRAUD'] })
    for (const value of [300001, 1000]) {
      await activeAgreement(sandbox, { initialPaymentCharge: { amount: { value, currency: 'USD' } } })
    }
    expect((await sandbox.ledger()).charges.map(({ status }) => status)).toEqual(['CAPTURED', 'FAILED'])
  })

  it('are not used up by a refused request', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    await sandbox.control('/outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['SUS_FRAUD'] })
    await sandbox.post(`/v1/payment-agreements/${id}/payment-charges`, {})
    expect((await createCharge(sandbox, id)).failure.failureCode).toBe('SUS_FRAUD')
  })

  it('are kept over a restart, and end with a reset', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    const outcomes = ['SUS_FRAUD', 'SUS_LOST']
    await sandbox.control('/outcomes', { provider: 'PPRO', operation: 'charge', outcomes })
    await sandbox.restart()
    expect((await createCharge(sandbox, id)).failure.failureCode).toBe('SUS_FRAUD')
    await sandbox.control('/reset', {})
    expect((await createCharge(sandbox, id)).status).toBe('CAPTURED')
  })
})

describe('the clock', () => {
  it('is real time until it is moved, shows the next due time, and is kept over a restart', async () => {
    const sandbox = await startTestSandbox()
    const { body } = await sandbox.control('/clock')
    expect(body).toEqual({ now: expect.stringMatching(ISO), nextDue: null, inFlight: 0 })
    expect(Math.abs(Date.parse(body.now) - Date.now())).toBeLessThan(MINUTE_MS)
    const agreement = await createAgreement(sandbox)
    await sandbox.advance(0)
    const due = new Date(Date.parse(agreement.createdAt) + 3_600_000).toISOString()
    expect((await sandbox.control('/clock')).body.nextDue).toBe(due)
    await sandbox.advance(86_400_000)
    await sandbox.restart()
    const drift = (await sandbox.now()) - Date.now() - 86_400_000
    expect(Math.abs(drift)).toBeLessThan(MINUTE_MS)
  })

  it('repeats no due work after a restart', async () => {
    const sandbox = await startTestSandbox()
    await createCharge(sandbox, (await mockAgreement(sandbox)).id, { amount: { value: 400_001, currency: 'USD' } })
    await sandbox.advance(10_000)
    const received = sandbox.receiver.types()
    await sandbox.restart()
    expect((await sandbox.control('/clock')).body.nextDue).toBeNull()
    await sandbox.advance(86_400_000)
    expect(sandbox.receiver.types()).toEqual(received)
  })

  it('answers with its current time', async () => {
    const sandbox = await startTestSandbox()
    const to = new Date((await sandbox.now()) + 5 * 86_400_000).toISOString()
    const { status, body } = await sandbox.control('/clock', { to })
    expect([status, body.nextDue]).toEqual([200, null])
    expect(Date.parse(body.now) - Date.parse(to)).toBeGreaterThanOrEqual(0)
    expect(Date.parse(body.now) - Date.parse(to)).toBeLessThan(MINUTE_MS)
  })

  it('lists what is in flight: requests and deliveries', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    await sandbox.advance(0)
    await sandbox.control('/faults', { delayMs: [300, 300] })
    const inFlight = async () => (await sandbox.control('/clock')).body.inFlight
    const charging = createCharge(sandbox, id, {})
    await expect.poll(inFlight, { interval: 5 }).toBe(1)
    await charging
    await sandbox.advance(0)
    expect(await inFlight()).toBe(0)
  })

  it('never goes back: a small difference is ignored, more is refused', async () => {
    const sandbox = await startTestSandbox()
    const before = await sandbox.now()
    expect((await sandbox.control('/clock', { to: new Date(before - 30_000).toISOString() })).status).toBe(200)
    const { status, body } = await sandbox.control('/clock', { to: new Date(before - 120_000).toISOString() })
    expect([status, body.issues[0].path]).toEqual([400, ['to']])
    expect(await sandbox.now()).toBeGreaterThanOrEqual(before)
  })

  it('runs everything at its own instant, though many advances are requested at once', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    const delays = [40, 10, 30, 20]
    const charges = await Promise.all(
      delays.map(delay =>
        createCharge(sandbox, id, {
          paymentDescriptor: `providerConfirmation=true;providerConfirmationDelay=${delay}s`,
        }),
      ),
    )
    const start = await sandbox.now()
    await Promise.all([60_000, 20_000, 40_000].map(ms => sandbox.control('/clock', { to: new Date(start + ms) })))
    const waited = await Promise.all(
      charges.map(async charge => {
        const { body } = await sandbox.get(`/v1/payment-charges/${charge.id}`)
        return (Date.parse(body.updatedAt) - Date.parse(body.createdAt)) / 1000
      }),
    )
    expect(waited).toEqual(delays)
    const captured = sandbox.receiver.received.filter(({ event }) => event.type === 'PAYMENT_CHARGE_CAPTURE_SUCCEEDED')
    expect(captured.map(({ event }) => charges.findIndex(({ id }) => id === event.subject))).toEqual([1, 3, 2, 0])
  })
})

describe('bad control calls', () => {
  it.each([
    ['/faults', { rates: { dropWebhok: 1 } }, [['rates']]],
    [
      '/faults',
      { rates: { dropWebhook: 1.5, malformedAnswer: -1 } },
      [
        ['rates', 'dropWebhook'],
        ['rates', 'malformedAnswer'],
      ],
    ],
    ['/faults', { provider: 'NOBODY', delayMs: [5, 1], color: 'red' }, [['provider'], ['delayMs'], []]],
    ['/faults', { seed: null, delayMs: [1] }, [['seed'], ['delayMs']]],
    ['/outcomes', {}, [['provider'], ['operation'], ['outcomes']]],
    [
      '/outcomes',
      { provider: 'PPRO', operation: 'charge', outcomes: ['approve', 'NO_SUCH_CODE', 'decline'] },
      [
        ['outcomes', 1],
        ['outcomes', 2],
      ],
    ],
    ['/outcomes', { provider: 'PPRO', operation: 'capture', outcomes: ['pending'] }, [['outcomes', 0]]],
    ['/outcomes', { provider: 'PPRO', operation: 'charge', agreementId: 'agr_none', outcomes: [] }, [['agreementId']]],
    ['/limits', { provider: 'PPRO' }, [['perSecond']]],
    ['/limits', { provider: 'PPRO', perSecond: 0 }, [['perSecond']]],
    ['/clock', {}, [['to']]],
    ['/clock', { to: 'tomorrow' }, [['to']]],
    ['/reset', { ledger: true }, [[]]],
    ['/agreements/agr_none/revoke', { by: 'MERCHANT' }, [['by']]],
  ])('%s %j is a 400 with every issue', async (path, body, paths) => {
    const sandbox = await startTestSandbox()
    const reply = await sandbox.control(path, body)
    expect(reply.status).toBe(400)
    const issues: Array<{ path: string[]; message: string }> = reply.body.issues
    expect(issues.map(issue => issue.path).toSorted()).toEqual(paths.toSorted())
    expect(issues.every(({ message }) => message.length > 0)).toBe(true)
  })

  it('leaves the earlier settings unchanged', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/faults', { rates: { dropBeforeEffect: 1 } })
    await sandbox.control('/faults', { rates: { dropBeforeEffect: 0, nonsense: 1 } })
    await expect(sandbox.get('/v1/payment-charges/x')).rejects.toThrow('fetch failed')
  })

  it('that are no JSON, an unknown call or another method', async () => {
    const sandbox = await startTestSandbox()
    const post = (path: string, body: string) => call(`${sandbox.url}/control${path}`, { method: 'POST', body })
    expect((await post('/faults', '{')).status).toBe(400)
    expect((await post('/nothing', '{}')).status).toBe(404)
    expect((await post('/ledger', '{}')).status).toBe(405)
    expect((await sandbox.control('/reset')).status).toBe(405)
  })

  it('about an agreement that is unknown or not active', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await createAgreement(sandbox)
    const revoke = async (agreementId: string) =>
      (await sandbox.control(`/agreements/${agreementId}/revoke`, { by: 'CONSUMER' })).status
    expect([await revoke('agr_none'), await revoke(id)]).toEqual([404, 409])
    expect((await sandbox.ledger()).agreements[0]?.status).toBe('AUTHENTICATION_PENDING')
  })
})

describe('a reset', () => {
  it('needs no body and keeps ledger and clock', async () => {
    const sandbox = await startTestSandbox()
    await mockAgreement(sandbox)
    await sandbox.advance(86_400_000)
    await sandbox.control('/faults', { rates: { dropBeforeEffect: 1 } })
    expect((await call(`${sandbox.url}/control/reset`, { method: 'POST' })).status).toBe(200)
    expect((await sandbox.get('/v1/payment-charges/x')).status).toBe(404)
    expect((await sandbox.ledger()).agreements).toHaveLength(1)
    expect((await sandbox.now()) - Date.now()).toBeGreaterThan(86_000_000)
  })
})
