import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readEvents } from '../support/event-stream.ts'
import { caller, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { createSource, type Source } from '../support/source.ts'

let server: SmallServer
let source: Source<number>
let valid: boolean
let executed: number
afterEach(() => server.stop())

const start = async (credentialRecheckMs = 60_000) => {
  source = createSource()
  valid = true
  executed = 0
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Mutation { act: Int } type Subscription { ticks: Int! }',
    resolvers: {
      Query: { hello: () => 'hello' },
      Mutation: { act: () => ++executed },
      Subscription: { ticks: () => source },
    },
    credentialRecheckMs,
    ports: { authenticate: async credential => (valid && credential === KEY ? caller : undefined) },
  })
}

describe('credentials', () => {
  test.each([
    ['none', undefined],
    ['an unknown key', 'Bearer sk_test_unknown'],
    ['a key without its scheme', KEY],
    ['another scheme', `Basic ${KEY}`],
    ['two keys', `Bearer ${KEY}, Bearer ${KEY}`],
  ])('are refused with 401: %s', async (_what, authorization) => {
    await start()
    for (const accept of ['application/json', 'application/graphql-response+json', 'text/event-stream']) {
      const response = await post(server.graphqlUrl, { query: 'mutation { act }' }, { authorization, accept })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    }
    expect(executed).toBe(0)
  })

  test('are asked for before a body is read', async () => {
    await start()
    const response = await post(server.graphqlUrl, 'x'.repeat(2_000_000), { authorization: undefined })
    expect(response.status).toBe(401)
  })

  test('are needed for GET too', async () => {
    await start()
    expect((await fetch(`${server.graphqlUrl}?query={hello}`)).status).toBe(401)
  })

  test('that cannot be looked up are no refusal: 500, masked', async () => {
    server = await startSmallServer({
      sdl: 'type Query { hello: String }',
      ports: {
        authenticate: async () => {
          throw new Error('connection refused')
        },
      },
    })
    const response = await post(server.graphqlUrl, { query: '{ hello }' })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ errors: [{ message: 'Unexpected error' }] })
  })
})

describe('server-sent events', () => {
  const stream = () => post(server.graphqlUrl, { query: 'subscription { ticks }' }, { accept: 'text/event-stream' })
  const openSubscriptions = async () => (await server.metrics.subscriptionsOpen.get()).values[0]?.value

  test('come one by one, and complete', async () => {
    await start()
    const response = await stream()
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream'])
    const events = readEvents(response)
    source.emit(1)
    expect(await events.next()).toEqual({ event: 'next', data: { data: { ticks: 1 } } })
    source.emit(2)
    expect(await events.next()).toEqual({ event: 'next', data: { data: { ticks: 2 } } })
    await source.return?.()
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
    expect(await events.next()).toBe(undefined)
    expect(await openSubscriptions()).toBe(0)
  })

  test('also answer a query, as one result', async () => {
    await start()
    const events = readEvents(await post(server.graphqlUrl, { query: '{ hello }' }, { accept: 'text/event-stream' }))
    expect(await events.next()).toEqual({ event: 'next', data: { data: { hello: 'hello' } } })
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
  })

  test('are chosen for a subscription where JSON and streams are accepted', async () => {
    await start()
    const accept = 'application/graphql-response+json, application/json, text/event-stream'
    const response = await post(server.graphqlUrl, { query: 'subscription { ticks }' }, { accept })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    await response.body?.cancel()
  })

  test('that nobody reads any more end their source', async () => {
    await start()
    const response = await stream()
    expect(await openSubscriptions()).toBe(1)
    await response.body?.cancel()
    await source.returned
    await vi.waitFor(async () => expect(await openSubscriptions()).toBe(0))
  })

  test('stay alive between events', async () => {
    await start()
    const response = await stream()
    const reader = response.body?.getReader()
    const text = async () => new TextDecoder().decode((await reader?.read())?.value)
    expect(await text()).toBe(':\n\n')
    expect(await text()).toBe(':\n\n')
    await reader?.cancel()
  })

  test('end with UNAUTHENTICATED where the credential does', async () => {
    await start(20)
    const events = readEvents(await stream())
    valid = false
    expect(await events.next()).toMatchObject({
      event: 'next',
      data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    })
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
    await source.returned
  })

  test('whose reader takes nothing any more are cut, and quiet ones are not', async () => {
    source = createSource()
    server = await startSmallServer({
      sdl: 'type Query { hello: String } type Subscription { ticks: Int! texts: String! }',
      resolvers: {
        Subscription: {
          ticks: () => source,
          texts: async function* endless() {
            for (;;) yield 'x'.repeat(100_000)
          },
        },
      },
      streamStallMs: 2_000,
    })
    const quiet = readEvents(await stream())
    const stalled = await post(server.graphqlUrl, { query: 'subscription { texts }' }, { accept: 'text/event-stream' })
    expect(await openSubscriptions()).toBe(2)
    await vi.waitFor(async () => expect(await openSubscriptions()).toBe(1), { timeout: 20_000 })
    source.emit(1)
    expect(await quiet.next()).toEqual({ event: 'next', data: { data: { ticks: 1 } } })
    // What had left before is still to be read; there is no "complete", so that its client comes back.
    await expect(stalled.text()).rejects.toThrow('terminated')
  })

  test('are cut by a stop without "complete", so that clients come back', async () => {
    await start()
    const events = readEvents(await stream())
    source.emit(1)
    await events.next()
    const next = events.next().catch((error: Error) => error)
    await server.stop()
    expect(await next).toBeInstanceOf(Error)
    await source.returned
  })

  test('whose request was still coming in when the stop began are cut as well', async () => {
    await start()
    const body = JSON.stringify({ query: 'subscription { ticks }' })
    const url = new URL(server.graphqlUrl)
    const socket = connect(Number(url.port), url.hostname)
    let received = ''
    socket.on('data', chunk => {
      received += chunk
    })
    const headers = [
      ...['POST /graphql HTTP/1.1', `Host: ${url.host}`, `Authorization: Bearer ${KEY}`, 'Accept: text/event-stream'],
      ...['Content-Type: application/json', `Content-Length: ${body.length}`, '', ''],
    ]
    socket.write(headers.join('\r\n') + body.slice(0, -1))
    // Another request is answered: the server has this one's beginning.
    await post(server.graphqlUrl, { query: '{ hello }' })
    const stopped = server.stop()
    socket.write(body.slice(-1))
    await once(socket, 'close')
    await stopped
    expect(received).toBe('')
  })
})
