import { describe, expect, it } from 'vitest'
import { activeAgreement, createCharge, getCharge } from '../../support/flows.ts'
import { startTestSandbox, type TestSandbox } from '../../support/sandbox.ts'

type Operation = 'captures' | 'refunds' | 'voids'

async function chargeOf(sandbox: TestSandbox, fields: object = {}) {
  const { id } = await activeAgreement(sandbox)
  const charge = await createCharge(sandbox, id, fields)
  const operate = (operation: Operation, amount: number, more: object = {}) =>
    sandbox.post(`/v1/payment-charges/${charge.id}/${operation}`, { amount, ...more })
  return { id: charge.id as string, operate, status: async () => (await getCharge(sandbox, charge.id)).status }
}

const UNCAPTURED = { autoCapture: false }

describe('captures', () => {
  it('returns the documented object, and lists it alone and in its charge', async () => {
    const sandbox = await startTestSandbox()
    const { id, operate } = await chargeOf(sandbox, UNCAPTURED)
    const { status, body } = await operate('captures', 1000, { merchantCaptureReference: 'cap', labels: { a: 'b' } })
    expect(status).toBe(200)
    const href = `/v1/payment-charges/${id}/captures`
    expect(body).toEqual({
      id: expect.stringMatching(/^capture_[A-Za-z0-9]{21}$/),
      amount: 1000,
      status: 'CAPTURED',
      merchantCaptureReference: 'cap',
      createdAt: expect.any(String),
      updatedAt: body.createdAt,
      labels: { a: 'b' },
      _links: { self: { href: `${href}/${body.id}` } },
    })
    expect((await sandbox.get(`${href}/${body.id}`)).body).toEqual(body)
    expect((await sandbox.get(href)).body).toEqual({ data: [body], _links: { self: { href } } })
  })

  it('leave the charge CAPTURE_PENDING until nothing is left', async () => {
    const sandbox = await startTestSandbox()
    const { operate, status } = await chargeOf(sandbox, UNCAPTURED)
    await operate('captures', 300)
    expect(await status()).toBe('CAPTURE_PENDING')
    await operate('captures', 700)
    expect(await status()).toBe('CAPTURED')
  })

  it.each([
    ['more than was authorized', UNCAPTURED, 1001, 'EXCEEDS_AUTHORIZED_AMOUNT', 'CAPTURE_PENDING'],
    ['what is captured already', {}, 1, 'EXCEEDS_AUTHORIZED_AMOUNT', 'CAPTURED'],
    ['a failed charge', { amount: { value: 300001, currency: 'USD' } }, 1, 'NO_AUTHORIZED_AMOUNT', 'FAILED'],
  ])('refuses %s in a 200 with a failed capture', async (_, fields, amount, failureCode, after) => {
    const sandbox = await startTestSandbox()
    const { id, operate } = await chargeOf(sandbox, fields)
    const before = (await getCharge(sandbox, id)).captures.length
    const reply = await operate('captures', amount)
    expect(reply.status).toBe(200)
    const failure = { failureType: 'INTERNAL_DECLINE', failureCode }
    expect(reply.body).toMatchObject({ amount, status: 'FAILED', failure })
    const charge = await getCharge(sandbox, id)
    expect(charge).toMatchObject({ status: after, failure })
    expect(charge.captures).toHaveLength(before + 1)
  })

  it('refuses with a 400, and leaves no trace, in the older form', async () => {
    const sandbox = await startTestSandbox({ refusedOperations: 'http-400' })
    const { id, operate } = await chargeOf(sandbox, UNCAPTURED)
    const before = await getCharge(sandbox, id)
    const reply = await operate('captures', 1001)
    expect([reply.status, reply.body.failureMessage]).toEqual([
      400,
      'The capture is refused: EXCEEDS_AUTHORIZED_AMOUNT',
    ])
    expect(await getCharge(sandbox, id)).toEqual(before)
  })
})

describe('voids', () => {
  it.each([
    [[['voids', 1000]], 'VOIDED'],
    [[['voids', 400]], 'CAPTURE_PENDING'],
    [
      [
        ['captures', 400],
        ['voids', 600],
      ],
      'CAPTURED',
    ],
    [
      [
        ['voids', 400],
        ['captures', 600],
      ],
      'CAPTURED',
    ],
  ] as const)('after %j the charge is %s', async (operations, expected) => {
    const sandbox = await startTestSandbox()
    const { operate, status } = await chargeOf(sandbox, UNCAPTURED)
    for (const [operation, amount] of operations) expect((await operate(operation, amount)).status).toBe(200)
    expect(await status()).toBe(expected)
  })

  it('refuses a captured charge', async () => {
    const sandbox = await startTestSandbox()
    const { operate, status } = await chargeOf(sandbox)
    const { body } = await operate('voids', 1, { merchantVoidReference: 'v' })
    expect(body).toMatchObject({
      id: expect.stringMatching(/^void_/),
      status: 'FAILED',
      merchantVoidReference: 'v',
      failure: { failureCode: 'EXCEEDS_AUTHORIZED_AMOUNT' },
    })
    expect(await status()).toBe('CAPTURED')
  })
})

describe('refunds', () => {
  it('return to CAPTURED while an amount is left, and end REFUNDED', async () => {
    const sandbox = await startTestSandbox()
    const { operate, status } = await chargeOf(sandbox)
    const { body } = await operate('refunds', 400, { merchantRefundReference: 'r', refundReason: 'RETURN' })
    expect(body).toMatchObject({
      id: expect.stringMatching(/^refund_[A-Za-z0-9]{21}$/),
      amount: 400,
      status: 'REFUNDED',
      merchantRefundReference: 'r',
      refundReason: 'RETURN',
    })
    expect(await status()).toBe('CAPTURED')
    await operate('refunds', 600)
    expect(await status()).toBe('REFUNDED')
    expect((await sandbox.ledger()).charges[0]).toMatchObject({ status: 'CAPTURED', captured: 1000, refunded: 1000 })
  })

  it('are possible after a partial capture and leave the rest to capture', async () => {
    const sandbox = await startTestSandbox()
    const { operate, status } = await chargeOf(sandbox, UNCAPTURED)
    await operate('captures', 400)
    expect((await operate('refunds', 400)).body.status).toBe('REFUNDED')
    expect(await status()).toBe('CAPTURE_PENDING')
  })

  it.each([
    [UNCAPTURED, 0, 1, 'NO_CAPTURED_AMOUNT'],
    [{}, 0, 1001, 'EXCEEDS_CAPTURED_AMOUNT'],
    [{}, 600, 401, 'EXCEEDS_REFUNDABLE_AMOUNT'],
  ])('refuses too much (%j, %i before, %i): %s', async (fields, before, amount, failureCode) => {
    const sandbox = await startTestSandbox()
    const { operate } = await chargeOf(sandbox, fields)
    if (before > 0) await operate('refunds', before)
    expect((await operate('refunds', amount)).body).toMatchObject({ status: 'FAILED', failure: { failureCode } })
    expect((await sandbox.ledger()).charges[0]?.refunded).toBe(before)
  })

  it.each([
    [400001, 'REFUNDED', 'REFUNDED', 400001],
    [400002, 'FAILED', 'CAPTURED', 0],
  ])('of %i is PENDING for a minute, then %s', async (value, refundStatus, chargeStatus, refunded) => {
    const sandbox = await startTestSandbox()
    const { id, operate } = await chargeOf(sandbox, { amount: { value: 400_050, currency: 'USD' } })
    await operate('refunds', 400_050 - value)
    const { body } = await operate('refunds', value)
    expect(body.status).toBe('PENDING')
    expect((await operate('refunds', 1)).body.failure.failureCode).toBe('EXCEEDS_REFUNDABLE_AMOUNT')
    expect((await getCharge(sandbox, id)).status).toBe('CAPTURED')
    await sandbox.advance(60_000)
    const { body: settled } = await sandbox.get(`/v1/payment-charges/${id}/refunds/${body.id}`)
    expect(settled.status).toBe(refundStatus)
    expect((await getCharge(sandbox, id)).status).toBe(chargeStatus)
    expect((await sandbox.ledger()).charges[0]?.refunded).toBe(400_050 - value + refunded)
  })
})

describe('magic amounts and scripted outcomes', () => {
  it.each([
    ['captures', UNCAPTURED],
    ['voids', UNCAPTURED],
    ['refunds', {}],
  ] as const)('300002 fails %s, and the same operation can be retried', async (operation, fields) => {
    const sandbox = await startTestSandbox()
    const { id, operate, status } = await chargeOf(sandbox, { ...fields, amount: { value: 300_050, currency: 'USD' } })
    const before = await status()
    const { body } = await operate(operation, 300_002)
    expect(body).toMatchObject({ status: 'FAILED', failure: { failureCode: 'INSUFFICIENT_FUNDS' } })
    expect(await getCharge(sandbox, id)).toMatchObject({ status: before, failure: body.failure })
    expect((await operate(operation, 300_050)).body.status).not.toBe('FAILED')
  })

  it('follows the script in order, then approves', async () => {
    const sandbox = await startTestSandbox()
    const { operate } = await chargeOf(sandbox)
    const outcomes = ['RETRY_REFUND_LATER', 'pending', 'approve']
    await sandbox.control('/outcomes', { provider: 'PPRO', operation: 'refund', outcomes })
    const results = []
    for (let index = 0; index < 4; index++) results.push((await operate('refunds', 10)).body)
    expect(results.map(({ status }) => status)).toEqual(['FAILED', 'PENDING', 'REFUNDED', 'REFUNDED'])
    expect(results[0].failure).toMatchObject({ failureCode: 'RETRY_REFUND_LATER', isRetryable: true })
  })
})

describe('operations on an unknown object', () => {
  it.each([
    ['POST', '/v1/payment-charges/charge_none/captures'],
    ['POST', '/v1/payment-charges/charge_none/refunds'],
    ['POST', '/v1/payment-charges/charge_none/voids'],
    ['POST', '/v1/payment-agreements/agr_none/revocations'],
    ['GET', '/v1/payment-charges/charge_none'],
    ['GET', '/v1/payment-charges/charge_none/refunds'],
    ['GET', '/v1/payment-agreements/agr_none'],
  ])('%s %s is a 404', async (method, path) => {
    const sandbox = await startTestSandbox()
    const reply = await (method === 'GET' ? sandbox.get(path) : sandbox.post(path, { amount: 1 }))
    expect(reply.status).toBe(404)
  })

  it.each(['authorizations', 'captures', 'refunds', 'voids'])('an unknown one of %s is a 404', async list => {
    const sandbox = await startTestSandbox()
    const { id } = await chargeOf(sandbox)
    expect((await sandbox.get(`/v1/payment-charges/${id}/${list}/none`)).status).toBe(404)
  })

  it('shows the authorization alone', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await chargeOf(sandbox)
    const { authorizations } = await getCharge(sandbox, id)
    const [authorization] = authorizations
    const reply = await sandbox.get(`/v1/payment-charges/${id}/authorizations/${authorization.id}`)
    expect(reply.body).toEqual(authorization)
  })
})
