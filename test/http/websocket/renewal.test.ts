import { afterEach, beforeEach, expect, test } from 'vitest'
import { type NamedObjects, reachOf } from '../../../src/domain/access/client-grant.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { until } from '../../support/until.ts'
import { caller, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect, openSocket, type TestSocket } from '../support/socket.ts'
import { createSource, type Source } from '../support/source.ts'

const now = new Date('2026-03-01T00:00:00.000Z')
const inSeconds = (seconds: number) => new Date(now.getTime() + seconds * 1_000)

const client = (tokenId: string, seconds: number, objects: Partial<NamedObjects> = { chargeId: 'chg_1' }): Caller => {
  const named = { consumerId: null, agreementId: null, chargeId: null, ...objects }
  const reach = reachOf({ consumer: null, agreement: null, charge: null })
  const grant = { tokenId, expiresAt: inSeconds(seconds), ...named, reach }
  return { ...caller, actor: tokenId, scopes: [], grant }
}

let server: SmallServer
let callers: Record<string, Caller | undefined>
let source: Source<number>
const seenBy: string[] = []
const opened: TestSocket[] = []

beforeEach(async () => {
  seenBy.length = 0
  source = createSource<number>()
  callers = {
    first: client('ctk_1', 900),
    second: client('ctk_2', 1_800),
    ofOther: client('ctk_3', 900, { chargeId: 'chg_2' }),
    wider: client('ctk_4', 900, { chargeId: 'chg_1', consumerId: 'con_1' }),
    ofMerchant: { ...client('ctk_5', 900), tenant: { merchantId: 'mer_other', mode: 'TEST' } },
    ofMode: { ...client('ctk_6', 900), tenant: { ...caller.tenant, mode: 'LIVE' } },
    key: caller,
    rotated: { ...caller, actor: 'key_rotated' },
  }
  server = await startSmallServer({
    sdl: 'type Query { who: String } type Subscription { ticks: Int! }',
    resolvers: {
      Query: { who: (_root, _args, context) => (context as { caller: Caller }).caller.actor },
      Subscription: { ticks: () => source },
    },
    credentialRecheckMs: 20,
    ports: {
      now: () => now,
      authenticate: async credential => callers[credential],
      contextFor: of => {
        seenBy.push(of.actor)
        return { caller: of }
      },
    },
  })
})
afterEach(async () => {
  await Promise.all(opened.splice(0).map(socket => socket.close()))
  await server.stop()
})

const open = async (credential: string) => {
  const socket = await connect(server.wsUrl, credential)
  opened.push(socket)
  return socket
}
const renew = (socket: TestSocket, authorization: unknown) => socket.send({ type: 'ping', payload: { authorization } })

test('the acknowledgement of a client token says when it expires, that of a key nothing', async () => {
  const init = async (authorization: string) => {
    const socket = await openSocket(server.wsUrl)
    opened.push(socket)
    socket.send({ type: 'connection_init', payload: { authorization } })
    return socket.next()
  }
  expect(await init('Bearer first')).toEqual({
    type: 'connection_ack',
    payload: { expiresAt: '2026-03-01T00:15:00.000Z', expiresInSeconds: 900 },
  })
  expect(await init('key')).toEqual({ type: 'connection_ack' })
})

test('a ping renews the credential: open subscriptions go on after the first one ends, and belong to the next', async () => {
  const socket = await open('first')
  socket.send({ type: 'subscribe', id: '1', payload: { query: 'subscription { ticks }' } })
  await until('the subscription', () => seenBy.length > 0)
  renew(socket, 'Bearer second')
  expect(await socket.next()).toEqual({
    type: 'pong',
    payload: { expiresAt: '2026-03-01T00:30:00.000Z', expiresInSeconds: 1_800 },
  })
  callers['first'] = undefined
  source.emit(1)
  expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { ticks: 1 } } })
  expect(seenBy.at(-1)).toBe('ctk_2')
  socket.send({ type: 'subscribe', id: '2', payload: { query: '{ who }' } })
  expect(await socket.next()).toMatchObject({ payload: { data: { who: 'ctk_2' } } })
  callers['second'] = undefined
  expect((await socket.closed).code).toBe(4403)
})

test('a key replaces a key of the same merchant and mode', async () => {
  const socket = await open('key')
  renew(socket, 'rotated')
  expect(await socket.next()).toEqual({ type: 'pong', payload: { expiresAt: null } })
  callers['key'] = undefined
  socket.send({ type: 'subscribe', id: '1', payload: { query: '{ who }' } })
  expect(await socket.next()).toMatchObject({ payload: { data: { who: 'key_rotated' } } })
})

test.each([
  ['first', 'unknown'],
  ['first', 'ofOther'],
  ['first', 'wider'],
  ['first', 'ofMerchant'],
  ['first', 'ofMode'],
  ['first', 'key'],
  ['key', 'first'],
  ['first', ''],
  ['first', 7],
] as const)('a ping on a socket of %s with %j closes it with 4403', async (credential, next) => {
  const socket = await open(credential)
  renew(socket, next)
  expect((await socket.closed).code).toBe(4403)
})

test('a ping with a credential before connection_init closes with 4401', async () => {
  const socket = await openSocket(server.wsUrl)
  renew(socket, 'first')
  expect((await socket.closed).code).toBe(4401)
})

test('any other ping is echoed', async () => {
  const socket = await open('first')
  socket.send({ type: 'ping' })
  expect(await socket.next()).toEqual({ type: 'pong' })
  socket.send({ type: 'ping', payload: { n: 1 } })
  expect(await socket.next()).toEqual({ type: 'pong', payload: { n: 1 } })
})
