import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { readEvents } from '../support/event-stream.ts'
import { costs, get, post, type SmallServer, startSmallServer, caller as testCaller } from '../support/small-server.ts'
import { openSocket } from '../support/socket.ts'

const LIVE = 'sk_live_shop'
const TEST = 'sk_test_shop'
const TOKEN = 'ct_browser'
const ORIGIN = 'https://shop.example'

const liveCaller: Caller = { ...testCaller, tenant: { ...testCaller.tenant, mode: 'LIVE' } }
const reach = reachOf({ consumer: { id: 'con_1' }, agreement: null, charge: null })
const grant = { tokenId: 'tok_1', expiresAt: new Date(), consumerId: 'con_1', agreementId: null, chargeId: null, reach }
const callers: Readonly<Record<string, Caller>> = {
  [LIVE]: liveCaller,
  [TEST]: testCaller,
  [TOKEN]: { ...liveCaller, grant },
}

let server: SmallServer
let executed: string[]
beforeAll(async () => {
  const note = (name: string) => {
    executed.push(name)
    return name
  }
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Mutation { charge: String } type Subscription { ticks: Int }',
    resolvers: {
      Query: { hello: () => note('hello') },
      Mutation: { charge: () => note('charge') },
      Subscription: {
        ticks: async function* two() {
          note('ticks')
          yield 1
          yield 2
        },
      },
    },
    ports: { authenticate: async credential => callers[credential], cursorOf: () => 'cursor' },
  })
})
beforeEach(() => {
  executed = []
})
afterAll(() => server.stop())

const refusal =
  'A live secret key was sent from a browser: the request has an Origin header. Everybody who opens the page can read ' +
  'the key. Revoke it, and use a client token from clientTokenCreate in the page.'
const warning =
  'A secret key was sent from a browser: the request has an Origin header. A live key is refused there. Use a client ' +
  'token from clientTokenCreate in the page.'

const SUBSCRIPTION = 'subscription { ticks }'
const headers = (key: string, origin: string) => ({ authorization: `Bearer ${key}`, origin })
/** A socket that a page of this origin opens. */
const openFrom = (origin: string | undefined) =>
  openSocket(server.wsUrl, undefined, origin === undefined ? {} : { origin })
const stream = (key: string, origin: string) =>
  post(server.graphqlUrl, { query: SUBSCRIPTION }, { ...headers(key, origin), accept: 'text/event-stream' })

describe.each([ORIGIN, 'null', 'its own'])('from the origin %s', given => {
  const originOf = () => (given === 'its own' ? server.url : given)

  test.each(['POST', 'GET', 'SSE'])('a live key is refused, and nothing is executed: %s', async way => {
    const ways: Record<string, () => Promise<Response>> = {
      POST: () => post(server.graphqlUrl, { query: 'mutation { charge }' }, headers(LIVE, originOf())),
      GET: () => get(server.graphqlUrl, { query: '{ hello }' }, headers(LIVE, originOf())),
      SSE: () => stream(LIVE, originOf()),
    }
    const response = await (ways[way] as () => Promise<Response>)()
    expect([response.status, await response.json(), response.headers.get('access-control-allow-origin')]).toEqual([
      403,
      { errors: [{ message: refusal, extensions: { code: 'FORBIDDEN' } }] },
      '*', // so that the page's developer can read why
    ])
    expect(executed).toEqual([])
  })

  test('a live key’s socket is closed with 4403', async () => {
    const socket = await openFrom(originOf())
    socket.send({ type: 'connection_init', payload: { authorization: LIVE } })
    const reason = 'A live secret key in a browser: use a client token from clientTokenCreate'
    expect(await socket.closed).toEqual({ code: 4403, reason })
  })
})

test('a test key works, and the answer warns', async () => {
  const response = await post(server.graphqlUrl, { query: '{ hello }' }, headers(TEST, ORIGIN))
  expect([response.status, await response.json()]).toEqual([
    200,
    { data: { hello: 'hello' }, extensions: { ...costs(1).extensions, warnings: [warning] } },
  ])
  const refused = await post(server.graphqlUrl, { query: '{ bye }' }, headers(TEST, ORIGIN))
  expect(await refused.json()).toMatchObject({ errors: [{}], extensions: { warnings: [warning] } })
})

test('a stream warns in its first event, which keeps its id', async () => {
  const events = readEvents(await stream(TEST, ORIGIN))
  expect([await events.next(), await events.next(), await events.next()]).toEqual([
    { event: 'next', id: 'cursor', data: { data: { ticks: 1 }, extensions: { warnings: [warning] } } },
    { event: 'next', id: 'cursor', data: { data: { ticks: 2 } } },
    { event: 'complete', data: undefined },
  ])
})

test('a socket warns once, in connection_ack', async () => {
  const socket = await openFrom(ORIGIN)
  socket.send({ type: 'connection_init', payload: { authorization: TEST } })
  expect(await socket.next()).toEqual({ type: 'connection_ack', payload: { warnings: [warning] } })
  socket.send({ id: '1', type: 'subscribe', payload: { query: '{ hello }' } })
  expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { hello: 'hello' }, ...costs(1) } })
  await socket.close()
})

const quiet: [string, string, string | undefined][] = [
  ['a test key from the page’s own origin', TEST, 'its own'],
  ['a test key from a server', TEST, undefined],
  ['a live key from a server', LIVE, undefined],
  ['a client token from a page', TOKEN, ORIGIN],
]
test.each(quiet)('no refusal and no warning: %s', async (_who, key, given) => {
  const origin = given === 'its own' ? server.url : given
  const sent = { authorization: `Bearer ${key}`, ...(origin !== undefined && { origin }) }
  const response = await post(server.graphqlUrl, { query: '{ hello }' }, sent)
  expect([response.status, await response.json()]).toEqual([200, { data: { hello: 'hello' }, ...costs(1) }])
  const socket = await openFrom(origin)
  socket.send({ type: 'connection_init', payload: { authorization: key } })
  const { type, payload } = await socket.next()
  expect([type, payload]).not.toEqual([type, expect.objectContaining({ warnings: expect.anything() })])
  expect(type).toBe('connection_ack')
  await socket.close()
})
