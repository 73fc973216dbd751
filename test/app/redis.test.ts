import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect, type TestSocket } from '../http/support/socket.ts'
import { type RedisServer, skipsRedisTests, startRedisServer } from '../support/programs/redis-server.ts'
import { eventually } from '../support/until.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from './support/test-app.ts'

let server: RedisServer
const apps: TestApp[] = []

/** Two gateways on one database and one Redis. */
async function startTwo(options: Parameters<typeof startTestApp>[0] = {}): Promise<readonly [TestApp, TestApp]> {
  const one = await startTestApp({ redisUrl: server.url, ...options })
  apps.push(one)
  const other = await startTestApp({ redisUrl: server.url, database: one.database, ...options })
  apps.push(other)
  for (const app of apps) await redisIs(app, 1)
  return [one, other]
}

const redisIs = (app: TestApp, up: 0 | 1) =>
  eventually(async () => expect(await metricsOf(app)).toContain(`perennial_redis_up ${up}\n`))
const metricsOf = async ({ url }: TestApp) => (await fetch(`${url}/metrics`)).text()

const ask = (app: TestApp, query: string) =>
  fetch(app.graphqlUrl, {
    method: 'POST',
    headers: { authorization: `Bearer ${SANDBOX_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })

async function createConsumer(app: TestApp, key: string): Promise<string> {
  const response = await ask(
    app,
    `mutation { consumerCreate(input: { idempotencyKey: "${key}", country: "US" }) { ... on ConsumerCreatePayload { consumer { id } } } }`,
  )
  const { data } = (await response.json()) as { data?: { consumerCreate?: { consumer?: { id?: string } } } }
  const id = data?.consumerCreate?.consumer?.id
  if (response.status !== 200 || id === undefined) throw new Error(`${key}: ${response.status} ${JSON.stringify(data)}`)
  return id
}

async function watch(app: TestApp): Promise<TestSocket> {
  const socket = await connect(app.wsUrl, SANDBOX_KEY)
  socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { events { subjectId } }' } })
  return socket
}
async function nextSubjects(socket: TestSocket, count: number): Promise<string[]> {
  const subjects: string[] = []
  while (subjects.length < count) {
    const message = await socket.next()
    const { data } = (message['payload'] ?? {}) as { data?: { events?: { subjectId?: string } } }
    subjects.push(data?.events?.subjectId ?? JSON.stringify(message))
  }
  return subjects
}

describe.skipIf(skipsRedisTests(3))('two gateways with Redis', () => {
  beforeEach(async () => {
    server = await startRedisServer()
  })
  afterEach(async () => {
    const [first] = apps
    for (const app of apps.splice(0).reverse()) await app.stop()
    await first?.cleanUp()
    await server.kill()
  })

  test('killed and paused in the middle of traffic: no request fails, each event is seen once, both stay ready', async () => {
    // So few that each operation asks Redis: a key has 100 at once.
    const [one, other] = await startTwo({ quotas: { operationsPerSecond: 19 } })
    const sockets = [await watch(one), await watch(other)]
    const ids: string[] = []
    const create = async (what: string) => {
      const all = await Promise.all(
        Array.from({ length: 10 }, (_, i) => createConsumer(i % 2 ? one : other, `${what}-${i}`)),
      )
      ids.push(...all)
    }
    const ready = async () => {
      for (const { url } of apps) expect((await fetch(`${url}/readyz`)).status).toBe(200)
    }
    await create('served')
    await Promise.all([create('killed'), server.kill()])
    for (const app of apps) await redisIs(app, 0)
    await create('without')
    await ready()
    await server.start()
    for (const app of apps) await redisIs(app, 1)
    const paused = create('paused')
    server.pause()
    await paused
    for (const app of apps) await redisIs(app, 0)
    await ready()
    server.resume()
    for (const app of apps) await redisIs(app, 1)
    await create('again')
    for (const socket of sockets) {
      expect((await nextSubjects(socket, ids.length)).toSorted()).toEqual(ids.toSorted())
      socket.raw.terminate()
    }
    expect(await metricsOf(one)).toMatch(/perennial_redis_fallbacks_total\{use="quotas"\} [1-9]/)
  })

  test('a key has one quota in both, and their headers tell of it', async () => {
    const [one, other] = await startTwo({ redisPatienceMs: 60_000, quotas: { operationsPerSecond: 2 } })
    const from = performance.now()
    const askNth = (n: number) => ask(n % 2 ? one : other, '{ viewer { mode } }')
    const answers = [await askNth(0), await askNth(1)]
    answers.push(...(await Promise.all(Array.from({ length: 28 }, (_, n) => askNth(n)))))
    const passed = answers.filter(({ status }) => status === 200).length
    // Ten at once, and one more in each second. Counted apart it would be 20.
    const most = 10 + Math.floor((performance.now() - from) / 1_000)
    expect([passed >= 10, passed <= most]).toEqual([true, true])
    const [first, second] = answers.map(({ headers }) => headers.get('ratelimit'))
    expect([first, second]).toEqual([expect.stringMatching(/^"key";r=9;/), expect.stringMatching(/^"key";r=[89];/)])
    const refused = answers.find(({ status }) => status === 429)
    expect([refused?.headers.get('retry-after'), refused?.headers.get('ratelimit')]).toEqual(['1', '"key";r=0;t=1'])
  })

  test('Redis dead at the start: both start, serve and are ready', async () => {
    await server.kill()
    const app = await startTestApp({ redisUrl: server.url })
    apps.push(app)
    expect((await ask(app, '{ viewer { mode } }')).status).toBe(200)
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200)
    expect(await metricsOf(app)).toContain('perennial_redis_up 0\n')
  })
})
