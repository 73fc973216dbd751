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
const closes: readonly (readonly [code: CloseCode, messages: readonly unknown[]])[] = [
  [4400, [init(KEY), { type: 'nonsense' }]],
  [4400, [init(KEY), '{']],
  [4401, [subscribe]],
  [4401, [{ type: 'connection_init' }]],
  [4403, [init('sk_test_unknown')]],
  [4409, [init(KEY), subscribe, subscribe]],
  [4429, [init(KEY), init(KEY)]],
  [4500, [init(TOKEN)]],
]

describe('the close codes of graphql-transport-ws', () => {
  test.each(closes)('%i after %j', async (code, messages) => {
    const socket = await openSocket(server.wsUrl)
    for (const [index, message] of messages.entries()) {
      socket.send(message)
      if (index === 0 && messages.length > 1) expect(await socket.next()).toEqual({ type: 'connection_ack' })
    }
    expect((await socket.closed).code).toBe(code)
  })

  test('4408 without a message', async () => {
    const socket = await openSocket(impatient.wsUrl)
    expect((await socket.closed).code).toBe(4408)
  })

  test('each code of the protocol is one of these, or another side’s', () => {
    const tested = new Set<unknown>([...closes.map(([code]) => code), 4408])
    const codes = Object.values(CloseCode).filter(code => typeof code === 'number')
    // Clients send 4004, 4005 and 4504; the handshake refuses another subprotocol (4406): socket-server.test.ts.
    expect(codes.filter(code => !tested.has(code)).sort()).toEqual([4004, 4005, 4406, 4504])
  })
})
