import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readEvents } from '../../http/support/event-stream.ts'
import { post } from '../../http/support/small-server.ts'
import { openSocket } from '../../http/support/socket.ts'
import { until } from '../../support/until.ts'
import { charge, givenActiveAgreement, ledger } from '../../support/world/story.ts'
import { type Gateway, startGateway } from '../support/gateway.ts'

// A person signs in to the console with a key. The key reaches the gateway once; afterwards there is a cookie.

let gateway: Gateway
let live: string
beforeAll(async () => {
  gateway = await startGateway()
  live = await keyOf('LIVE')
})
afterAll(() => gateway.close())

const keyOf = (mode: 'TEST' | 'LIVE', scopes = gateway.caller.scopes) =>
  gateway.keyFor({ ...gateway.caller, scopes, tenant: { ...gateway.caller.tenant, mode } })

type Headers = Readonly<Record<string, string | undefined>>
/** What a browser sends for a page of the gateway itself. */
const ownPage = (): Headers => ({
  authorization: undefined,
  origin: gateway.url,
  'sec-fetch-site': 'same-origin',
  'x-perennial-console': '1',
})
const session = () => `${gateway.url}/console/session`
const signIn = (credential: string, headers: Headers = {}) =>
  post(session(), { credential }, { ...ownPage(), ...headers })

/** The cookie as the browser sends it back. */
async function cookieFor(credential: string): Promise<string> {
  const response = await signIn(credential)
  expect(response.status).toBe(204)
  return cookieIn(response)
}
function cookieIn(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? ''
}

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
type Json = any
async function ask(cookie: string, query: string, headers: Headers = {}): Promise<Json> {
  const response = await post(gateway.graphqlUrl, { query }, { ...ownPage(), cookie, ...headers })
  return { status: response.status, ...((await response.json()) as object) }
}
const code = ({ errors }: Json) => errors[0].extensions.code
const ended = (cookie: string) =>
  until('the end of the session', async () => (await ask(cookie, VIEWER)).status === 401)

const VIEWER = '{ viewer { kind mode scopes } }'
const audited = async () =>
  (
    await gateway.database.pool.query(
      'SELECT actor_kind, actor_id, action, outcome, address FROM audit_log ORDER BY id',
    )
  ).rows

describe('signing in', () => {
  test('with a live key on the console’s own page: a cookie that no script reads and that does not contain the key', async () => {
    const response = await signIn(live)
    expect([response.status, await response.text()]).toEqual([204, ''])
    expect(response.headers.get('set-cookie')).toMatch(
      /^perennial_console=cs_[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
    const { rows } = await gateway.database.pool.query('SELECT * FROM console_sessions')
    expect(JSON.stringify(rows)).not.toContain(cookieIn(response).split('=')[1])
  })

  test('the session may what the key may, and nothing warns of a key in a browser', async () => {
    const cookie = await cookieFor(live)
    expect(await ask(cookie, VIEWER)).toEqual({
      status: 200,
      data: { viewer: { kind: 'MERCHANT', mode: 'LIVE', scopes: ['read', 'charge', 'refund', 'manage'] } },
      extensions: { cost: { requested: expect.any(Number), limit: 500_000 } },
    })
    const reader = await cookieFor(await keyOf('TEST', ['read']))
    const refused = await ask(
      reader,
      'mutation { consumerCreate(input: { idempotencyKey: "a", country: "US" }) { __typename } }',
    )
    expect(code(refused)).toBe('FORBIDDEN')
  })

  test.each(['sk_test_nobody', 'ct_nobody', `cs_${'a'.repeat(43)}`, 'nothing', ''])(
    'with %j: refused',
    async credential => {
      const response = await signIn(credential)
      expect([response.status, code(await response.json()), response.headers.get('set-cookie')]).toEqual([
        401,
        'UNAUTHENTICATED',
        null,
      ])
    },
  )

  test.each([
    ['{"credential":1}', 400],
    ['[]', 400],
    ['{', 400],
    [`{"credential":"${'x'.repeat(5_000)}"}`, 413],
  ])('with the body %.20s: %i', async (body, status) => {
    expect((await post(session(), body, ownPage())).status).toBe(status)
  })

  test('again: the session before ends', async () => {
    const before = await cookieFor(live)
    const { status } = await signIn(live, { cookie: before })
    expect(status).toBe(204)
    await ended(before)
  })

  test('who is signed in, and no key outside sandbox mode', async () => {
    const cookie = await cookieFor(live)
    const told = async (headers: Headers) =>
      (await fetch(session(), { headers: Object.entries(headers) as [string, string][] })).json()
    expect(await told({ cookie, 'sec-fetch-site': 'same-origin', 'x-perennial-console': '1' })).toEqual({
      signedIn: true,
      sandboxKey: null,
    })
    expect(await told({})).toEqual({ signedIn: false, sandboxKey: null })
  })
})

const foreign: [string, Headers][] = [
  ['another origin', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
  ['another port of this host', { origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' }],
  ['an opaque origin', { origin: 'null' }],
  ['our origin, says the page, but not the browser', { 'sec-fetch-site': 'cross-site' }],
  ['no page', { origin: undefined, 'sec-fetch-site': undefined }],
  ['our page without the header', { 'x-perennial-console': undefined }],
]

describe.each(foreign)('from %s', (_who, headers) => {
  test('nobody signs in, and a cookie counts for nothing', async () => {
    const cookie = await cookieFor(live)
    const refused = await signIn(live, headers)
    expect([refused.status, code(await refused.json()), refused.headers.get('set-cookie')]).toEqual([
      403,
      'FORBIDDEN',
      null,
    ])
    expect((await ask(cookie, VIEWER, headers)).status).toBe(401)
    const left = await fetch(session(), {
      method: 'DELETE',
      headers: Object.entries({ ...ownPage(), cookie, ...headers }).filter(
        (one): one is [string, string] => one[1] !== undefined,
      ),
    })
    expect(left.status).toBe(403)
    expect((await ask(cookie, VIEWER)).status).toBe(200)
  })
})

test('the cookie’s content is no bearer token', async () => {
  const [, value] = (await cookieFor(live)).split('=')
  expect((await ask('', VIEWER, { authorization: `Bearer ${value}` })).status).toBe(401)
  const socket = await openSocket(`${gateway.url.replace('http', 'ws')}/graphql`)
  socket.send({ type: 'connection_init', payload: { authorization: value } })
  expect(await socket.closed).toMatchObject({ code: 4401 })
})

test('a secret key in the cookie is none', async () => {
  expect((await ask(`perennial_console=${live}`, VIEWER)).status).toBe(401)
})

describe('signing out', () => {
  test('ends the session at the gateway too, and removes the cookie', async () => {
    const cookie = await cookieFor(live)
    const response = await fetch(session(), {
      method: 'DELETE',
      headers: { ...(ownPage() as Record<string, string>), authorization: '', cookie },
    })
    expect([response.status, response.headers.get('set-cookie')]).toEqual([
      204,
      'perennial_console=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict',
    ])
    await ended(cookie)
  })

  test('the end of the key ends the session', async () => {
    const key = await keyOf('TEST')
    const cookie = await cookieFor(key)
    const events = readEvents(
      await post(
        gateway.graphqlUrl,
        { query: 'subscription { events { id } }' },
        { ...ownPage(), cookie, accept: 'text/event-stream' },
      ),
    )
    await gateway.database.pool.query(
      'UPDATE api_keys SET revoked_at = now() WHERE id = (SELECT id FROM api_keys ORDER BY id DESC LIMIT 1)',
    )
    expect(await events.next()).toMatchObject({ data: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } })
    await ended(cookie)
  })

  test('twelve hours end it, whatever a sandbox’s clock says', async () => {
    const cookie = await cookieFor(live)
    gateway.stepClock(30 * 86_400_000)
    expect((await ask(cookie, VIEWER)).status).toBe(200)
    gateway.stepClock(-30 * 86_400_000)
    gateway.pass(12 * 3_600_000 + 1)
    await ended(cookie)
  })
})

describe('a WebSocket', () => {
  const wsUrl = () => `${gateway.url.replace('http', 'ws')}/graphql`
  const open = (cookie: string, headers: Record<string, string>) =>
    openSocket(wsUrl(), undefined, { headers: { cookie, ...headers } })

  test('of our own page has the session, until it ends', async () => {
    const key = await keyOf('TEST')
    const cookie = await cookieFor(key)
    const socket = await open(cookie, { origin: gateway.url })
    socket.send({ type: 'connection_init', payload: { console: true } })
    expect(await socket.next()).toEqual({ type: 'connection_ack' })
    socket.send({ id: '1', type: 'subscribe', payload: { query: VIEWER } })
    expect(await socket.next()).toMatchObject({ payload: { data: { viewer: { mode: 'TEST' } } } })
    await gateway.database.pool.query('UPDATE console_sessions SET ended_at = now()')
    expect(await socket.closed).toMatchObject({ code: 4403 })
  })

  test.each([
    ['another origin', { origin: 'https://evil.example' }, { console: true }],
    ['another port', { origin: 'http://127.0.0.1:1' }, { console: true }],
    ['no origin', {}, { console: true }],
    ['a page that does not ask for it', undefined, {}],
  ])('of %s has none', async (_who, headers, payload) => {
    const socket = await open(await cookieFor(live), headers ?? { origin: gateway.url })
    socket.send({ type: 'connection_init', payload })
    expect(await socket.closed).toMatchObject({ code: 4401 })
  })
})

test('a client token opens its object alone', async () => {
  const [one, other] = [await givenActiveAgreement(gateway), await givenActiveAgreement(gateway)]
  const created = await post(
    gateway.graphqlUrl,
    {
      query: `mutation { clientTokenCreate(input: { agreementId: "${one.id}" }) { ... on ClientTokenCreatePayload { token } } }`,
    },
    { authorization: `Bearer ${await keyOf('TEST')}` },
  )
  const { token } = ((await created.json()) as Json).data.clientTokenCreate
  const response = await signIn(token)
  expect(response.headers.get('set-cookie')).toMatch(/^perennial_console=ct_[\w.-]+; Max-Age=(900|89\d); Path/)
  const { data } = await ask(
    cookieIn(response),
    `{ viewer { kind agreement { id } } one: agreement(id: "${one.id}") { id } other: agreement(id: "${other.id}") { id }
       needsAttention { kind } search(text: "${one.id}") { matchedBy } overview(from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z") { from } }`,
  )
  expect(data).toEqual({
    viewer: { kind: 'CLIENT', agreement: { id: one.id } },
    one: { id: one.id },
    other: null,
    needsAttention: [],
    search: [],
    overview: null,
  })
})

test('what a person does is done once and audited as theirs, with the key and the address', async () => {
  const agreement = await givenActiveAgreement(gateway)
  const paid = await charge(gateway, agreement.id, 1_000n)
  const before = (await audited()).length
  const cookie = await cookieFor(await keyOf('TEST'))
  const refund = `mutation { chargeRefund(input: { idempotencyKey: "console-1", chargeId: "${paid.id}", amount: { value: 300, currency: "USD" } }) {
    ... on ChargeRefundPayload { refund { amount { decimal } } replayed } ... on UserError { code message } } }`
  const answers = [await ask(cookie, refund), await ask(cookie, refund)]
  expect(answers.map(({ data }) => data.chargeRefund)).toEqual([
    { refund: { amount: { decimal: '3.00' } }, replayed: false },
    { refund: { amount: { decimal: '3.00' } }, replayed: true },
  ])
  const { charges } = await ledger(gateway)
  expect(charges.find(({ agreementId }) => agreementId === agreement.providerReference)?.refunded).toBe(300)
  const { rows } = await gateway.database.pool.query('SELECT id FROM api_keys ORDER BY id DESC LIMIT 1')
  const of = { actor_kind: 'CONSOLE', actor_id: rows[0].id, address: '127.0.0.1' }
  expect((await audited()).slice(before)).toEqual([
    { ...of, action: 'console:signIn', outcome: 'DONE' },
    { ...of, action: 'chargeRefund', outcome: 'DONE' },
    { ...of, action: 'chargeRefund', outcome: 'REPLAYED' },
  ])
})
