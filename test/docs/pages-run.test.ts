import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  AgreementCreateDocument,
  ChargeCreateDocument,
  ChargeRefundDocument,
  ConsumerCreateDocument,
  createClient,
  payloadOf,
} from '../../src/client/index.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import { until } from '../support/until.ts'
import { loadSnippet } from './run-snippet.ts'
import { comparable, patternOf, stepsOf, walk } from './walk.ts'

let perennial: Perennial
let client: ReturnType<typeof createClient>
let agreementId: string
beforeAll(async () => {
  perennial = await startPerennial({ isFirstStart: true })
  client = createClient({ url: perennial.graphqlUrl, authorization: 'sk_test_sandbox' })
  agreementId = await activeAgreement()
})
afterAll(async () => {
  await client?.close()
  await perennial?.cleanUp()
})

async function activeAgreement(): Promise<string> {
  const { consumerCreate } = await client.request(ConsumerCreateDocument, { input: { country: 'US', name: 'Ada' } })
  const { agreementCreate } = await client.request(AgreementCreateDocument, {
    input: {
      provider: 'PPRO',
      paymentMethod: 'AMAZON_PAY',
      consumerId: payloadOf(consumerCreate).consumer.id,
      returnUrl: 'https://shop.example/done',
    },
  })
  const { agreement } = payloadOf(agreementCreate)
  const page = String(agreement.authenticationMethods[0]?.requestUrl)
  await fetch(page, { method: 'POST', body: new URLSearchParams({ decision: 'approve' }), redirect: 'manual' })
  const read = () =>
    client.request<{ agreement: { status: string } }>('query A($id: ID!) { agreement(id: $id) { status } }', {
      id: agreement.id,
    })
  await until('the active agreement', async () => (await read()).agreement.status === 'ACTIVE')
  return agreement.id
}

/** A captured charge, and the cursor of its first event. */
async function newCharge(cents: number): Promise<{ id: string; eventCursor: string }> {
  const { chargeCreate } = await client.request(ChargeCreateDocument, {
    input: { agreementId, amount: { value: cents, currency: 'USD' } },
  })
  const { charge, eventCursor } = payloadOf(chargeCreate)
  expect(charge.status).toBe('CAPTURED')
  return { id: charge.id, eventCursor }
}

async function refund(chargeId: string): Promise<void> {
  const { chargeRefund } = await client.request(ChargeRefundDocument, { input: { chargeId } })
  expect(payloadOf(chargeRefund).refund.status).toBe('SUCCEEDED')
}

describe('the snippets do what their pages say', () => {
  test('first-charge.md: the same order charges once', async () => {
    const { chargeOrder } = await loadSnippet('docs/first-charge.md', 'chargeOrder', perennial)
    const order = { id: 'a-1', agreementId, cents: 1_250 }
    const first = await chargeOrder(order)
    expect(first).toEqual({ id: expect.stringMatching(/^chg_/), status: 'CAPTURED', tell: undefined })
    expect(await chargeOrder(order)).toEqual(first)
  })

  test('watch.md, typed client: shows the charge live until it is final', async () => {
    const charge = await newCharge(1_100)
    const { showCharge } = await loadSnippet('docs/watch.md', 'showCharge', perennial)
    const shown: string[] = []
    const showing = showCharge(charge.id, (status: string, connection: string) => shown.push(`${status} ${connection}`))
    await expect.poll(() => shown).toContain('CAPTURED live')
    await refund(charge.id)
    await showing
    expect(shown).toContain('REFUNDED live')
  })

  test('watch.md, graphql-ws: continues after the cursor', async () => {
    const charge = await newCharge(1_200)
    await refund(charge.id)
    const { watchCharge } = await loadSnippet('docs/watch.md', "from 'graphql-ws'", perennial)
    const shown: string[] = []
    const stopping = new AbortController()
    const watching = watchCharge(charge.id, charge.eventCursor, {
      token: async () => 'sk_test_sandbox',
      show: (status: string) => shown.push(status),
      signal: stopping.signal,
    })
    await expect.poll(() => shown).toEqual(['REFUNDED'])
    stopping.abort()
    await watching
  })

  test('watch.md, EventSource: the backend passes the stream on, and it resumes after Last-Event-ID', async () => {
    const charge = await newCharge(1_300)
    await refund(charge.id)
    const { relay } = await loadSnippet('docs/watch.md', 'export async function relay', perennial)
    const stopping = new AbortController()
    const request = new Request('https://shop.example/orders/42/events', {
      headers: { 'last-event-id': charge.eventCursor },
      signal: stopping.signal,
    })
    const response: Response = await relay(request, charge.id)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    let text = ''
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += new TextDecoder().decode(chunk)
    })().catch(() => {}) // the abort
    await expect.poll(() => text).toMatch(/event: next\ndata: .*"status":"REFUNDED"/)
    stopping.abort()
    await reading
    expect(text.match(/event: next/g)).toHaveLength(1)
  })

  test('watch.md, Apollo and urql: read the charge', async () => {
    const { id } = await newCharge(1_400)
    const { apollo, READ } = await loadSnippet('docs/watch.md', 'new ApolloClient', perennial)
    const { data } = await apollo.query({ query: READ, variables: { id } })
    expect(data.charge).toMatchObject({ id, status: 'CAPTURED', amount: { decimal: '14.00' } })
    const { urql } = await loadSnippet('docs/watch.md', "from '@urql/core'", perennial)
    const read = await urql.query('query C($id: ID!) { charge(id: $id) { id version status } }', { id }).toPromise()
    expect(read.data.charge).toMatchObject({ id, status: 'CAPTURED' })
  })

  test('webhooks.md: the worker reads the log from its own cursor', async () => {
    const charge = await newCharge(1_500)
    await refund(charge.id)
    const { work } = await loadSnippet('docs/webhooks.md', 'export async function work', perennial)
    const types: string[] = []
    const apply = async (event: { type: string; subjectId: string }) => {
      if (event.subjectId === charge.id) types.push(event.type)
      if (event.type === 'charge.refund_succeeded') throw new Error('enough')
    }
    await expect(work({ cursor: async () => charge.eventCursor, apply })).rejects.toThrow('enough')
    expect(types).toEqual(['charge.refund_requested', 'charge.refund_succeeded'])
  })
})

test('the commands of the pages from the first charge on have the output that the pages show', async () => {
  const steps = stepsOf([
    'docs/first-charge.md',
    'docs/tour.md',
    'docs/cards.md',
    'docs/schedules.md', // moves the clock
    'docs/simulators.md',
  ])
  const outputs = await walk(steps, perennial)
  expect(outputs.length).toBe(steps.length)
  for (const [index, { page, commands, shown }] of steps.entries()) {
    const first = commands.split('\n')[0]
    expect(comparable(outputs[index] ?? ''), `${page}: ${first}`).toMatch(patternOf(shown ?? ''))
  }
  expect(steps.filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(15)
})
