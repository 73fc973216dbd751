import { afterEach, describe, expect, test, vi } from 'vitest'
import { get, post, type SmallServer, type SmallServerOptions, startSmallServer } from '../support/small-server.ts'
import { connect, type TestSocket } from '../support/socket.ts'
import { authenticate } from './support.ts'

let server: SmallServer
let executed: number
const sockets: TestSocket[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const { raw } of sockets.splice(0)) raw.terminate()
  await server.stop()
})

// A key has half of its merchant's operations: 1 a second and 10 at once.
const quotas = { operationsPerSecond: 2, valuesPerSecond: 25 }

const start = async (options: Partial<SmallServerOptions> = {}) => {
  executed = 0
  vi.useFakeTimers({ toFake: ['performance'] })
  server = await startSmallServer({
    sdl: 'type Query { hello: String list(first: Int): [String!]! } type Mutation { act: Int }',
    resolvers: { Query: { hello: () => 'hello', list: () => ['x'] }, Mutation: { act: () => ++executed } },
    ports: { authenticate },
    // Every test has the address 127.0.0.1.
    trustedProxies: ['127.0.0.1'],
    quotas,
    ...options,
  })
}
const act = (key: string, query = 'mutation { act }') =>
  post(server.graphqlUrl, { query }, { authorization: `Bearer ${key}` })
const times = async (count: number, key: string, query?: string) => {
  const statuses = []
  for (let i = 0; i < count; i++) statuses.push((await act(key, query)).status)
  return statuses
}
const all = (count: number, status: number) => Array(count).fill(status)
const refused = async (limit: string) => {
  const { values } = (await server.metrics.registry.getSingleMetric('perennial_merchant_refused_total')?.get()) ?? {}
  return values
    ?.filter(({ labels }) => labels['limit'] === limit)
    .map(({ labels, value }) => [labels['merchant'], value])
}

describe('operations', () => {
  test('of a key: ten pass at once, the eleventh gets 429 and does nothing; a second later one more passes', async () => {
    await start({ quotas: { ...quotas, valuesPerSecond: 1_000 } })
    expect(await times(10, 'sk_a')).toEqual(all(10, 200))
    const response = await act('sk_a')
    expect([response.status, response.headers.get('retry-after'), executed]).toEqual([429, '1', 10])
    expect(await response.json()).toEqual({
      errors: [
        {
          message:
            'Too many operations with this key. At most 1 per second are allowed, and 10 at once. Nothing was done. Send ' +
            'the same request again in 1 s.',
          extensions: { code: 'RATE_LIMITED', retryAfter: 1 },
        },
      ],
    })
    expect(await refused('key')).toEqual([['mer_a', 1]])
    vi.advanceTimersByTime(1_000)
    expect(await times(2, 'sk_a')).toEqual([200, 429])
    expect(executed).toBe(11)
  })

  test('of a merchant: two keys have twenty together, and another merchant is not affected', async () => {
    await start({ quotas: { ...quotas, operationsPerSecond: 1, valuesPerSecond: 1_000 } })
    // A merchant with one operation a second has ten at once, and each of its keys as many.
    expect(await times(6, 'sk_a')).toEqual(all(6, 200))
    expect(await times(5, 'sk_a2')).toEqual([...all(4, 200), 429])
    expect(await refused('merchant')).toEqual([['mer_a', 1]])
    expect(await times(10, 'sk_b')).toEqual(all(10, 200))
    expect(executed).toBe(20)
  })

  test('of a client token: 200 at once, counted under its merchant too', async () => {
    await start({ quotas: { operationsPerSecond: 21, valuesPerSecond: 1_000 } })
    expect(await times(200, 'ct_a')).toEqual(all(200, 200))
    expect((await act('ct_a')).status).toBe(429)
    expect(await refused('token')).toEqual([['mer_a', 1]])
    // The merchant had 210: a refusal took none of them.
    expect(await times(11, 'sk_a')).toEqual([...all(10, 200), 429])
    expect(executed).toBe(210)
  })

  test('of an address: all its credentials have them together', async () => {
    await start({ trustedProxies: [], quotas: { ...quotas, operationsPerSecond: 1, valuesPerSecond: 1_000 } })
    expect(await times(6, 'sk_a')).toEqual(all(6, 200))
    expect(await times(5, 'sk_b')).toEqual([...all(4, 200), 429])
    expect(await refused('address')).toEqual([['mer_b', 1]])
    expect(executed).toBe(10)
  })

  test('over a WebSocket: the one too many is an error of that operation, and the socket stays open', async () => {
    await start({ quotas: { ...quotas, valuesPerSecond: 1_000 } })
    const socket = await connect(server.wsUrl, 'sk_a')
    sockets.push(socket)
    const ask = async (id: string) => {
      socket.send({ type: 'subscribe', id, payload: { query: 'mutation { act }' } })
      const message = await socket.next()
      if (message['type'] === 'next') await socket.next()
      return message
    }
    for (let i = 0; i < 10; i++) expect((await ask(String(i)))['type']).toBe('next')
    expect(await ask('x')).toMatchObject({
      type: 'error',
      id: 'x',
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfter: 1 } }],
    })
    vi.advanceTimersByTime(1_000)
    expect((await ask('y'))['type']).toBe('next')
    expect(executed).toBe(11)
  })

  test('are counted by merchant', async () => {
    await start()
    for (const key of ['sk_a', 'ct_a', 'sk_b']) await act(key)
    const text = await (await fetch(`${server.url}/metrics`)).text()
    expect(text).toContain('perennial_merchant_operations_total{merchant="mer_a"} 2')
    expect(text).toContain('perennial_merchant_operations_total{merchant="mer_b"} 1')
    expect(text).toContain('perennial_merchant_values_total{merchant="mer_a"} 2')
  })
})

describe('the RateLimit headers', () => {
  test('name the quotas, what is left of the tightest, and when it is whole again', async () => {
    await start()
    for (const left of [9, 8]) {
      const { headers } = await get(server.graphqlUrl, { query: '{ hello }' }, { authorization: 'Bearer sk_a' })
      expect(headers.get('ratelimit-policy')).toBe('"key";q=10;w=10, "merchant";q=20;w=10, "values";q=100;w=4')
      expect(headers.get('ratelimit')).toBe(`"key";r=${left};t=${10 - left}`)
    }
    const { headers } = await act('ct_a')
    expect(headers.get('ratelimit-policy')).toBe(
      '"token";q=200;w=10, "merchant";q=20;w=10, "token-values";q=8;w=4, "values";q=100;w=4',
    )
    expect(headers.get('ratelimit')).toBe('"merchant";r=17;t=2')
  })

  test('of a refusal name the same moment as Retry-After', async () => {
    await start()
    await times(10, 'sk_a', '{ hello }')
    const { headers } = await act('sk_a')
    expect([headers.get('ratelimit'), headers.get('retry-after')]).toEqual(['"key";r=0;t=1', '1'])
  })
})

describe('the cost of operations', () => {
  const list = (first: number) => `{ list(first: ${first}) }`

  test('of a merchant is limited: exactly as much passes, one value more gets 429', async () => {
    await start()
    // 25 values a second, and four seconds' worth at once.
    expect(await times(2, 'sk_a', list(50))).toEqual([200, 200])
    for (const accept of ['application/json', 'application/graphql-response+json', 'text/event-stream']) {
      const body = { query: 'mutation { act }' }
      const response = await post(server.graphqlUrl, body, { authorization: 'Bearer sk_a', accept })
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1'])
      expect(response.headers.get('ratelimit')).toBe('"values";r=0;t=1')
      expect(await response.text()).toContain('"code":"RATE_LIMITED"')
    }
    expect([await refused('values'), executed]).toEqual([[['mer_a', 3]], 0])
    expect(await times(1, 'sk_b', list(50))).toEqual([200])
    vi.advanceTimersByTime(1_000)
    expect(await times(2, 'sk_a', list(25))).toEqual([200, 429])
  })

  test('of a client token is limited: a refused one leaves all values to its merchant', async () => {
    await start()
    // A twentieth, rounded up: 2 values a second, and 8 at once.
    expect(await times(2, 'ct_a', list(8))).toEqual([200, 429])
    expect(await refused('token-values')).toEqual([['mer_a', 1]])
    expect(await times(3, 'sk_a', list(46))).toEqual([200, 200, 429])
    vi.advanceTimersByTime(1_000)
    expect(await times(2, 'ct_a', list(2))).toEqual([200, 429])
  })
})
