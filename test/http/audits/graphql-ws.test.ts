import { CloseCode } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import { caller, KEY, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { openSocket } from '../support/socket.ts'

/** A client token; the clock that its expiry is read from is broken. */
const TOKEN = 'ct_broken'
const grant = {
  ...{ tokenId: TOKEN, expiresAt: new Date(8e15), consumerId: null, agreementId: null, chargeId: 'chg_1' },
  reach: reachOf({ consumer: null, agreement: null, charge: null }),
}

let server: SmallServer
let impatient: SmallServer
beforeAll(async () => {
  const never = async function* () {
    await new Promise(() => {})
    yield 0
  }
  const sdl = 'type Query { hello: String } type Subscription { never: Int }'
  server = await startSmallServer({
    sdl,
    resolvers: { Subscription: { never } },
    ports: {
      authenticate: async credential => ({ [KEY]: caller, [TOKEN]: { ...caller, grant } })[credential],
      now: () => {
        throw new Error('no clock')
      },
    },
  })
  impatient = await startSmallServer({ sdl, sockets: { initTimeoutMs: 20 } })
})
afterAll(async () => {
  await server.stop(0)
  await impatient.stop(0)
})

const init = (authorization: string) => ({ type: 'connection_init', payload: { authorization } })
const subscribe = { type: 'subscribe', id: '1', payload: { query: 'subscription { never }' } }

/** The close codes of graphql-transport-ws that a server sends, and the messages after which it does. */
const closes: readonly (readonly [name: keyof typeof CloseCode, messages: readonly unknown[]])[] = [
  ['BadRequest', [init(KEY), { type: 'nonsense' }]],
  ['BadRequest', [init(KEY), '{']],
  ['Unauthorized', [subscribe]],
  ['Unauthorized', [{ type: 'connection_init' }]],
  ['Forbidden', [init('sk_test_unknown')]],
  ['SubscriberAlreadyExists', [init(KEY), subscribe, subscribe]],
  ['TooManyInitialisationRequests', [init(KEY), init(KEY)]],
  ['InternalServerError', [init(TOKEN)]],
]

describe('the close codes of graphql-transport-ws', () => {
  test.each(closes)('%s after %j', async (name, messages) => {
    const socket = await openSocket(server.wsUrl)
    for (const [index, message] of messages.entries()) {
      socket.send(message)
      if (index === 0 && messages.length > 1) expect(await socket.next()).toEqual({ type: 'connection_ack' })
    }
    expect((await socket.closed).code).toBe(CloseCode[name])
  })

  test('ConnectionInitialisationTimeout without a message', async () => {
    const socket = await openSocket(impatient.wsUrl)
    expect((await socket.closed).code).toBe(CloseCode.ConnectionInitialisationTimeout)
  })

  test('each code is one of these, or another side’s', () => {
    const tested = new Set([...closes.map(([name]) => name), 'ConnectionInitialisationTimeout'])
    const names = Object.keys(CloseCode).filter(name => Number.isNaN(Number(name)))
    expect(names.filter(name => !tested.has(name)).sort()).toEqual([
      // Sent by clients.
      ...['BadResponse', 'ConnectionAcknowledgementTimeout', 'InternalClientError'],
      // The handshake refuses another subprotocol: socket-server.test.ts.
      'SubprotocolNotAcceptable',
    ])
  })
})
