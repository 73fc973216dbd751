import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Client } from '../../src/client/index.ts'
import { type Perennial, startPerennial } from '../support/programs/processes.ts'
import {
  activeAgreement,
  createBackend,
  createToken,
  newCharge,
  type PageToken,
  refund,
  revokeToken,
} from './backend.ts'
import { loadSnippet } from './run-snippet.ts'
import { comparable, patternOf, stepsOf, walk } from './walk.ts'

let perennial: Perennial
let client: Client
let agreementId: string
beforeAll(async () => {
  perennial = await startPerennial({ isFirstStart: true })
  client = createBackend(perennial)
  agreementId = await activeAgreement(client)
})
afterAll(async () => {
  await client?.close()
  await perennial?.cleanUp()
})

describe('the snippets do what their pages say', () => {
  test('first-charge.md: the same order charges once', async () => {
    const { chargeOrder } = await loadSnippet('docs/first-charge.md', 'chargeOrder', perennial)
    const order = { id: 'a-1', agreementId, cents: 1_250 }
    const first = await chargeOrder(order)
    expect(first).toEqual({ id: expect.stringMatching(/^chg_/), status: 'CAPTURED', tell: undefined })
    expect(await chargeOrder(order)).toEqual(first)
  })

  test('watch.md, typed client: shows the charge live until it is final', async () => {
    const charge = await newCharge(client, agreementId, 1_100)
    const { showCharge } = await loadSnippet('docs/watch.md', 'showCharge', perennial)
    const shown: string[] = []
    const showing = showCharge(charge.id, (status: string, connection: string) => shown.push(`${status} ${connection}`))
    await expect.poll(() => shown).toContain('CAPTURED live')
    await refund(client, charge.id)
    await showing
    expect(shown).toContain('REFUNDED live')
  })

  test('watch.md, graphql-ws: continues after the cursor, outlives its token, and ends if the next one is refused', async () => {
    const charge = await newCharge(client, agreementId, 1_200)
    await refund(client, charge.id, '200')
    const { watchCharge } = await loadSnippet('docs/watch.md', "from 'graphql-ws'", perennial)
    const shown: string[] = []
    const tokens: PageToken[] = []
    let next = () => createToken(client, charge.id)
    const watching = watchCharge(charge.id, charge.eventCursor, {
      async token() {
        tokens.push(await next())
        return tokens.at(-1)?.token
      },
      show: (status: string) => shown.push(status),
      signal: new AbortController().signal,
    })
    await expect.poll(() => shown).toEqual(['PARTIALLY_REFUNDED'])
    await revokeToken(client, tokens[0]?.tokenId) // closes the socket as its end does
    await expect.poll(() => tokens.length).toBe(2)
    await refund(client, charge.id)
    await expect.poll(() => shown).toEqual(['PARTIALLY_REFUNDED', 'REFUNDED'])
    const [, second] = tokens
    next = async () => second as PageToken
    await revokeToken(client, second?.tokenId)
    await expect(watching).rejects.toMatchObject({ code: 4403 })
    expect(tokens.length).toBe(3)
  })

  test('watch.md, EventSource: the backend passes the stream on, and it resumes after Last-Event-ID', async () => {
    const charge = await newCharge(client, agreementId, 1_300)
    await refund(client, charge.id)
    const { relay } = await loadSnippet('docs/watch.md', 'export async function relay', perennial)
    /** The first event and all that came with it. */
    const begin = async (address: string, headers: Record<string, string>) => {
      const leaving = new AbortController()
      const request = new Request(address, { headers, signal: leaving.signal })
      const response: Response = await relay(request, charge.id)
      expect(response.headers.get('content-type')).toBe('text/event-stream')
      let text = ''
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        text += chunk
        if (/event: next\ndata: .*\n\n/.test(text)) break
      }
      leaving.abort()
      return text.match(/(?<=event: next\ndata: ).*/g)
    }
    const refunded = [expect.stringContaining('"status":"REFUNDED"')]
    const address = 'https://shop.example/orders/42/events'
    expect(await begin(`${address}?after=${charge.eventCursor}`, {})).toEqual(refunded)
    // The header is newer than the address.
    expect(await begin(`${address}?after=old`, { 'last-event-id': charge.eventCursor })).toEqual(refunded)
  })

  test('watch.md, EventSource: while the gateway is away or refuses, the browser connects again', async () => {
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
    const { id } = await newCharge(client, agreementId, 1_400)
    const { apollo, READ } = await loadSnippet('docs/watch.md', 'new ApolloClient', perennial)
    const { data } = await apollo.query({ query: READ, variables: { id } })
    expect(data.charge).toMatchObject({ id, status: 'CAPTURED', amount: { value: '1400', currency: 'USD' } })
    const { urql } = await loadSnippet('docs/watch.md', "from '@urql/core'", perennial)
    const read = await urql.query('query C($id: ID!) { charge(id: $id) { id version status } }', { id }).toPromise()
    expect(read.data.charge).toMatchObject({ id, status: 'CAPTURED' })
  })

  test('webhooks.md: the worker reads the log from its own cursor', async () => {
    const charge = await newCharge(client, agreementId, 1_500)
    await refund(client, charge.id)
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
