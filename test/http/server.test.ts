import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { StartupError } from '../../src/base/log/startup-error.ts'
import { createMetrics } from '../../src/http/metrics.ts'
import { until } from '../support/until.ts'
import {
  costs,
  KEY,
  post,
  type SmallServer,
  type SmallServerOptions,
  startSmallServer,
} from './support/small-server.ts'
import { connect } from './support/socket.ts'
import { createSource } from './support/source.ts'

let server: SmallServer | undefined
afterEach(() => server?.stop())

const sdl = 'type Query { slow: String hello: String } type Subscription { ticks: Int! }'
const start = async (options: Partial<SmallServerOptions> = {}) => {
  server = await startSmallServer({ sdl, resolvers: { Query: { hello: () => 'hello' } }, ...options })
  return server
}

describe('a graceful stop', () => {
  test('lets a request in flight finish, accepts no new one, and ends', async () => {
    const begun = Promise.withResolvers<void>()
    const mayEnd = Promise.withResolvers<void>()
    const { graphqlUrl, stop, url } = await start({
      resolvers: {
        Query: {
          slow: async () => {
            begun.resolve()
            await mayEnd.promise
            return 'done'
          },
        },
      },
    })
    const answer = post(graphqlUrl, { query: '{ slow }' })
    await begun.promise
    const stopped = stop(10_000)
    await expect(fetch(`${url}/healthz`)).rejects.toThrow()
    mayEnd.resolve()
    expect(await (await answer).json()).toEqual({ data: { slow: 'done' }, ...costs(1) })
    await stopped
  })

  test('ends requests that do not finish within its grace period', async () => {
    const begun = Promise.withResolvers<void>()
    const never = () => {
      begun.resolve()
      return new Promise<string>(() => {})
    }
    const { graphqlUrl, stop } = await start({ resolvers: { Query: { slow: never } } })
    const answer = post(graphqlUrl, { query: '{ slow }' }).catch((error: Error) => error)
    await begun.promise
    await stop(50)
    expect(await answer).toBeInstanceOf(Error)
  })

  test('closes sockets with 1001, so that clients resume elsewhere', async () => {
    const source = createSource<number>()
    const { wsUrl, stop } = await start({ resolvers: { Subscription: { ticks: () => source } } })
    const socket = await connect(wsUrl, KEY)
    socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { ticks }' } })
    source.emit(1)
    await socket.next()
    const stopped = stop()
    expect(await socket.closed).toEqual({ code: 1001, reason: 'The gateway is stopping: resume with "after"' })
    await source.returned
    await stopped
  })
})

test('before a stop it is not ready, serves everything, and asks each client to open another connection', async () => {
  const begun = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const slow = async () => {
    begun.resolve()
    await mayEnd.promise
    return 'done'
  }
  const { graphqlUrl, url, drain } = await start({ resolvers: { Query: { slow, hello: () => 'hello' } } })
  const inFlight = post(graphqlUrl, { query: '{ slow }' })
  await begun.promise
  drain()
  const ready = await fetch(`${url}/readyz`)
  expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready', missing: ['stopping'] }])
  mayEnd.resolve()
  for (const answer of [ready, await inFlight, await post(graphqlUrl, { query: '{ hello }' })])
    expect(answer.headers.get('connection')).toBe('close')
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('a port that is in use prevents the start', async () => {
  const { url } = await start()
  const { createHttpServer } = await import('../../src/http/server.ts')
  const { buildSchema } = await import('graphql')
  const { createLog } = await import('../../src/base/log/log.ts')
  const second = createHttpServer({
    ports: {
      schema: buildSchema(sdl),
      contextFor: () => ({}),
      authenticate: async () => undefined,
      authenticateAll: async () => [],
      openSession: async () => ({ credential: '', expiresInSeconds: 0 }),
      endSession: async () => {},
      now: () => new Date(),
      receiveWebhook: async () => ({ status: 200, verdict: 'accepted' }),
      startAuthentication: async () => undefined,
      returnFromAuthentication: async () => undefined,
      unready: async () => [],
      cursorOf: () => undefined,
    },
    metrics: createMetrics(),
    log: createLog({ level: 'silent', program: 'test' }),
  })
  const at = { host: '127.0.0.1', port: Number(new URL(url).port) }
  const refusal = await second.listen(at).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(StartupError)
  expect((refusal as Error).message).toBe(
    `The gateway cannot listen on 127.0.0.1:${at.port}: another program listens there; check PORT and HOST.`,
  )
})

describe('routes', () => {
  test.each(['/nothing', '/graphqlx', '/graphql/', '/GRAPHQL', '/webhooks', '/healthz/x'])(
    '%s is 404, in JSON',
    async path => {
      const { url } = await start()
      const response = await fetch(url + path)
      expect(response.status).toBe(404)
      expect(await response.json()).toEqual({
        errors: [{ message: 'There is nothing at this URL. Check the path.', extensions: { code: 'NOT_FOUND' } }],
      })
    },
  )

  test('another method is 405, and the response lists the allowed ones', async () => {
    const { url } = await start()
    const response = await fetch(`${url}/webhooks/ppro`)
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST'])
  })

  test('health, readiness and missing parts', async () => {
    let missing: string[] = []
    const { url } = await start({ ports: { unready: async () => missing } })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    missing = ['database']
    const response = await fetch(`${url}/readyz`)
    expect([response.status, await response.json()]).toEqual([503, { status: 'not ready', missing: ['database'] }])
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
  })

  test('a route that fails is masked', async () => {
    const unready = async () => {
      throw new Error('secret')
    }
    const { url } = await start({ ports: { unready } })
    const response = await fetch(`${url}/readyz`, { headers: { 'x-request-id': 'request-1' } })
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({
      errors: [{ message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'request-1' } }],
    })
  })

  test('metrics count requests by route and status, and contain no text of a caller', async () => {
    const { url, graphqlUrl } = await start()
    await fetch(`${url}/nothing-canary4711`)
    await post(graphqlUrl, { query: '{ hello }' })
    const text = await (await fetch(`${url}/metrics`)).text()
    expect(text).toContain('perennial_http_request_duration_seconds_count{route="none",status="404"} 1')
    expect(text).toContain('perennial_http_request_duration_seconds_count{route="graphql",status="200"} 1')
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
    expect(text).not.toContain('canary4711')
  })
})

describe('the consumer’s return', () => {
  const returnFromAuthentication = async ({ token }: { token: string }) =>
    token === 'known' ? { redirectTo: 'https://shop.example.com/thanks?agreementId=agr_1' } : undefined

  test('redirects to the merchant’s page with 303', async () => {
    const { url } = await start({ ports: { returnFromAuthentication } })
    const response = await fetch(`${url}/authenticate/return/known?provider=extra`, { redirect: 'manual' })
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      'https://shop.example.com/thanks?agreementId=agr_1',
    ])
  })

  test.each(['unknown', '', 'known/x'])('is a page with 404 if the link is not ours: %s', async token => {
    const { url } = await start({ ports: { returnFromAuthentication } })
    const response = await fetch(`${url}/authenticate/return/${token}`)
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await response.text()).not.toContain('unknown')
  })
})

describe('GraphiQL’s page', () => {
  const page = (graphqlUrl: string, path = '') =>
    fetch(graphqlUrl + path, { headers: { accept: 'text/html,application/xhtml+xml' } })

  test('opens without a key, and contains none outside the sandbox', async () => {
    const { graphqlUrl } = await start()
    const response = await page(graphqlUrl)
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('"persistHeaders":false')
  })

  test('contains the sandbox’s key and the tour in sandbox mode', async () => {
    const { graphqlUrl } = await start({ sandboxKey: 'sk_test_page' })
    const html = await (await page(graphqlUrl)).text()
    expect(html).toContain('Bearer sk_test_page')
    expect(html).toContain('mutation CreateAgreement')
  })

  test('names no other host', async () => {
    const { graphqlUrl } = await start()
    expect(await (await page(graphqlUrl)).text()).not.toMatch(/(src|href)="(https?:)?\/\//)
  })

  test('its files are served, even to a client without gzip', async () => {
    const { url } = await start()
    const names = [
      'graphiql.js',
      'graphiql.css',
      'editor.worker.js',
      'json.worker.js',
      'graphql.worker.js',
      'browser.js',
    ]
    for (const name of [...names, 'graphql-ws/client.js']) {
      const response = await fetch(`${url}/graphiql/${name}`)
      expect([name, response.status, response.headers.get('content-encoding')]).toEqual([name, 200, 'gzip'])
      expect((await response.text()).length).toBeGreaterThan(1_000)
    }
    const plain = request(`${url}/graphiql/browser.js`).end()
    const [response] = (await once(plain, 'response')) as [import('node:http').IncomingMessage]
    expect(response.headers['content-encoding']).toBe(undefined)
    response.resume()
    for (const name of ['../package.json', 'graphql-ws/../package.json', 'graphql-ws/missing.js', 'x.js'])
      expect((await fetch(`${url}/graphiql/${encodeURIComponent(name)}`)).status).toBe(404)
  })
})

describe('webhooks', () => {
  test('are handed on as the bytes that came', async () => {
    const received: unknown[] = []
    const receiveWebhook: SmallServerOptions['ports'] = {
      receiveWebhook: async (provider, { headers, rawBody, receivedAt }) => {
        received.push([
          provider,
          headers['x-signature'],
          Buffer.from(rawBody).toString('latin1'),
          receivedAt instanceof Date,
        ])
        return { status: 200, verdict: 'accepted' }
      },
    }
    const { url, metrics } = await start({ ports: receiveWebhook })
    const body = Buffer.from('{"a": 1 ,\r\n "b":"\u00e4"}', 'latin1')
    const response = await fetch(`${url}/webhooks/ppro`, { method: 'POST', body, headers: { 'X-Signature': 'abc' } })
    expect([response.status, await response.json()]).toEqual([200, { received: true }])
    expect(received).toEqual([['PPRO', 'abc', body.toString('latin1'), true]])
    const counted = (await metrics.webhooks.get()).values.filter(({ value }) => value > 0)
    expect(counted.map(({ labels, value }) => [labels.provider, labels.verdict, value])).toEqual([
      ['PPRO', 'accepted', 1],
    ])
  })

  test('that could not be stored get 503, and are logged without their body', async () => {
    const receiveWebhook = async () => {
      throw new Error('insert of {"name":"Ada"} failed')
    }
    const { url, logged } = await start({ ports: { receiveWebhook } })
    const response = await fetch(`${url}/webhooks/ppro`, { method: 'POST', body: '{"email":"ada@example.com"}' })
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
    await until('logged.length > 0', () => logged.length > 0)
    expect(JSON.stringify(logged)).not.toMatch(/Ada|ada@/)
  })

  test('over 1 MiB get 413 and are not handed on', async () => {
    let received = 0
    const receiveWebhook = async () => {
      received += 1
      return { status: 200, verdict: 'accepted' } as const
    }
    const { url } = await start({ ports: { receiveWebhook } })
    const post = (bytes: number) => fetch(`${url}/webhooks/ppro`, { method: 'POST', body: Buffer.alloc(bytes) })
    const refused = await post(1024 * 1024 + 1)
    expect(refused.status).toBe(413)
    expect(await refused.text()).toContain(
      'The body is larger than the maximum of 1048576 bytes. Send a smaller request.',
    )
    expect(received).toBe(0)
    expect((await post(1024 * 1024)).status).toBe(200)
    expect(received).toBe(1)
  })
})
