import { describe, expect, it } from 'vitest'
import { Faults } from '../../../src/sandbox/faults/faults.ts'
import type { Json, Reply } from '../support/sandbox.ts'
import {
  type ApsSandbox,
  isSignedByAps,
  PAYMENT,
  payWithCard,
  RECURRING,
  startApsSandbox,
  statusOf,
} from './support.ts'

/** One recurring payment under a fault that always happens. */
async function chargeUnder(sandbox: ApsSandbox, fault: string, seed: number | string = 1, reference = 'ours') {
  await sandbox.control('/reset', {})
  const { token_name } = await payWithCard(sandbox)
  await sandbox.advance(0)
  await sandbox.control('/faults', { provider: 'APS', seed, rates: { [fault]: 1 } })
  return sandbox.api({ ...PAYMENT, ...RECURRING, token_name, merchant_reference: reference }).then(
    reply => reply,
    () => 'connection lost' as const,
  )
}

const chargeOf = async (sandbox: ApsSandbox, reference = 'ours') =>
  (await sandbox.ledger()).charges.filter(charge => charge.reference === reference)

const feedbackOf = (sandbox: ApsSandbox) =>
  sandbox.feedback
    .filter(({ fields }) => fields['merchant_reference'] === 'ours')
    .map(({ fields }) => fields['command'])

describe('faults of the connection', () => {
  it('dropBeforeEffect: the connection is lost and nothing happened', async () => {
    const sandbox = await startApsSandbox()
    expect(await chargeUnder(sandbox, 'dropBeforeEffect')).toBe('connection lost')
    await sandbox.control('/reset', {})
    expect(await chargeOf(sandbox)).toEqual([])
    expect((await statusOf(sandbox, { merchant_reference: 'ours' })).response_code).toBe('12036')
    await sandbox.advance(60_000)
    expect(feedbackOf(sandbox)).toEqual([])
  })

  it('dropAfterEffect: the connection is lost and the payment is made, with its notification', async () => {
    const sandbox = await startApsSandbox()
    expect(await chargeUnder(sandbox, 'dropAfterEffect')).toBe('connection lost')
    await sandbox.control('/reset', {})
    expect(await chargeOf(sandbox)).toMatchObject([{ status: 'CAPTURED', captured: 1000 }])
    expect((await statusOf(sandbox, { merchant_reference: 'ours' })).transaction_code).toBe('14000')
    await sandbox.advance(0)
    expect(feedbackOf(sandbox)).toEqual(['PURCHASE'])
  })

  it('error500AfterEffect: a 500 without JSON, and the payment is made', async () => {
    const sandbox = await startApsSandbox()
    const reply = await chargeUnder(sandbox, 'error500AfterEffect')
    expect(reply).toMatchObject({ status: 500, body: undefined })
    expect(await chargeOf(sandbox)).toHaveLength(1)
  })

  it('malformedAnswer: a page, half a response, a wrong signature or another amount, and the payment is made', async () => {
    const sandbox = await startApsSandbox()
    const forms = new Set<string>()
    for (let seed = 1; forms.size < 4 && seed < 60; seed++) {
      const reply = await chargeUnder(sandbox, 'malformedAnswer', seed, `ours-${seed}`)
      if (reply === 'connection lost') throw new Error(reply)
      expect(reply.status).toBe(200)
      forms.add(formOf(reply))
      expect(await chargeOf(sandbox, `ours-${seed}`)).toMatchObject([{ status: 'CAPTURED', amount: 1000 }])
    }
    expect([...forms].sort()).toEqual(['another amount, signed', 'half', 'page', 'wrong signature'])
  })

  it('malformedAnswer of a response without an amount is always recognizable', async () => {
    const sandbox = await startApsSandbox()
    for (let seed = 1; seed < 30; seed++) {
      await sandbox.control('/faults', { seed, rates: { malformedAnswer: 1 } })
      const { body } = await sandbox.api({ query_command: 'CHECK_STATUS', merchant_reference: 'r' })
      expect(body !== undefined && isSignedByAps(body)).toBe(false)
    }
  })

  it('delayMs delays a response, and a delayed request is executed although its client has gone', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await payWithCard(sandbox)
    await sandbox.control('/faults', { delayMs: [80, 80] })
    const startedAt = performance.now()
    const fields = { ...PAYMENT, ...RECURRING, token_name, merchant_reference: 'ours' }
    expect((await sandbox.api(fields)).body.response_code).toBe('14000')
    expect(performance.now() - startedAt).toBeGreaterThan(75)
  })

  it('also apply to a refused request that is parsed, but not to a bad one', async () => {
    const sandbox = await startApsSandbox()
    await sandbox.control('/faults', { rates: { error500AfterEffect: 1 } })
    const refused = { ...PAYMENT, token_name: 'x', merchant_reference: 'ours', currency: 'XYZ' }
    expect((await sandbox.api(refused)).status).toBe(500)
    expect((await sandbox.api({ ...refused, signature: 'wrong' })).body.response_code).toBe('00008')
  })

  it('are drawn separately for each try, and the same for the same plan', async () => {
    const sandbox = await startApsSandbox()
    const plan = { seed: 3, rates: { error500AfterEffect: 0.5 } }
    const statuses = async () => {
      await sandbox.control('/faults', plan)
      const seen = []
      for (let round = 0; round < 12; round++) {
        seen.push((await sandbox.api({ query_command: 'CHECK_STATUS', merchant_reference: 'r' })).status)
      }
      return seen
    }
    const first = await statuses()
    expect(new Set(first)).toEqual(new Set([200, 500]))
    expect(await statuses()).toEqual(first)
  })
})

describe('faults of feedback', () => {
  it('are drawn by the command and the merchant’s own reference', async () => {
    const sandbox = await startApsSandbox()
    const seeds = Array.from({ length: 12 }, (_, seed) => seed)
    const dropped = []
    for (const seed of seeds) {
      const reference = `ours-${seed}`
      const { token_name } = await payWithCard(sandbox)
      await sandbox.control('/faults', { seed, rates: { dropWebhook: 0.5 } })
      const fields = { ...PAYMENT, ...RECURRING, token_name, merchant_reference: reference }
      await sandbox.api(fields)
      await sandbox.advance(0)
      dropped.push(!sandbox.feedback.some(feedback => feedback.fields['merchant_reference'] === reference))
      await sandbox.control('/reset', {})
    }
    const expected = seeds.map(seed => {
      const faults = new Faults(() => ({ seed, rates: { dropWebhook: 0.5 }, delayMs: [0, 0] }))
      return faults.draw('PURCHASE', `ours-${seed}`).happens('dropWebhook')
    })
    expect(new Set(expected).size).toBe(2)
    expect(dropped).toEqual(expected)
  })

  it('dropWebhook loses it permanently', async () => {
    const sandbox = await startApsSandbox()
    await chargeUnder(sandbox, 'dropWebhook')
    await sandbox.advance(120_000)
    expect(feedbackOf(sandbox)).toEqual([])
    expect((await sandbox.ledger()).webhooks.at(-1)).toMatchObject({ type: 'PURCHASE', attempts: 0, delivered: false })
  })

  it('duplicateWebhook sends the same twice', async () => {
    const sandbox = await startApsSandbox()
    await chargeUnder(sandbox, 'duplicateWebhook')
    await sandbox.advance(0)
    expect(feedbackOf(sandbox)).toEqual(['PURCHASE', 'PURCHASE'])
    expect(sandbox.feedback.at(-1)?.raw).toBe(sandbox.feedback.at(-2)?.raw)
  })

  it('reorderWebhook lets later feedback on the same order overtake', async () => {
    const sandbox = await startApsSandbox()
    await chargeUnder(sandbox, 'reorderWebhook')
    await sandbox.control('/faults', {})
    const refund = { command: 'REFUND', merchant_reference: 'ours', amount: '10', currency: 'USD' }
    expect((await sandbox.api(refund)).body.response_code).toBe('06000')
    await sandbox.advance(0)
    expect(feedbackOf(sandbox)).toEqual(['REFUND', 'PURCHASE'])
  })

  it('webhookBeforeAnswer has it acknowledged before the response', async () => {
    const sandbox = await startApsSandbox()
    const reply = await chargeUnder(sandbox, 'webhookBeforeAnswer')
    expect(reply).toMatchObject({ body: { response_code: '14000' } })
    expect(feedbackOf(sandbox)).toEqual(['PURCHASE'])
    await sandbox.advance(0)
    expect(feedbackOf(sandbox)).toEqual(['PURCHASE'])
  })
})

function formOf({ headers, body, text }: Reply): string {
  if (headers.get('content-type') !== 'application/json') return 'page'
  if (body === undefined) return text.startsWith('{') ? 'half' : 'unknown'
  const fields: Json = body
  if (!isSignedByAps(fields)) return fields.amount === '1000' ? 'wrong signature' : 'unknown'
  return fields.amount === '1000' ? 'untouched' : 'another amount, signed'
}
