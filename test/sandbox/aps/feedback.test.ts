import { describe, expect, it, onTestFinished } from 'vitest'
import { startReceiver } from '../support/receiver.ts'
import { isSignedByAps, operate, pay, payWithCard, RECURRING, startApsSandbox, tokenize, VISA_3DS } from './support.ts'

describe('feedback', () => {
  it('is the signed response itself, as JSON, and names no event', async () => {
    const sandbox = await startApsSandbox()
    const { token_name } = await tokenize(sandbox)
    const answer = await pay(sandbox, { token_name, customer_name: "Ada O'Brien" })
    await sandbox.advance(0)
    expect(sandbox.feedback.map(({ fields }) => fields)).toEqual([answer])
    const [feedback] = sandbox.feedback
    expect(feedback?.headers['content-type']).toBe('application/json')
    expect(Object.keys(feedback?.headers ?? {}).filter(name => name.includes('signature'))).toEqual([])
    expect((await sandbox.ledger()).webhooks).toEqual([
      { provider: 'APS', type: 'PURCHASE', subject: answer.fort_id, attempts: 1, delivered: true },
    ])
  })

  it('is a form if the switch says so, its signature over the decoded values', async () => {
    const sandbox = await startApsSandbox({ webhookFormat: 'FORM' })
    const { token_name } = await tokenize(sandbox)
    const answer = await pay(sandbox, { token_name, customer_name: "Ada O'Brien" })
    await sandbox.advance(0)
    const [feedback] = sandbox.feedback
    expect(feedback?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(feedback?.raw).toContain('customer_name=Ada+O%26%2339%3BBrien')
    expect(feedback?.fields).toEqual(answer)
    expect(isSignedByAps(feedback?.fields)).toBe(true)
  })

  it('reports each decided transaction, and no refused request', async () => {
    const sandbox = await startApsSandbox()
    const order = await payWithCard(sandbox)
    await pay(sandbox, { ...RECURRING, token_name: order.token_name, amount: '300001' })
    await pay(sandbox, { ...RECURRING, token_name: order.token_name, amount: '0' })
    await operate(sandbox, 'REFUND', order, { amount: '5000' })
    await operate(sandbox, 'REFUND', order, { amount: '10' })
    const { token_name } = await tokenize(sandbox, VISA_3DS)
    await pay(sandbox, { token_name, return_url: 'https://shop.example/' })
    await sandbox.advance(0)
    const seen = sandbox.feedback.map(({ fields }) => [fields['command'], fields['response_code']])
    expect(seen.sort()).toEqual([
      ['PURCHASE', '13666'],
      ['PURCHASE', '14000'],
      ['REFUND', '06000'],
    ])
  })
})

describe('the address of feedback', () => {
  it('can be changed, even for waiting feedback', async () => {
    const sandbox = await startApsSandbox()
    const { url } = sandbox
    sandbox.setWebhookUrl('http://127.0.0.1:9/')
    await payWithCard(sandbox)
    await sandbox.advance(0)
    expect(sandbox.feedback).toEqual([])
    sandbox.setWebhookUrl(`${url}/nothing`)
    await sandbox.advance(10_000)
    expect((await sandbox.ledger()).webhooks).toMatchObject([{ attempts: 2, delivered: false }])
    const receiver = await startReceiver()
    onTestFinished(() => receiver.close())
    sandbox.setWebhookUrl(receiver.url)
    await sandbox.advance(10_000)
    expect((await sandbox.ledger()).webhooks).toMatchObject([{ attempts: 3, delivered: true }])
    expect(receiver.received.map(({ raw }) => JSON.parse(raw).response_code)).toEqual(['14000'])
  })
})

describe('retries', () => {
  it('are nine, ten seconds apart on the sandbox clock, with the same bytes, and then stop permanently', async () => {
    const sandbox = await startApsSandbox()
    sandbox.answerFeedbackWith(500)
    await payWithCard(sandbox)
    await sandbox.advance(0)
    const counts = []
    for (let round = 0; round < 12; round++) {
      counts.push(sandbox.feedback.length)
      await sandbox.advance(10_000)
    }
    expect(counts).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10])
    expect(new Set(sandbox.feedback.map(({ raw }) => raw)).size).toBe(1)
    expect((await sandbox.ledger()).webhooks).toMatchObject([{ attempts: 10, delivered: false }])
    expect((await sandbox.control('/clock')).body.nextDue).toBeNull()
  })

  it.each([200, 202, 204, 302])('end with a %i', async status => {
    const sandbox = await startApsSandbox()
    sandbox.answerFeedbackWith(() => (sandbox.feedback.length < 3 ? 503 : status))
    await payWithCard(sandbox)
    await sandbox.advance(120_000)
    expect((await sandbox.ledger()).webhooks).toMatchObject([{ attempts: 3, delivered: true }])
  })

  it.each([301, 303, 307, 400, 404])('continue after a %i', async status => {
    const sandbox = await startApsSandbox()
    sandbox.answerFeedbackWith(status)
    await payWithCard(sandbox)
    await sandbox.advance(10_000)
    expect((await sandbox.ledger()).webhooks).toMatchObject([{ attempts: 2, delivered: false }])
  })

  it('continue after a restart, on time', async () => {
    const sandbox = await startApsSandbox()
    sandbox.answerFeedbackWith(500)
    await payWithCard(sandbox)
    await sandbox.advance(10_000)
    await sandbox.restart()
    sandbox.answerFeedbackWith(200)
    await sandbox.advance(5_000)
    expect(sandbox.feedback).toHaveLength(2)
    await sandbox.advance(5_000)
    expect((await sandbox.ledger()).webhooks).toMatchObject([{ attempts: 3, delivered: true }])
  })
})
