import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
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
  perennial = await startPerennial()
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

/** Refunds a part of the charge; without an amount, the rest. */
async function refund(chargeId: string, value?: string): Promise<void> {
  const amount = value === undefined ? undefined : { value, currency: 'USD' }
  const { chargeRefund } = await client.request(ChargeRefundDocument, { input: { chargeId, amount } })
  expect(payloadOf(chargeRefund).refund.status).toBe('SUCCEEDED')
}

type PageToken = { readonly token: string; readonly tokenId: string }

async function createToken(chargeId: string): Promise<PageToken> {
  const document = `mutation ($chargeId: ID!) {
    clientTokenCreate(input: { chargeId: $chargeId }) { ... on ClientTokenCreatePayload { token tokenId } }
  }`
  return (await client.request<{ clientTokenCreate: PageToken }>(document, { chargeId })).clientTokenCreate
}

async function revokeToken({ tokenId }: { readonly tokenId: string } = { tokenId: '' }): Promise<void> {
  const document = 'mutation ($tokenId: ID!) { clientTokenRevoke(input: { tokenId: $tokenId }) { __typename } }'
  const { clientTokenRevoke } = await client.request<{ clientTokenRevoke: object }>(document, { tokenId })
  expect(clientTokenRevoke).toEqual({ __typename: 'ClientTokenRevokePayload' })
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

  test('watch.md, graphql-ws: continues after the cursor, outlives its token, and ends if the next one is refused', async () => {
    const charge = await newCharge(1_200)
    await refund(charge.id, '200')
    const { watchCharge } = await loadSnippet('docs/watch.md', "from 'graphql-ws'", perennial)
    const shown: string[] = []
    const tokens: PageToken[] = []
    let next = () => createToken(charge.id)
    const watching = watchCharge(charge.id, charge.eventCursor, {
      async token() {
        tokens.push(await next())
        return tokens.at(-1)?.token
      },
      show: (status: string) => shown.push(status),
      signal: new AbortController().signal,
    })
    await expect.poll(() => shown).toEqual(['PARTIALLY_REFUNDED'])
    await revokeToken(tokens[0]) // closes the socket as its end does
    await expect.poll(() => tokens.length).toBe(2)
    await refund(charge.id)
    await expect.poll(() => shown).toEqual(['PARTIALLY_REFUNDED', 'REFUNDED'])
    const [, second] = tokens
    next = async () => second as PageToken
    await revokeToken(second)
    await expect(watching).rejects.toMatchObject({ code: 4403 })
    expect(tokens.length).toBe(3)
  })

  test('watch.md, EventSource: the backend passes the stream on, and it resumes after Last-Event-ID', async () => {
    const charge = await newCharge(1_300)
    await refund(charge.id)
    const { relay } = await loadSnippet('docs/watch.md', 'export async function relay', perennial)
    /** The first event and all that came with it. */
    const begin = async (address: string, headers: Record<string, string>) => {
      const leaving = new AbortController()
      const request = new Request(address, { headers, signal: leaving.signal })
      const response: Response = await relay(request, charge.id)
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      let text = ''
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? [])
        if (/event: next\ndata: .*\n\n/.test((text += chunk))) break
      leaving.abort()
      return text.match(/(?<=event: next\ndata: ).*/g)
    }
    const refunded = [expect.stringContaining('"status":"REFUNDED"')]
    const address = 'https://shop.example/orders/42/events'
    expect(await begin(`${address}?after=${charge.eventCursor}`, {})).toEqual(refunded)
    // The header is newer than the address.
    expect(await begin(`${address}?after=old`, { 'last-event-id': charge.eventCursor })).toEqual(refunded)
  })

  test('watch.md, EventSource: while the gateway is away or refuses, the browser is told to connect again', async () => {
    const upstream = createServer((_, response) => response.writeHead(503).end()).listen(0, '127.0.0.1')
    await once(upstream, 'listening')
    const graphqlUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/graphql`
    const { relay } = await loadSnippet('docs/watch.md', 'export async function relay', { graphqlUrl, wsUrl: '' })
    const logged = vi.spyOn(console, 'error').mockReturnValue()
    const answer = async () => {
      const response: Response = await relay(new Request('https://shop.example/orders/42/events'), 'chg_1')
      return [response.status, response.headers.get('content-type'), await response.text()]
    }
    const again = [200, 'text/event-stream', 'retry: 2000\n\n']
    expect(await answer()).toEqual(again)
    await new Promise(resolve => upstream.close(resolve))
    expect(await answer()).toEqual(again)
    expect(logged.mock.calls.map(([, cause]) => cause)).toEqual([503, 'not reached'])
    logged.mockRestore()
  })

  test('watch.md, Apollo and urql: read the charge', async () => {
    const { id } = await newCharge(1_400)
    const { apollo, READ } = await loadSnippet('docs/watch.md', 'new ApolloClient', perennial)
    const { data } = await apollo.query({ query: READ, variables: { id } })
    expect(data.charge).toMatchObject({ id, status: 'CAPTURED', amount: { value: '1400', currency: 'USD' } })
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
