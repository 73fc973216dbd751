import { afterEach, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import { readEvents } from '../support/event-stream.ts'
import { post, type SmallServer, type SmallServerOptions, startSmallServer } from '../support/small-server.ts'
import { connect, openSocket, type TestSocket } from '../support/socket.ts'
import { createSource } from '../support/source.ts'
import { authenticate } from './support.ts'

let server: SmallServer
let subscribed: number
const sockets: TestSocket[] = []
const streams: AbortController[] = []
afterEach(async () => {
  for (const { raw } of sockets.splice(0)) raw.terminate()
  for (const stream of streams.splice(0)) stream.abort()
  await server.stop(0)
})

const start = async (options: Partial<SmallServerOptions> = {}) => {
  subscribed = 0
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Subscription { ticks: Int! }',
    resolvers: {
      Query: { hello: () => 'hello' },
      Subscription: {
        ticks: () => {
          subscribed += 1
          return createSource<number>()
        },
      },
    },
    ports: { authenticate },
    trustedProxies: ['127.0.0.1'],
    ...options,
  })
}
const open = async (key: string) => {
  const socket = await connect(server.wsUrl, key)
  sockets.push(socket)
  return socket
}
/** Subscribes, and returns once it is open; or the error. */
const subscribe = async (socket: TestSocket, id: string) => {
  const before = subscribed
  socket.send({ type: 'subscribe', id, payload: { query: 'subscription { ticks }' } })
  const refusal = socket.next()
  refusal.catch(() => {}) // the socket is closed at the end
  return Promise.race([until('it to be subscribed', () => subscribed > before), refusal])
}
const stream = async (key: string) => {
  const controller = new AbortController()
  streams.push(controller)
  const headers = { authorization: `Bearer ${key}`, accept: 'text/event-stream' }
  return post(server.graphqlUrl, { query: 'subscription { ticks }' }, headers, { signal: controller.signal })
}
const metric = async (name: string) => {
  const { values } = (await server.metrics.registry.getSingleMetric(name)?.get()) ?? { values: [] }
  return Object.fromEntries(values.map(({ labels, value }) => [Object.values(labels).join(' '), value]))
}

describe('subscriptions', () => {
  // Of 20,000 in all: 4 for a merchant, 2 for a key.
  const quotas = { merchantShare: 4 / 20_000, subscriptionsOfToken: 1 }

  test('of a key: the one too many is an error of its operation, and opens nothing', async () => {
    await start({ quotas })
    const socket = await open('sk_a')
    for (const id of ['1', '2']) expect(await subscribe(socket, id)).toBe(true)
    const other = await open('sk_a')
    expect(await subscribe(other, '3')).toMatchObject({
      type: 'next',
      id: '3',
      payload: { errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 5 } }] },
    })
    expect([subscribed, await metric('perennial_merchant_subscriptions_open')]).toEqual([2, { mer_a: 2 }])
    expect(await metric('perennial_merchant_refused_total')).toEqual({ 'mer_a subscriptions-key': 1 })
  })

  test('a place is free again when a subscription ends', async () => {
    await start({ quotas })
    const socket = await open('sk_a')
    for (const id of ['1', '2']) await subscribe(socket, id)
    socket.send({ type: 'complete', id: '1' })
    await until('it to end', async () => (await metric('perennial_merchant_subscriptions_open'))['mer_a'] === 1)
    expect(await subscribe(await open('sk_a'), '3')).toBe(true)
  })

  test('of a merchant, over every transport: two keys and a token have four, and another merchant is not affected', async () => {
    await start({ quotas })
    await subscribe(await open('sk_a'), '1')
    for (const key of ['sk_a2', 'sk_a2', 'ct_a']) expect((await stream(key)).status).toBe(200)
    const refused = await stream('sk_a')
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '5'])
    expect(await readEvents(refused).next()).toEqual({
      event: 'next',
      data: {
        errors: [
          {
            message:
              'This merchant has too many open subscriptions in this process: at most 4 are allowed. Close one. ' +
              'Nothing was done. Send the same request again in 5 s.',
            extensions: { code: 'RATE_LIMITED', retryAfter: 5 },
          },
        ],
      },
    })
    expect(subscribed).toBe(4)
    expect((await stream('sk_b')).status).toBe(200)
  })

  test('of a client token', async () => {
    await start({ quotas })
    expect((await stream('ct_a')).status).toBe(200)
    const refused = await stream('ct_a')
    expect([refused.status, await refused.text()]).toEqual([
      429,
      expect.stringContaining('This client token has too many'),
    ])
    expect(subscribed).toBe(1)
  })

  test('of an address, unless it is an own proxy', async () => {
    await start({ trustedProxies: [], quotas: { subscriptionsOfAddress: 2 } })
    for (const key of ['sk_a', 'sk_b']) expect((await stream(key)).status).toBe(200)
    expect((await stream('sk_b')).status).toBe(429)
    expect(subscribed).toBe(2)
    await server.stop(0)
    await start({ quotas: { subscriptionsOfAddress: 2 } })
    for (const key of ['sk_a', 'sk_b', 'sk_b']) expect((await stream(key)).status).toBe(200)
  })
})

describe('WebSockets', () => {
  // Of 8 connections in all: 4 for a merchant, 2 for a key.
  const options = { connections: { maxConnections: 8 }, quotas: { socketsOfToken: 1 } }
  const tryOpen = async (key: string) => {
    const socket = await openSocket(server.wsUrl)
    sockets.push(socket)
    socket.send({ type: 'connection_init', payload: { authorization: key } })
    return Promise.race([
      socket.next().then(
        ({ type }) => type,
        () => socket.closed,
      ),
      socket.closed,
    ])
  }

  test('of a key, a token and a merchant: one too many is closed with 1013, and another merchant is not affected', async () => {
    await start(options)
    for (const key of ['sk_a', 'sk_a']) expect(await tryOpen(key)).toBe('connection_ack')
    expect(await tryOpen('sk_a')).toEqual({ code: 1013, reason: 'Too many WebSockets: at most 2' })
    expect(await tryOpen('ct_a')).toBe('connection_ack')
    expect(await tryOpen('ct_a')).toEqual({ code: 1013, reason: 'Too many WebSockets: at most 1' })
    expect(await tryOpen('sk_a2')).toBe('connection_ack')
    expect(await tryOpen('sk_a2')).toEqual({ code: 1013, reason: 'Too many WebSockets: at most 4' })
    expect(await tryOpen('sk_b')).toBe('connection_ack')
    sockets[0]?.raw.terminate()
    await until('the place to be free', async () => (await tryOpen('sk_a')) === 'connection_ack')
  })

  test('of an address: one too many is refused with 429 before it is a WebSocket', async () => {
    await start({ trustedProxies: [], quotas: { socketsOfAddress: 2 } })
    for (const key of ['sk_a', 'sk_b']) await open(key)
    await expect(openSocket(server.wsUrl)).rejects.toThrow('429')
    sockets[0]?.raw.terminate()
    await until('the place to be free', () =>
      open('sk_b').then(
        () => true,
        () => false,
      ),
    )
  })
})

test('connections of an address: one too many is closed, and counted; an own proxy has as many as it wants', async () => {
  await start({ trustedProxies: [], quotas: { connectionsOfAddress: 2 } })
  for (const key of ['sk_a', 'sk_b']) await open(key)
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
  expect(await metric('perennial_connections_refused_total')).toEqual({ '': 1 })
  await server.stop(0)
  await start({ quotas: { connectionsOfAddress: 2 } })
  for (const key of ['sk_a', 'sk_b']) await open(key)
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
})
