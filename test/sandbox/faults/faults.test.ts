import { describe, expect, it } from 'vitest'
import { FAULT_KINDS, type FaultPlan, Faults } from '../../../src/sandbox/faults/faults.ts'
import { createCharge, mockAgreement } from '../support/flows.ts'
import { API_KEY, MERCHANT_ID, startTestSandbox, type TestSandbox } from '../support/sandbox.ts'

const HALF: FaultPlan = {
  seed: 7,
  rates: Object.fromEntries(FAULT_KINDS.map(kind => [kind, 0.5])),
  delayMs: [10, 90],
}

/** The faults of three tries of each of these references, in the order in which they are drawn. */
function drawAll(references: readonly string[], plan: FaultPlan = HALF): Map<string, string[]> {
  const faults = new Faults(() => plan)
  const drawn = new Map<string, string[]>(references.map(reference => [reference, []]))
  for (let tryNumber = 1; tryNumber <= 3; tryNumber++) {
    for (const reference of references) {
      const draws = faults.draw('charge', reference)
      const kinds = FAULT_KINDS.filter(kind => draws.happens(kind)).join()
      drawn.get(reference)?.push(`${kinds} ${draws.delay.beforeMs}+${draws.delay.afterMs}`)
    }
  }
  return drawn
}

describe('drawing faults', () => {
  it('depends on the try and not on the order of arrival', () => {
    const references = Array.from({ length: 50 }, (_, index) => `reference-${index}`)
    const forwards = drawAll(references)
    expect(drawAll(references.toReversed())).toEqual(new Map([...forwards].reverse()))
    expect(new Set([...forwards.values()].flat()).size).toBe(150)
  })

  it('depends on seed, kind and operation', () => {
    const draw = (seed: number, operation: string) => {
      const draws = new Faults(() => ({ ...HALF, seed })).draw(operation, 'ours')
      return FAULT_KINDS.map(kind => draws.happens(kind)).join()
    }
    const seeds = Array.from({ length: 20 }, (_, seed) => seed)
    expect(new Set(seeds.map(seed => draw(seed, 'charge'))).size).toBeGreaterThan(10)
    expect(seeds.some(seed => draw(seed, 'charge') !== draw(seed, 'refund'))).toBe(true)
    expect(draw(3, 'charge')).toBe(draw(3, 'charge'))
  })

  it('matches the rates', () => {
    const faults = new Faults(() => ({ seed: 1, rates: { dropBeforeEffect: 0.2, dropWebhook: 1 }, delayMs: [0, 0] }))
    const draws = Array.from({ length: 5000 }, (_, index) => faults.draw('charge', String(index)))
    const dropped = draws.filter(draw => draw.happens('dropBeforeEffect')).length
    expect(Math.abs(dropped - 1000)).toBeLessThan(100)
    expect(draws.every(draw => draw.happens('dropWebhook') && !draw.happens('malformedAnswer'))).toBe(true)
  })

  it('keeps delays within their limits, and splits them before and after the effect', () => {
    const faults = new Faults(() => HALF)
    const delays = Array.from({ length: 500 }, (_, index) => faults.draw('charge', String(index)).delay)
    const totals = delays.map(({ beforeMs, afterMs }) => beforeMs + afterMs)
    expect([Math.min(...totals), Math.max(...totals)]).toEqual([10, 89])
    expect(delays.some(({ beforeMs, afterMs }) => beforeMs > 40 && afterMs < 5)).toBe(true)
    expect(delays.some(({ beforeMs, afterMs }) => afterMs > 40 && beforeMs < 5)).toBe(true)
  })
})

async function chargeUnder(sandbox: TestSandbox, fault: string, seed = 1) {
  await sandbox.control('/reset', {})
  const { id } = await mockAgreement(sandbox)
  await sandbox.control('/faults', { seed, rates: { [fault]: 1 } })
  const request = { amount: { value: 1000, currency: 'USD' }, merchantPaymentChargeReference: 'ours' }
  return sandbox.post(`/v1/payment-agreements/${id}/payment-charges`, request).then(
    reply => reply,
    () => 'connection lost' as const,
  )
}

describe('faults of the connection', () => {
  it('dropBeforeEffect: the connection is lost and nothing happened', async () => {
    const sandbox = await startTestSandbox()
    expect(await chargeUnder(sandbox, 'dropBeforeEffect')).toBe('connection lost')
    expect((await sandbox.ledger()).charges).toEqual([])
  })

  it('dropAfterEffect: the connection is lost and the charge is made, with its notification', async () => {
    const sandbox = await startTestSandbox()
    expect(await chargeUnder(sandbox, 'dropAfterEffect')).toBe('connection lost')
    expect((await sandbox.ledger()).charges).toMatchObject([{ reference: 'ours', status: 'CAPTURED', captured: 1000 }])
    await sandbox.advance(0)
    expect(sandbox.receiver.types().slice(-1)).toEqual(['PAYMENT_CHARGE_CAPTURE_SUCCEEDED'])
  })

  it('error500AfterEffect: a 500 in the envelope, and the charge is made', async () => {
    const sandbox = await startTestSandbox()
    expect(await chargeUnder(sandbox, 'error500AfterEffect')).toMatchObject({
      status: 500,
      body: { status: 500, failureMessage: 'Internal server error' },
    })
    expect((await sandbox.ledger()).charges).toHaveLength(1)
  })

  it('malformedAnswer: a 200 without valid JSON, in either form, and the charge is made', async () => {
    const sandbox = await startTestSandbox()
    const forms = new Set<string>()
    let seed = 0
    while (forms.size < 2 && seed < 40) {
      const reply = await chargeUnder(sandbox, 'malformedAnswer', ++seed)
      if (reply === 'connection lost') throw new Error(reply)
      expect([reply.status, reply.body]).toEqual([200, undefined])
      forms.add(String(reply.headers.get('content-type')))
    }
    expect((await sandbox.ledger()).charges).toHaveLength(seed)
    expect([...forms].sort()).toEqual(['application/json', 'text/html; charset=utf-8'])
  })

  it('also apply to reads', async () => {
    const sandbox = await startTestSandbox()
    const charge = await createCharge(sandbox, (await mockAgreement(sandbox)).id)
    await sandbox.control('/faults', { rates: { dropBeforeEffect: 1 } })
    await expect(sandbox.get(`/v1/payment-charges/${charge.id}`)).rejects.toThrow('fetch failed')
    await sandbox.control('/reset', {})
    expect((await sandbox.get(`/v1/payment-charges/${charge.id}`)).status).toBe(200)
  })

  it('an effect after its client has gone still happens', async () => {
    const sandbox = await startTestSandbox()
    const { id } = await mockAgreement(sandbox)
    await sandbox.control('/faults', { delayMs: [300, 300] })
    const gone = fetch(`${sandbox.url}/ppro/v1/payment-agreements/${id}/payment-charges`, {
      method: 'POST',
      signal: AbortSignal.timeout(20),
      headers: {
        authorization: `Bearer ${API_KEY}`,
        'merchant-id': MERCHANT_ID,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ amount: { value: 1000, currency: 'USD' } }),
    })
    await expect(gone).rejects.toThrow('aborted due to timeout')
    await expect.poll(async () => (await sandbox.ledger()).charges.length).toBe(1)
  })
})
