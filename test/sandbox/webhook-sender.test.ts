import { describe, expect, it } from 'vitest'
import { Faults } from '../../src/sandbox/faults/faults.ts'
import { eventually } from '../support/until.ts'
import { createCharge, mockAgreement } from './support/flows.ts'
import { startTestSandbox, type TestSandbox } from './support/sandbox.ts'

const HOUR_MS = 60 * 60 * 1000
const WINDOW_MS = 245_745_000

/** The deliveries of the one event that the test watches, on the sandbox clock. */
function timesOf(sandbox: TestSandbox, type: string): number[] {
  return sandbox.receiver.received
    .filter(({ event }) => event.type === type)
    .map(({ headers }) => Number(/^t=(\d+),/.exec(String(headers['ppro-signature']))?.[1]))
}

/** The signature has whole seconds, and a busy machine sends a little late. */
function expectGaps(times: readonly number[], dueS: readonly number[]): void {
  const gaps = times.slice(1).map((time, index) => time - Number(times[index]))
  expect(gaps).toHaveLength(dueS.length)
  for (const [index, gap] of gaps.entries()) expect(Math.abs(gap - Number(dueS[index]))).toBeLessThan(8)
}

describe('retries', () => {
  it('are fourteen, 15 s apart and doubling, with the same event each time, and then stop permanently', async () => {
    const sandbox = await startTestSandbox()
    sandbox.receiver.answerWith(503)
    await mockAgreement(sandbox)
    await sandbox.advance(WINDOW_MS - HOUR_MS)
    expect((await sandbox.ledger()).webhooks[0]).toMatchObject({ attempts: 14, delivered: false })
    await sandbox.advance(HOUR_MS)
    const due = [15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 30720, 61440, 122880]
    expectGaps(timesOf(sandbox, 'PAYMENT_AGREEMENT_CREATED'), due)
    const bodies = sandbox.receiver.received
      .filter(({ event }) => event.type === 'PAYMENT_AGREEMENT_CREATED')
      .map(({ raw }) => raw)
    expect(new Set(bodies).size).toBe(1)
    await sandbox.advance(30 * 24 * HOUR_MS)
    expect(timesOf(sandbox, 'PAYMENT_AGREEMENT_CREATED')).toHaveLength(15)
    expect((await sandbox.control('/clock')).body.nextDue).toBeNull()
    expect((await sandbox.ledger()).webhooks[0]).toMatchObject({ attempts: 15, delivered: false })
  })

  it.each([200, 201, 204, 299])('end with a %i', async status => {
    const sandbox = await startTestSandbox()
    sandbox.receiver.answerWith(webhook => (timesOf(sandbox, webhook.event.type).length < 3 ? 500 : status))
    await mockAgreement(sandbox)
    await sandbox.advance(24 * HOUR_MS)
    expect((await sandbox.ledger()).webhooks).toEqual(
      ['PAYMENT_AGREEMENT_CREATED', 'PAYMENT_AGREEMENT_ACTIVE'].map(type => ({
        provider: 'PPRO',
        type,
        subject: expect.stringMatching(/^agr_/),
        attempts: 3,
        delivered: true,
      })),
    )
  })

  it.each([302, 400, 410])('continue after a %i', async status => {
    const sandbox = await startTestSandbox()
    sandbox.receiver.answerWith(status)
    await mockAgreement(sandbox)
    await sandbox.advance(15_000)
    expect((await sandbox.ledger()).webhooks.map(({ attempts }) => attempts)).toEqual([2, 2])
  })

  it('continue after a restart, on time', async () => {
    const sandbox = await startTestSandbox()
    sandbox.receiver.answerWith(500)
    await mockAgreement(sandbox)
    await sandbox.advance(15_000)
    await sandbox.restart()
    sandbox.receiver.answerWith(204)
    await sandbox.advance(30_000)
    expectGaps(timesOf(sandbox, 'PAYMENT_AGREEMENT_CREATED'), [15, 30])
    expect((await sandbox.ledger()).webhooks.map(({ delivered }) => delivered)).toEqual([true, true])
  })
})

describe('deliveries', () => {
  it('do not delay the response', async () => {
    const sandbox = await startTestSandbox()
    const gate = Promise.withResolvers<number>()
    sandbox.receiver.answerWith(() => gate.promise)
    await mockAgreement(sandbox)
    expect((await sandbox.ledger()).webhooks.map(({ delivered }) => delivered)).toEqual([false, false])
    gate.resolve(204)
    await sandbox.advance(0)
    expect((await sandbox.ledger()).webhooks.map(({ delivered }) => delivered)).toEqual([true, true])
  })

  it('keep the order of one subject: the next is sent when the one before is answered', async () => {
    const sandbox = await startTestSandbox()
    const gate = Promise.withResolvers<number>()
    sandbox.receiver.answerWith(() => gate.promise)
    const { id } = await mockAgreement(sandbox)
    await eventually(() => expect(sandbox.receiver.types()).toEqual(['PAYMENT_AGREEMENT_CREATED']))
    await createCharge(sandbox, id)
    await eventually(() =>
      expect(sandbox.receiver.types()).toEqual(['PAYMENT_AGREEMENT_CREATED', 'PAYMENT_CHARGE_CREATED']),
    )
    gate.resolve(204)
    await sandbox.advance(0)
    expect(sandbox.receiver.types()).toHaveLength(5)
  })

  it('go to the address of the object instead of the account, over TLS only', async () => {
    const sandbox = await startTestSandbox()
    const port = new URL(sandbox.receiver.url).port
    await mockAgreement(sandbox, { webhooksUrl: `https://127.0.0.1:${port}/own` })
    await sandbox.advance(0)
    expect(sandbox.receiver.received).toEqual([])
    expect((await sandbox.ledger()).webhooks.map(({ attempts, delivered }) => [attempts, delivered])).toEqual([
      [1, false],
      [1, false],
    ])
  })
})

describe('webhook faults', () => {
  it('dropWebhook loses it permanently', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/faults', { rates: { dropWebhook: 1 } })
    await mockAgreement(sandbox)
    await sandbox.advance(WINDOW_MS)
    expect(sandbox.receiver.received).toEqual([])
    expect((await sandbox.ledger()).webhooks.map(({ attempts, delivered }) => [attempts, delivered])).toEqual([
      [0, false],
      [0, false],
    ])
  })

  it('duplicateWebhook sends the same event twice', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/faults', { rates: { duplicateWebhook: 1 } })
    await mockAgreement(sandbox)
    await sandbox.advance(0)
    expect(sandbox.receiver.types()).toEqual([
      'PAYMENT_AGREEMENT_CREATED',
      'PAYMENT_AGREEMENT_CREATED',
      'PAYMENT_AGREEMENT_ACTIVE',
      'PAYMENT_AGREEMENT_ACTIVE',
    ])
    expect(new Set(sandbox.receiver.received.map(({ event }) => event.id)).size).toBe(2)
    expect((await sandbox.ledger()).webhooks.map(({ attempts, delivered }) => [attempts, delivered])).toEqual([
      [2, true],
      [2, true],
    ])
  })

  it('reorderWebhook lets a later event of the subject overtake', async () => {
    const sandbox = await startTestSandbox()
    const seed = seedThatHolds('PAYMENT_AGREEMENT_CREATED', 'PAYMENT_AGREEMENT_ACTIVE')
    await sandbox.control('/faults', { seed, rates: { reorderWebhook: 0.5 } })
    await mockAgreement(sandbox, { merchantPaymentAgreementReference: 'ours' })
    await sandbox.advance(0)
    expect(sandbox.receiver.types()).toEqual(['PAYMENT_AGREEMENT_ACTIVE', 'PAYMENT_AGREEMENT_CREATED'])
  })

  it('reorderWebhook delays one for two seconds at most', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/faults', { rates: { reorderWebhook: 1 } })
    await mockAgreement(sandbox)
    await sandbox.advance(2_000)
    expect(sandbox.receiver.types()).toEqual(['PAYMENT_AGREEMENT_CREATED', 'PAYMENT_AGREEMENT_ACTIVE'])
  })

  it('webhookBeforeAnswer has the webhooks acknowledged before the response', async () => {
    const sandbox = await startTestSandbox()
    await sandbox.control('/faults', { rates: { webhookBeforeAnswer: 1 } })
    const order: string[] = []
    sandbox.receiver.answerWith(({ event }) => {
      order.push(event.type)
      return 204
    })
    await mockAgreement(sandbox)
    order.push('answer')
    expect(order).toEqual(['PAYMENT_AGREEMENT_CREATED', 'PAYMENT_AGREEMENT_ACTIVE', 'answer'])
    await sandbox.advance(0)
    expect(sandbox.receiver.received).toHaveLength(2)
  })
})

/** A seed with which, at a rate of one half, the first type is drawn and the second is not. */
function seedThatHolds(held: string, passing: string): number {
  const isDrawn = (seed: number, type: string) =>
    new Faults(() => ({ seed, rates: { reorderWebhook: 0.5 }, delayMs: [0, 0] }))
      .draw(type, 'ours')
      .happens('reorderWebhook')
  for (let seed = 1; ; seed++) if (isDrawn(seed, held) && !isDrawn(seed, passing)) return seed
}
