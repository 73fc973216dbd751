import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { eventually } from '../../support/until.ts'
import { readEvents } from '../support/event-stream.ts'
import {
  caller,
  costs,
  get,
  KEY,
  post,
  type SmallServer,
  type SmallServerOptions,
  startSmallServer,
} from '../support/small-server.ts'
import { createSource, type Source } from '../support/source.ts'

let server: SmallServer
let source: Source<number>
let subscribed: (string | undefined)[]
let valid: boolean
let timesWritten = 0
let beforeKeyIsRead: () => Promise<void>
afterEach(() => server.stop())

const start = async (credentialRecheckMs = 60_000, settings: Partial<SmallServerOptions> = {}) => {
  source = createSource()
  subscribed = []
  valid = true
  beforeKeyIsRead = async () => {}
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Subscription { ticks(after: String): Int! texts: String! counted: Counted! } scalar Counted',
    resolvers: {
      Query: { hello: () => 'hello' },
      Subscription: {
        ticks: (_root, { after }: { after?: string }, { resumeAfter }: { resumeAfter?: string }) => {
          subscribed.push(resumeAfter ?? after)
          return source
        },
        counted: async function* once() {
          yield { toJSON: () => ++timesWritten }
        },
        texts: async function* endless() {
          for (;;) yield 'x'.repeat(100_000)
        },
      },
    },
    credentialRecheckMs,
    streamStallMs: 2_000,
    ...settings,
    ports: {
      cursorOf: event => (typeof event === 'number' ? `cursor-${event}` : undefined),
      async authenticate(credential) {
        await beforeKeyIsRead()
        return valid && credential === KEY ? caller : undefined
      },
    },
  })
}

const query = 'subscription ($after: String) { ticks(after: $after) }'
const accept = 'text/event-stream'
const methods = {
  POST: (asked: object, headers: object = {}) => post(server.graphqlUrl, asked, { accept, ...headers }),
  GET: ({ variables, ...asked }: { query?: string; variables?: object }, headers: object = {}) =>
    get(server.graphqlUrl, { ...asked, variables: variables && JSON.stringify(variables) }, { accept, ...headers }),
}
const openSubscriptions = async () => (await server.metrics.subscriptionsOpen.get()).values[0]?.value
const head = (path: string) =>
  `GET ${path} HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer ${KEY}\r\nAccept: ${accept}\r\n\r\n`
const SUBSCRIBE = `/graphql?${new URLSearchParams({ query })}`
const openConnection = () => {
  const { hostname, port } = new URL(server.url)
  return connect(Number(port), hostname)
}

describe.each(['POST', 'GET'] as const)('a stream by %s', method => {
  const stream = (headers: object = {}, variables: object = {}) => methods[method]({ query, variables }, headers)

  test('is chosen if JSON is accepted too, and has headers that keep proxies from buffering it', async () => {
    await start()
    const response = await stream({ accept: 'application/graphql-response+json, application/json, text/event-stream' })
    const names = ['content-type', 'cache-control', 'x-accel-buffering', 'content-encoding']
    expect([response.status, ...names.map(name => response.headers.get(name))]).toEqual([
      200,
      'text/event-stream',
      'no-store, no-transform',
      'no',
      null,
    ])
    await response.body?.cancel()
  })

  test('sends each event as it comes, and completes', async () => {
    await start()
    const events = readEvents(await stream())
    for (const tick of [1, 2]) {
      source.emit(tick)
      expect(await events.next()).toMatchObject({ event: 'next', data: { data: { ticks: tick } } })
    }
    await source.return?.()
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
    expect(await events.next()).toBe(undefined)
    expect(await openSubscriptions()).toBe(0)
  })

  test('also answers a query, as one result', async () => {
    await start()
    const events = readEvents(await methods[method]({ query: '{ hello }' }))
    expect(await events.next()).toEqual({ event: 'next', data: { data: { hello: 'hello' }, ...costs(1) } })
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
  })

  test('names each event by its cursor, and Last-Event-ID resumes after it', async () => {
    await start()
    const events = readEvents(await stream())
    source.emit(1)
    expect(await events.next()).toEqual({ event: 'next', id: 'cursor-1', data: { data: { ticks: 1 } } })
    await source.return?.()
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
    await stream({ 'last-event-id': 'cursor-1' }, { after: 'cursor-0' })
    await stream({}, { after: 'cursor-0' })
    await stream({ 'last-event-id': '' }, { after: 'cursor-0' })
    expect(subscribed).toEqual([undefined, 'cursor-1', 'cursor-0', 'cursor-0'])
  })

  const noStream =
    'Subscriptions need server-sent events or a WebSocket. Send "Accept: text/event-stream", or connect with the ' +
    'protocol graphql-transport-ws.'
  const nothing =
    'The Accept header has no supported type. Accept application/graphql-response+json, application/json or ' +
    'text/event-stream.'
  test.each([
    ['application/json', noStream],
    ['application/graphql-response+json', noStream],
    ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/graphql-response+json', noStream],
    ['multipart/mixed', nothing],
    ['text/plain', nothing],
  ])('is refused if only this type is accepted, and leaves nothing open: %s', async (accepted, message) => {
    await start()
    const response = await stream({ accept: accepted })
    const type = accepted.includes('graphql-response') ? 'application/graphql-response+json' : 'application/json'
    expect([response.status, response.headers.get('content-type')]).toEqual([406, `${type}; charset=utf-8`])
    expect(await response.json()).toEqual({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(subscribed).toEqual([])
  })

  test('ends with its reader', async () => {
    await start()
    const response = await stream()
    expect(await openSubscriptions()).toBe(1)
    await response.body?.cancel()
    await source.returned
    await eventually(async () => expect(await openSubscriptions()).toBe(0))
  })

  test('ends with its credential', async () => {
    await start(20)
    const events = readEvents(await stream())
    valid = false
    expect(await events.next()).toMatchObject({ data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } })
    expect(await events.next()).toEqual({ event: 'complete', data: undefined })
    await source.returned
  })

  test('is cut by a stop without "complete", so that its client reconnects', async () => {
    await start()
    const events = readEvents(await stream())
    source.emit(1)
    await events.next()
    const next = events.next().catch((error: Error) => error)
    await server.stop(600_000)
    expect(await next).toBeInstanceOf(Error)
    await source.returned
  })

  test('is counted by its own kind and outcome', async () => {
    await start()
    await stream()
    await (await methods[method]({ query: '{ hello }' })).text()
    await (await methods[method]({ query: 'subscription { nothing }' })).text()
    const { values } = await server.metrics.operations.get()
    expect(values.map(({ labels, value }) => [labels.transport, labels.kind, labels.outcome, value])).toEqual([
      ['sse', 'subscription', 'ok', 1],
      ['sse', 'query', 'ok', 1],
      ['sse', 'subscription', 'refused', 1],
    ])
  })
})

test('an event is serialized once, to be measured and sent', async () => {
  await start()
  timesWritten = 0
  const events = readEvents(await methods.POST({ query: 'subscription { counted }' }))
  expect(await events.next()).toEqual({ event: 'next', data: { data: { counted: 1 } } })
  expect(timesWritten).toBe(1)
  expect(await events.next()).toEqual({ event: 'complete', data: undefined })
})

test('a quiet stream stays alive by comments', async () => {
  await start()
  const response = await methods.POST({ query })
  const reader = response.body?.getReader()
  const text = async () => new TextDecoder().decode((await reader?.read())?.value)
  expect(await text()).toBe(':\n\n')
  expect(await text()).toBe(':\n\n')
  await reader?.cancel()
})

test('streams by GET and by POST whose readers stop reading are counted and cut, and quiet ones are not', async () => {
  await start()
  const quiet = readEvents(await methods.GET({ query }))
  const stalled = [
    await methods.POST({ query: 'subscription { texts }' }),
    await methods.GET({ query: 'subscription { texts }' }),
  ]
  expect(await openSubscriptions()).toBe(3)
  await eventually(async () => {
    expect(await server.metrics.registry.metrics()).toMatch(/unsent_bytes\{transport="sse"\} [1-9]/)
  })
  await eventually(async () => expect(await openSubscriptions()).toBe(1))
  source.emit(1)
  expect(await quiet.next()).toMatchObject({ event: 'next', data: { data: { ticks: 1 } } })
  // Data sent before can still be read; there is no "complete", so that its client reconnects.
  for (const response of stalled) await expect(response.text()).rejects.toThrow('terminated')
})

test('streams that together hold too much unread data are cut, the one that has waited longest first', async () => {
  await start(60_000, { streamStallMs: 60_000, connections: { maxUnreadStreamBytes: 150_000 } })
  const unread = async () => methods.GET({ query: 'subscription { texts }' })
  const first = await unread()
  await eventually(async () => {
    expect(await server.metrics.registry.metrics()).toMatch(/unsent_bytes\{transport="sse"\} [1-9]/)
  })
  const second = await unread()
  await expect(first.text()).rejects.toThrow('terminated')
  expect(await openSubscriptions()).toBe(1)
  await second.body?.cancel()
})

test('a stream whose request was still arriving when the stop began is cut as well', async () => {
  await start()
  const body = JSON.stringify({ query })
  const socket = openConnection()
  let received = ''
  socket.on('data', chunk => {
    received += chunk
  })
  const length = `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  socket.write(head('/graphql').replace('GET', 'POST').replace('\r\n\r\n', `\r\n${length}`) + body.slice(0, -1))
  // Another request is answered, which shows that the server has the beginning of this one.
  await (await methods.POST({ query: '{ hello }' })).text()
  const stopped = server.stop()
  socket.write(body.slice(-1))
  await once(socket, 'close')
  await stopped
  expect(received).toBe('')
})

test('of several streams requested on one connection the first begins, and all end with it', async () => {
  await start()
  const socket = openConnection()
  socket.write(head(SUBSCRIBE).repeat(3))
  await eventually(() => expect(subscribed).toHaveLength(1))
  socket.destroy()
  await eventually(async () => expect(await openSubscriptions()).toBe(0))
  expect(subscribed).toHaveLength(1)
})

test('a connection that is gone before its key was read leaves nothing open', async () => {
  await start()
  const looked = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  beforeKeyIsRead = () => {
    looked.resolve()
    return mayEnd.promise
  }
  const socket = openConnection()
  socket.write(head(SUBSCRIBE))
  await looked.promise
  socket.resetAndDestroy()
  await eventually(async () =>
    expect(await server.metrics.registry.metrics()).toContain('perennial_http_request_duration_seconds_count{'),
  )
  mayEnd.resolve()
  await (await methods.POST({ query: '{ hello }' })).text()
  expect(subscribed).toEqual([])
  expect(await openSubscriptions()).toBe(0)
})
