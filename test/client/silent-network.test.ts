import { type TestContext, test as testOne } from 'vitest'
import {
  type Client,
  type ClientOptions,
  createClient,
  PerennialError,
  TypedDocumentString,
} from '../../src/client/index.ts'
import { KEY, startSmallServer } from '../http/support/small-server.ts'
import { createSource, type Source } from '../http/support/source.ts'
import { until } from '../support/until.ts'
import { startDeafListener } from './support/deaf-listener.ts'
import { startSilentProxy } from './support/silent-proxy.ts'

const Ticks = new TypedDocumentString<{ ticks: { eventCursor: string } }, { after?: string }>(
  'subscription ($after: String) { ticks(after: $after) { eventCursor } }',
)
// No time here can fail a test on a busy machine: where one passes too soon, there is one more connection.
const LONG_MS = 60_000
const heartbeat = { connectWithinMs: 200, pingEveryMs: 100, pongWithinMs: 100 }
const NO_CONNECTION = 'closed: 4499 no connection within 200 ms'
const NOTHING_CAME = 'closed: 4499 nothing came for 200 ms'

/** A server with a log of ticks, behind a proxy. */
async function startWorld({ onTestFinished }: TestContext) {
  const log: string[] = []
  const sources = new Set<Source<{ eventCursor: string }>>()
  let asked = 0
  const server = await startSmallServer({
    sdl: 'type Query { ok: Int } type Tick { eventCursor: String! } type Subscription { ticks(after: String): Tick! }',
    resolvers: {
      Query: { ok: () => 1 },
      Subscription: {
        ticks(_root, { after }: { after?: string | null }) {
          asked += 1
          const source = createSource<{ eventCursor: string }>()
          for (const cursor of log.slice(log.indexOf(after ?? '') + 1)) source.emit({ eventCursor: cursor })
          sources.add(source)
          return source
        },
      },
    },
  })
  onTestFinished(() => server.stop(0))
  const proxy = await startSilentProxy(server.graphqlUrl)
  onTestFinished(() => proxy.close())
  return {
    server,
    proxy,
    emit(cursor: string) {
      log.push(cursor)
      for (const source of sources) source.emit({ eventCursor: cursor })
    },
    /** How many subscriptions there were. */
    asked: () => asked,
    client(options: Partial<ClientOptions> = {}) {
      const client = createClient({ url: proxy.url, authorization: KEY, heartbeat, ...options })
      onTestFinished(() => client.close())
      return client
    },
  }
}

/** Reads ticks in the background, and notes what it was told. */
function follow(client: Client, signal?: AbortSignal) {
  const [seen, reasons]: [string[], string[]] = [[], []]
  const onReconnect = ({ reason }: { reason: string }) => reasons.push(reason)
  const ended = (async () => {
    const options = signal ? { signal, onReconnect } : { onReconnect }
    for await (const { eventCursor } of client.watch(Ticks, { after: 'start' }, options)) seen.push(eventCursor)
  })()
  ended.catch(() => {}) // for tests that wait for something else
  return { seen, reasons, ended }
}

const test = testOne.concurrent

test.for([
  ['after a connection is accepted', undefined, heartbeat, NO_CONNECTION],
  ['in the middle of the upgrade', 'HTTP/1.1 101', heartbeat, NO_CONNECTION],
  ['after the upgrade', '\r\n\r\n', heartbeat, NO_CONNECTION],
  ['after the acknowledgement', '"connection_ack"}', { ...heartbeat, connectWithinMs: LONG_MS }, NOTHING_CAME],
  ['in the middle of an event', '"c2', { ...heartbeat, connectWithinMs: LONG_MS }, NOTHING_CAME],
] as const)('watch outlives a network that goes silent %s', async ([_when, text, times, reason], context) => {
  const { expect } = context
  const { proxy, emit, client } = await startWorld(context)
  for (const cursor of ['start', 'c1', 'c2']) emit(cursor)
  proxy.silence(text)
  const { seen, reasons } = follow(client({ heartbeat: times }))
  await until('a loss', () => reasons.length > 0)
  proxy.speak()
  await until('the second event', () => seen.at(-1) === 'c2')
  emit('c3')
  await until('the third event', () => seen.at(-1) === 'c3')
  expect(seen).toEqual(['c1', 'c2', 'c3'])
  expect(reasons[0]).toBe(reason)
})

test.for([
  ['before the first event', 0],
  ['between two events', 1],
] as const)('watch outlives a network that goes silent %s', async ([_when, before], context) => {
  const { expect } = context
  const { proxy, emit, client, asked } = await startWorld(context)
  const { seen, reasons } = follow(client())
  await until('the subscription', () => asked() > 0)
  const expected = ['c1', 'c2', 'c3']
  for (const cursor of expected.slice(0, before)) emit(cursor)
  await until('the events before', () => seen.length === before)
  proxy.silence()
  for (const cursor of expected.slice(before)) emit(cursor)
  const lost = reasons.length
  await until('two losses', () => reasons.length >= lost + 2)
  proxy.speak()
  await until('the last event', () => seen.at(-1) === 'c3')
  expect(seen).toEqual(expected)
})

test('watch outlives a network that answers no attempt to connect', async context => {
  const { expect } = context
  const { server, emit, client } = await startWorld(context)
  const listener = await startDeafListener(server.graphqlUrl)
  context.onTestFinished(() => listener.close())
  for (const cursor of ['start', 'c1']) emit(cursor)
  const { seen, reasons } = follow(client({ url: listener.url }))
  await until('a loss', () => reasons.length > 0)
  listener.hear()
  await until('the event', () => seen.at(-1) === 'c1')
  expect(seen).toEqual(['c1'])
  expect(reasons[0]).toBe(NO_CONNECTION)
})

test('a watch that begins on a connection that is dead outlives it, as does the one that is there', async context => {
  const { expect } = context
  const { proxy, emit, client, asked } = await startWorld(context)
  emit('start')
  const shared = client()
  const first = follow(shared)
  await until('the first subscription', () => asked() > 0)
  proxy.silence()
  const second = follow(shared)
  const lost = first.reasons.length
  await until('both losses', () => first.reasons.length > lost && second.reasons.length > 0)
  emit('c1')
  proxy.speak()
  await until('the event, twice', () => first.seen.length > 0 && second.seen.length > 0)
  expect([first.seen, second.seen]).toEqual([['c1'], ['c1']])
})

test('a normal closure of the connection brings no event twice', async context => {
  const { expect } = context
  const sockets = new Set<WebSocket>()
  const webSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.add(this)
    }
  }
  const { emit, client, asked } = await startWorld(context)
  // More than are remembered, so that only the cursor tells.
  const expected = Array.from({ length: 1_001 }, (_, index) => `c${index}`)
  for (const cursor of ['start', ...expected]) emit(cursor)
  const { seen, reasons } = follow(client({ webSocket, heartbeat: {} }))
  await until('the events', () => seen.length === expected.length)
  for (const socket of sockets) socket.close(1000)
  await until('another subscription', () => asked() === 2)
  emit('last')
  await until('the last event', () => seen.includes('last'))
  expect(seen).toEqual([...expected, 'last'])
  expect(reasons).toEqual(['closed: 1000'])
})

test.for([
  ['never settles', () => new Promise<string>(() => {}), heartbeat, NO_CONNECTION],
  [
    'throws',
    () => Promise.reject(new TypeError('fetch failed')),
    { connectWithinMs: LONG_MS },
    'closed: 4499 authorization: TypeError: fetch failed',
  ],
] as const)('watch outlives an authorization that %s', async ([_how, fail, times, reason], context) => {
  const { expect } = context
  const { emit, client } = await startWorld(context)
  for (const cursor of ['start', 'c1']) emit(cursor)
  let calls = 0
  const authorization = async () => {
    calls += 1
    return calls === 1 ? fail() : KEY
  }
  const { seen, reasons } = follow(client({ authorization, heartbeat: times }))
  await until('the event', () => seen.length > 0)
  expect([seen, reasons[0]]).toEqual([['c1'], reason])
})

test('an authorization that fails late does not end the next connection', async context => {
  const { expect } = context
  const { emit, client } = await startWorld(context)
  for (const cursor of ['start', 'c1']) emit(cursor)
  let failFirst = (_error: Error) => {}
  let calls = 0
  const authorization = () => {
    calls += 1
    return calls === 1 ? new Promise<string>((_resolve, reject) => (failFirst = reject)) : KEY
  }
  const { seen, reasons } = follow(client({ authorization, heartbeat: { connectWithinMs: 200 } }))
  await until('the event', () => seen.length > 0)
  const before = reasons.length
  failFirst(new Error('too late'))
  emit('c2')
  await until('the next event', () => seen.length > 1)
  expect(seen).toEqual(['c1', 'c2'])
  expect(reasons).toHaveLength(before)
})

test('a PerennialError of authorization ends what is watched, and a request', async context => {
  const { expect } = context
  const { client, asked } = await startWorld(context)
  let calls = 0
  const refusal = new PerennialError('Sign in again.', 'UNAUTHENTICATED')
  const refused = client({
    heartbeat: {},
    authorization() {
      calls += 1
      throw refusal
    },
  })
  await expect(follow(refused).ended).rejects.toBe(refusal)
  await expect(refused.request('{ ok }', {})).rejects.toBe(refusal)
  expect([calls, asked()]).toEqual([2, 0])
})

test.for([
  ['while the connection is being made', undefined],
  ['on a dead connection', '"connection_ack"}'],
])('its signal and close() end what is watched %s', async ([_when, text], context) => {
  const { expect } = context
  const { proxy, client } = await startWorld(context)
  proxy.silence(text)
  const sockets: WebSocket[] = []
  const webSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      sockets.push(this)
    }
  }
  // Times that do not pass within the test.
  const patient = client({ webSocket, heartbeat: { connectWithinMs: LONG_MS } })
  const stop = new AbortController()
  const [stopped, closed] = [follow(patient, stop.signal), follow(patient)]
  await until('the connection', () => sockets.length === 1 && (text === undefined || sockets[0]?.readyState === 1))
  stop.abort()
  await stopped.ended
  await patient.close()
  await closed.ended
  expect([stopped.reasons, closed.reasons]).toEqual([[], []])
})

test('a request that a silent network swallowed is sent again', async context => {
  const { expect } = context
  const { proxy, client } = await startWorld(context)
  proxy.silence('HTTP/1.1 200')
  const tries: number[] = []
  const counting: typeof fetch = async (url, init) => {
    tries.push(tries.length)
    if (tries.length === 2) proxy.speak()
    return fetch(url, init)
  }
  const { request } = client({ fetch: counting, timeoutMs: 300 })
  expect(await request('{ ok }', {})).toEqual({ ok: 1 })
  expect(tries.length).toBeGreaterThanOrEqual(2)
})
