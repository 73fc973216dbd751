import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY, type SmallServer, startSmallServer } from './support/small-server.ts'

const PUBLIC_URL = 'https://pay.example.test'
const form = { action: 'https://checkout.example.test/FortAPI/paymentPage', fields: { amount: '1' } }

let server: SmallServer
let plain: SmallServer
beforeAll(async () => {
  const options = {
    sdl: 'type Query { hello: String } type Mutation { act: Int } type Subscription { ticks: Int }',
    resolvers: {
      Query: { hello: () => 'hello' },
      Subscription: {
        ticks: async function* () {
          yield { ticks: 1 }
        },
      },
    },
    ports: {
      startAuthentication: async (token: string) => {
        if (token === 'broken') throw new Error('a defect')
        if (token === 'form') return { form }
        return token === 'known' ? { redirectTo: 'https://bank.example.test/' } : undefined
      },
      returnFromAuthentication: async ({ token }: { token: string }) =>
        token === 'known' ? { redirectTo: 'https://shop.example/done' } : undefined,
      receiveWebhook: async (_provider: unknown, { rawBody }: { rawBody: Uint8Array }) => {
        const text = Buffer.from(rawBody).toString()
        if (text === 'down') throw new Error('the database is down')
        return { status: text === 'forged' ? 401 : 200, verdict: 'test' } as const
      },
      unready: async () => ['database'],
    },
  }
  server = await startSmallServer({ ...options, publicUrl: PUBLIC_URL })
  plain = await startSmallServer({ ...options, publicUrl: 'http://localhost:4000' })
})
afterAll(() => Promise.all([server.stop(), plain.stop()]))

const json = { 'content-type': 'application/json', authorization: `Bearer ${KEY}` }
const query = JSON.stringify({ query: '{ hello }' })
const html = { accept: 'text/html' }
const nothing = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const style =
  /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'sha256-[\w+/]{43}='$/
const graphiql =
  /^default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'$/
const autoPost =
  /^default-src 'none'; base-uri 'none'; form-action https:\/\/checkout\.example\.test; frame-ancestors 'none'; style-src 'sha256-[\w+/]{43}='; script-src 'sha256-[\w+/]{43}='$/

interface Case {
  readonly what: string
  readonly path: string
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
  readonly status: number
  readonly policy?: RegExp
  readonly cache?: string
}

const cases: readonly Case[] = [
  { what: 'home', path: '/', status: 200, policy: style },
  { what: 'nothing there', path: '/nowhere', status: 404 },
  { what: 'a query', path: '/graphql', method: 'POST', headers: json, body: query, status: 200 },
  { what: 'a query by GET', path: '/graphql?query={hello}', headers: json, status: 200 },
  { what: 'a mutation by GET', path: '/graphql?query=mutation{act}', headers: json, status: 405 },
  { what: 'no key', path: '/graphql', method: 'POST', body: query, status: 401 },
  {
    what: 'no JSON',
    path: '/graphql',
    method: 'POST',
    headers: { ...json, 'content-type': 'text/plain' },
    status: 415,
  },
  { what: 'no such type', path: '/graphql', method: 'POST', headers: { ...json, accept: 'image/png' }, status: 406 },
  { what: 'too much', path: '/graphql', method: 'POST', headers: json, body: 'x'.repeat(1_100_000), status: 413 },
  { what: 'no document', path: '/graphql', method: 'POST', headers: json, body: '{}', status: 400 },
  {
    what: 'a document that does not parse',
    path: '/graphql',
    method: 'POST',
    headers: { ...json, accept: 'application/graphql-response+json' },
    body: '{"query":"{"}',
    status: 400,
  },
  { what: 'a preflight', path: '/graphql', method: 'OPTIONS', status: 204 },
  { what: 'another method', path: '/graphql', method: 'DELETE', status: 405 },
  {
    what: 'a stream',
    path: '/graphql',
    method: 'POST',
    headers: { ...json, accept: 'text/event-stream' },
    body: JSON.stringify({ query: 'subscription { ticks }' }),
    status: 200,
    cache: 'no-store, no-transform',
  },
  { what: 'GraphiQL', path: '/graphql', headers: html, status: 200, policy: graphiql },
  { what: 'a file of GraphiQL', path: '/graphiql/browser.js', status: 200, cache: 'private, max-age=3600' },
  { what: 'no such file', path: '/graphiql/nothing.js', status: 404 },
  { what: 'the console, not built', path: '/console/', status: 503, policy: style },
  { what: 'the console without a slash', path: '/console', status: 308 },
  { what: 'a session', path: '/console/session', status: 200 },
  { what: 'a sign-in from elsewhere', path: '/console/session', method: 'POST', body: '{}', status: 403 },
  { what: 'the documentation, not built', path: '/docs/start', status: 503, policy: style },
  { what: 'a form that posts itself', path: '/authenticate/form', status: 200, policy: autoPost },
  { what: 'a start', path: '/authenticate/known', status: 303 },
  { what: 'an unknown link', path: '/authenticate/unknown', status: 404, policy: style },
  { what: 'a link that fails', path: '/authenticate/broken', status: 500, policy: style },
  { what: 'a link by POST', path: '/authenticate/known', method: 'POST', status: 405 },
  { what: 'a return', path: '/authenticate/return/known', status: 303 },
  { what: 'a return by POST', path: '/authenticate/return/known', method: 'POST', body: 'a=1', status: 303 },
  { what: 'an unknown return', path: '/authenticate/return/unknown', status: 404, policy: style },
  {
    what: 'a return that is too long',
    path: '/authenticate/return/known',
    method: 'POST',
    body: 'x'.repeat(70_000),
    status: 400,
    policy: style,
  },
  { what: 'a webhook', path: '/webhooks/ppro', method: 'POST', body: '{}', status: 200 },
  { what: 'a forged webhook', path: '/webhooks/aps', method: 'POST', body: 'forged', status: 401 },
  { what: 'a webhook that cannot be stored', path: '/webhooks/aps', method: 'POST', body: 'down', status: 503 },
  { what: 'health', path: '/healthz', status: 200 },
  { what: 'readiness', path: '/readyz', status: 503 },
  { what: 'metrics', path: '/metrics', status: 200 },
]

/** node:http, because fetch hides the headers of redirects and preflights. */
function send(url: string, { path, method = 'GET', headers = {}, body }: Case) {
  return new Promise<{ status: number | undefined; headers: Record<string, unknown> }>((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers, agent: false }, response => {
      resolve({ status: response.statusCode, headers: response.headers })
      response.destroy()
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

describe.each(cases)('$what: $status', found => {
  test('has the headers that keep a browser safe', async () => {
    const { status, headers } = await send(server.url, found)
    expect(status).toBe(found.status)
    expect(headers).toMatchObject({
      'cache-control': found.cache ?? 'no-store',
      'content-security-policy': found.policy ? expect.stringMatching(found.policy) : nothing,
      'permissions-policy': expect.stringContaining('camera=(), '),
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
    })
  })
})

test('every route is among the cases', async () => {
  for (const found of cases) await send(plain.url, found)
  const { values } = await plain.metrics.requestDuration.get()
  const routes = new Set(values.map(({ labels }) => labels['route']))
  const names =
    'authentication_return authentication_start console console_session docs graphiql graphql healthz home metrics none readyz'
  expect([...routes].sort()).toEqual([...names.split(' '), 'webhooks_aps', 'webhooks_ppro'])
})

test('without https, browsers are not told to come back by https only', async () => {
  const { headers } = await send(plain.url, { what: 'home', path: '/', status: 200 })
  expect(headers).not.toHaveProperty('strict-transport-security')
})
