import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { caller, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'

// Behind a proxy that ends TLS: the Host header is the gateway's own, and browsers know PUBLIC_URL alone.

const PUBLIC_URL = 'https://pay.example.test'
const SESSION = `cs_${'s'.repeat(43)}`

let server: SmallServer
beforeAll(async () => {
  const callers: Readonly<Record<string, object>> = {
    [KEY]: caller,
    [SESSION]: { ...caller, session: { id: 'cse_1' } },
  }
  server = await startSmallServer({
    sdl: 'type Query { hello: String }',
    resolvers: { Query: { hello: () => 'hello' } },
    publicUrl: PUBLIC_URL,
    sandboxKey: KEY,
    ports: { authenticate: async credential => callers[credential] as typeof caller | undefined },
  })
})
afterAll(() => server.stop())

const page = {
  authorization: undefined,
  origin: PUBLIC_URL,
  'sec-fetch-site': 'same-origin',
  'x-perennial-console': '1',
}
const ask = async (cookie: string, headers: object = {}) =>
  (await post(server.graphqlUrl, { query: '{ hello }' }, { ...page, cookie, ...headers })).status

test('the cookie is for this host alone, and for https alone', async () => {
  const response = await post(`${server.url}/console/session`, { credential: KEY }, page)
  expect([response.status, response.headers.get('set-cookie')]).toEqual([
    204,
    `__Host-perennial_console=${SESSION}; Max-Age=60; Path=/; HttpOnly; SameSite=Strict; Secure`,
  ])
})

test('it is found among others', async () => {
  expect(await ask(`theme=dark; __Host-perennial_console=${SESSION}; a=b`)).toBe(200)
})

describe.each([
  ['of plain http', `perennial_console=${SESSION}`],
  ['whose name ends in the same way', `x__Host-perennial_console=${SESSION}`],
  ['with a key', `__Host-perennial_console=${KEY}`],
  ['that is empty', '__Host-perennial_console='],
])('a cookie %s', (_what, cookie) => {
  test('is none', async () => expect(await ask(cookie)).toBe(401))
})

test('a bearer token counts before it, also one that is not valid', async () => {
  expect(await ask(`__Host-perennial_console=${SESSION}`, { authorization: 'Bearer sk_test_unknown' })).toBe(401)
})

test('the response has the sandbox key, which the page fills in', async () => {
  expect(await (await fetch(`${server.url}/console/session`)).json()).toEqual({ signedIn: false, sandboxKey: KEY })
})
