import { afterEach, describe, expect, test } from 'vitest'
import type { Scope } from '../../../src/domain/access/scopes.ts'
import type { SocketSettings } from '../../../src/http/websocket/socket-server.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { eventually, until } from '../../support/until.ts'
import { caller, costs, KEY, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect, openSocket, type TestSocket } from '../support/socket.ts'
import { createSource, type Source } from '../support/source.ts'

let server: SmallServer
let sources: Source<number>[]
let contexts: object[]
let executed: number
let texts: number
let valid: boolean
let scopes: readonly Scope[] = []
let checks: (readonly string[])[] = []
const callerOf = (credential: string): Caller | undefined =>
  valid && credential === KEY ? { ...caller, scopes } : undefined
const opened: TestSocket[] = []

const start = async (sockets: Partial<SocketSettings> = {}, credentialRecheckMs = 60_000) => {
  sources = []
  contexts = []
  executed = 0
  texts = 0
  valid = true
  checks = []
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Mutation { act: Int } type Subscription { ticks: Int! texts: String! }',
    resolvers: {
      Query: { hello: () => 'hello' },
      Mutation: { act: () => ++executed },
      Subscription: {
        ticks: () => {
          const source = createSource<number>()
          sources.push(source)
          return source
        },
        texts: async function* endless() {
          for (;;) {
            texts += 1
            yield 'x'.repeat(100_000)
          }
        },
      },
    },
    sockets,
    credentialRecheckMs,
    ports: {
      contextFor: (of, requestId) => {
        const context = { caller: of, requestId, loaders: {} }
        contexts.push(context)
        return context
      },
      authenticate: async credential => callerOf(credential),
      authenticateAll: async credentials => {
        checks.push(credentials)
        return credentials.map(callerOf)
      },
    },
  })
}

const open = async (authorization = KEY) => {
  const socket = await connect(server.wsUrl, authorization)
  opened.push(socket)
  return socket
}
const subscribe = async (socket: TestSocket, id: string) => {
  const before = sources.length
  socket.send({ type: 'subscribe', id, payload: { query: 'subscription { ticks }' } })
  await until('sources.length > before', () => sources.length > before)
  return sources[before] as Source<number>
}
const unsentBytes = async () =>
  Number(/perennial_unsent_bytes\{transport="ws"\} (\d+)/.exec(await server.metrics.registry.metrics())?.[1])
const openSubscriptions = async () => (await server.metrics.subscriptionsOpen.get()).values[0]?.value

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.raw.terminate()
  await server.stop()
})

describe('connection_init', () => {
  test.each([
    ['Bearer and key', { authorization: `Bearer ${KEY}` }],
    ['bare key', { authorization: KEY }],
    ['another spelling', { Authorization: `bearer ${KEY}` }],
  ])('is acknowledged: %s', async (_what, payload) => {
    await start()
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'connection_init', payload })
    expect(await socket.next()).toEqual({ type: 'connection_ack' })
    await socket.close()
  })

  test.each([
    ['no parameters', undefined, 4401],
    ['no authorization', { token: KEY }, 4401],
    ['another scheme', { authorization: `Basic ${KEY}` }, 4401],
    ['an unknown key', { authorization: 'sk_test_unknown' }, 4403],
  ])('is refused: %s', async (_what, payload, code) => {
    await start()
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'connection_init', payload })
    expect((await socket.closed).code).toBe(code)
  })

  test('a message that overtakes the refusal is not executed', async () => {
    await start()
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'connection_init' })
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'mutation { act }' } })
    expect((await socket.closed).code).toBe(4401)
    expect(executed).toBe(0)
  })

  test('comes in time or the socket is closed with 4408', async () => {
    await start({ initTimeoutMs: 20 })
    const socket = await openSocket(server.wsUrl)
    expect((await socket.closed).code).toBe(4408)
  })

  test('comes before anything else, or the socket is closed with 4401', async () => {
    await start()
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'mutation { act }' } })
    expect((await socket.closed).code).toBe(4401)
    expect(executed).toBe(0)
  })

  test('another subprotocol is closed with 4406', async () => {
    await start()
    const socket = await openSocket(server.wsUrl, 'graphql-ws').catch((error: Error) => error)
    if (socket instanceof Error) expect(socket.message).toMatch(/subprotocol/)
    else expect((await socket.closed).code).toBe(4406)
  })

  test('another address has no WebSocket', async () => {
    await start()
    await expect(openSocket(server.wsUrl.replace('/graphql', '/other'))).rejects.toThrow('404')
  })
})

describe('operations', () => {
  test('queries and mutations are answered too', async () => {
    await start()
    const socket = await open()
    socket.send({ type: 'subscribe', id: 'q', payload: { query: '{ hello }' } })
    expect(await socket.next()).toEqual({ type: 'next', id: 'q', payload: { data: { hello: 'hello' }, ...costs(1) } })
    expect(await socket.next()).toEqual({ type: 'complete', id: 'q' })
    socket.send({ type: 'subscribe', id: 'm', payload: { query: 'mutation { act }' } })
    expect(await socket.next()).toEqual({ type: 'next', id: 'm', payload: { data: { act: 1 }, ...costs(1) } })
  })

  test('an invalid one gets an error message with a code', async () => {
    await start()
    const socket = await open()
    socket.send({ type: 'subscribe', id: '1', payload: { query: '{ goodbye }' } })
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: '1',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })

  test('an unnamed one of several gets an error message with a code', async () => {
    await start()
    const socket = await open()
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'mutation A { act } mutation B { act }' } })
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: '1',
      payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    })
    expect(executed).toBe(0)
  })

  test('each event has a context of its own', async () => {
    await start()
    const socket = await open()
    const source = await subscribe(socket, '1')
    for (const tick of [1, 2]) {
      source.emit(tick)
      expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { ticks: tick } } })
    }
    expect(new Set(contexts.map(context => (context as { loaders: object }).loaders)).size).toBe(3)
  })

  test('complete ends the source, even while it waits', async () => {
    await start()
    const socket = await open()
    const source = await subscribe(socket, '1')
    expect(await openSubscriptions()).toBe(1)
    socket.send({ type: 'complete', id: '1' })
    await source.returned
    expect(await openSubscriptions()).toBe(0)
  })

  test('a closed socket ends its sources', async () => {
    await start()
    const socket = await open()
    const [first, second] = [await subscribe(socket, '1'), await subscribe(socket, '2')]
    socket.raw.terminate()
    await Promise.all([first.returned, second.returned])
    await eventually(async () => expect(await openSubscriptions()).toBe(0))
  })
})

describe('limits', () => {
  test('a message’s size: closed with 1009', async () => {
    await start({ maxMessageBytes: 1_000 })
    const socket = await open()
    socket.send({ type: 'subscribe', id: '1', payload: { query: `mutation { act } # ${'x'.repeat(1_000)}` } })
    expect((await socket.closed).code).toBe(1009)
    expect(executed).toBe(0)
  })

  test('buffered data for a client that does not read: closed with 1013, to resume', async () => {
    await start({ maxBufferedBytes: 200_000 })
    const socket = await open()
    socket.raw.pause()
    for (let id = 0; id < 20; id++)
      socket.send({ type: 'subscribe', id: String(id), payload: { query: 'subscription { texts }' } })
    await until('texts > 0', () => texts > 0)
    // The system's buffers are full, and so is the limit behind them.
    await until('more than the bound to wait', async () => (await unsentBytes()) > 200_000)
    socket.raw.resume()
    expect((await socket.closed).code).toBe(1013)
    await eventually(async () => {
      const { values } = await server.metrics.socketsClosed.get()
      expect(values.map(({ labels, value }) => [labels.code, value])).toEqual([['1013', 1]])
    })
    await eventually(async () => expect(await openSubscriptions()).toBe(0))
  })

  test('a client that answers no ping is cut off', async () => {
    await start({ pingEveryMs: 20 })
    const socket = await openSocket(server.wsUrl)
    opened.push(socket)
    socket.raw.pong = () => {}
    Object.assign(socket.raw, { _autoPong: false })
    socket.send({ type: 'connection_init', payload: { authorization: KEY } })
    expect((await socket.closed).code).toBe(1006)
  })

  test('a client that answers pings stays', async () => {
    // Long enough for an answer on a busy machine.
    await start({ pingEveryMs: 400 })
    const socket = await open()
    let pings = 0
    socket.raw.on('ping', () => {
      pings += 1
    })
    await until('pings >= 3', () => pings >= 3)
    expect(socket.raw.readyState).toBe(socket.raw.OPEN)
  })
})

test('an operation on an open socket is for the credential as it is then, whenever that was checked before', async () => {
  await start()
  const socket = await open()
  scopes = ['read']
  socket.send({ type: 'subscribe', id: '1', payload: { query: '{ hello }' } })
  expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { hello: 'hello' }, ...costs(1) } })
  expect(contexts.at(-1)).toMatchObject({ caller: { scopes: ['read'] } })
  valid = false
  socket.send({ type: 'subscribe', id: '2', payload: { query: 'mutation { act }' } })
  expect((await socket.closed).code).toBe(4403)
  expect(executed).toBe(0)
})

test('a socket whose key lost a scope is closed with 4403', async () => {
  scopes = ['read', 'charge']
  await start({}, 20)
  const socket = await open()
  const source = await subscribe(socket, '1')
  scopes = ['read']
  expect((await socket.closed).code).toBe(4403)
  await source.returned
})

test('all sockets with one credential are checked together', async () => {
  await start({}, 20)
  await Promise.all([open(), open(), open()])
  checks = []
  await until('two checks', () => checks.length >= 2)
  expect(checks.slice(0, 2)).toEqual([[KEY], [KEY]])
})

test('an expired credential closes its sockets with 4403, and ends their subscriptions', async () => {
  await start({}, 20)
  const socket = await open()
  const source = await subscribe(socket, '1')
  valid = false
  expect((await socket.closed).code).toBe(4403)
  await source.returned
})

test.each([
  '{"type":"next","id":"1","payload":{}}',
  '{"type":"connection_ack"}',
  '{"type":"subscribe","payload":{"query":"{ hello }"}}',
  '{"type":"subscribe","id":5,"payload":{"query":"{ hello }"}}',
  '{"type":"subscribe","id":"","payload":{"query":"{ hello }"}}',
  '{"type":"complete"}',
  '{"id":"1","payload":{"query":"{ hello }"}}',
  '[]',
  'no JSON',
])('a message that no client may send closes the socket with 4400: %s', async message => {
  await start()
  const socket = await open()
  socket.send(message)
  expect(await socket.closed).toEqual({ code: 4400, reason: 'Invalid message received' })
})
