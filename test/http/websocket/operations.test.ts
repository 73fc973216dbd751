import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { badRequest } from '../../../src/http/graphql/errors/public-error.ts'
import { createOperations } from '../../../src/http/websocket/operations.ts'
import { eventually, until } from '../../support/until.ts'
import { costs, KEY, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect, type TestSocket } from '../support/socket.ts'
import { createSource, type Source } from '../support/source.ts'

let server: SmallServer
let sources: Source<number>[]
let executed: number
let slow: number
let answerSlow: PromiseWithResolvers<string>
const opened: TestSocket[] = []

const start = async (sockets = {}) => {
  sources = []
  executed = 0
  slow = 0
  answerSlow = Promise.withResolvers()
  server = await startSmallServer({
    sdl: 'type Query { hello: String slow: String } type Mutation { act: Int } type Subscription { ticks: Int! }',
    resolvers: {
      Query: {
        hello: () => 'hello',
        slow: () => {
          slow += 1
          return answerSlow.promise
        },
      },
      Mutation: { act: () => ++executed },
      Subscription: {
        ticks: () => {
          const source = createSource<number>()
          sources.push(source)
          return source
        },
      },
    },
    sockets,
  })
}

const open = async () => {
  const socket = await connect(server.wsUrl, KEY)
  opened.push(socket)
  return socket
}
const ticks = (id: string) => ({ type: 'subscribe', id, payload: { query: 'subscription { ticks }' } })
const subscribe = async (socket: TestSocket, id: string) => {
  const before = sources.length
  socket.send(ticks(id))
  await until('sources.length > before', () => sources.length > before)
  return sources[before] as Source<number>
}
/** Operations that were executed to their end. */
const ended = async () => (await server.metrics.operations.get()).values.reduce((sum, { value }) => sum + value, 0)
const openSubscriptions = async () => (await server.metrics.subscriptionsOpen.get()).values[0]?.value

afterEach(async () => {
  for (const socket of opened.splice(0)) socket.raw.terminate()
  await server.stop()
})

describe('the limit of concurrent operations', () => {
  test('operations on one socket: the one above the limit is an error, the others continue', async () => {
    await start({ maxOperations: 2 })
    const socket = await open()
    const source = await subscribe(socket, '1')
    await subscribe(socket, '2')
    socket.send({ type: 'subscribe', id: '3', payload: { query: 'mutation { act }' } })
    const message =
      'A WebSocket can run at most 2 operations at the same time. Complete one, or open another WebSocket.'
    expect(await socket.next()).toEqual({
      type: 'error',
      id: '3',
      payload: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    })
    expect(executed).toBe(0)
    source.emit(7)
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { ticks: 7 } } })
    socket.send({ type: 'complete', id: '2' })
    socket.send({ type: 'subscribe', id: '3', payload: { query: 'mutation { act }' } })
    expect(await socket.next()).toEqual({ type: 'next', id: '3', payload: { data: { act: 1 }, ...costs(1) } })
  })

  test('completed operations that still run count too, up to four times the limit: the next one waits for its turn', async () => {
    await start({ maxOperations: 2 })
    const socket = await open()
    for (let id = 1; id <= 10; id++) {
      socket.send({ type: 'subscribe', id: String(id), payload: { query: '{ slow }' } })
      if (id < 10) socket.send({ type: 'complete', id: String(id) })
    }
    socket.send({ type: 'subscribe', id: 'act', payload: { query: 'mutation { act }' } })
    socket.send({ type: 'ping' })
    expect(await socket.next()).toEqual({ type: 'pong' })
    expect([slow, executed]).toEqual([8, 0])
    answerSlow.resolve('done')
    const messages = [await socket.next(), await socket.next(), await socket.next(), await socket.next()]
    expect(
      messages.filter(({ type }) => type === 'next').toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1)),
    ).toEqual([
      { type: 'next', id: '10', payload: { data: { slow: 'done' }, ...costs(1) } },
      { type: 'next', id: 'act', payload: { data: { act: 1 }, ...costs(1) } },
    ])
    expect(slow).toBe(9) // the ninth was completed before its turn
  })

  test('an operation that waits for its turn when the socket closes is not executed', async () => {
    await start({ maxOperations: 2 })
    const socket = await open()
    for (let id = 1; id <= 8; id++) {
      socket.send({ type: 'subscribe', id: String(id), payload: { query: '{ slow }' } })
      socket.send({ type: 'complete', id: String(id) })
    }
    socket.send({ type: 'subscribe', id: 'act', payload: { query: 'mutation { act }' } })
    await until('slow === 8', () => slow === 8)
    await socket.close()
    answerSlow.resolve('done')
    await eventually(async () => expect(await ended()).toBe(8))
    expect(executed).toBe(0)
  })

  test('sixty subscriptions, all completed and subscribed eight times in one tick, are all served', async () => {
    await start()
    const socket = await open()
    const ids = Array.from({ length: 60 }, (_, index) => `s${index}`)
    const again = () => [...ids.map(id => ({ type: 'complete', id })), ...ids.map(ticks)]
    sendAtOnce(socket, [...ids.map(ticks), ...Array.from({ length: 8 }, again).flat()])
    await eventually(async () => expect(await openSubscriptions()).toBe(60))
    for (const source of sources) source.emit(1)
    const served = await Promise.all(ids.map(() => socket.next()))
    expect(served.map(({ type, id }) => `${type} ${id}`).toSorted()).toEqual(ids.map(id => `next ${id}`).toSorted())
  })
})

describe('an id that is used again', () => {
  test('in one tick, before its first subscription has begun: one runs, and none is left', async () => {
    await start()
    const socket = await open()
    sendAtOnce(socket, [ticks('b'), { type: 'complete', id: 'b' }, ticks('b')])
    await until('sources.length === 2', () => sources.length === 2)
    const [first, second] = sources
    await first?.returned
    expect(await openSubscriptions()).toBe(1)
    first?.emit(1)
    second?.emit(2)
    expect(await socket.next()).toEqual({ type: 'next', id: 'b', payload: { data: { ticks: 2 } } })
    socket.send({ type: 'subscribe', id: 'q', payload: { query: '{ hello }' } })
    expect(await socket.next()).toMatchObject({ type: 'next', id: 'q' })
    await socket.close()
    await second?.returned
    await eventually(async () => expect(await openSubscriptions()).toBe(0))
  })

  test('in one tick with the end of a running one: the new one runs', async () => {
    await start()
    const socket = await open()
    const old = await subscribe(socket, 'a')
    sendAtOnce(socket, [{ type: 'complete', id: 'a' }, ticks('a')])
    await old.returned
    await until('sources.length === 2', () => sources.length === 2)
    sources[1]?.emit(3)
    expect(await socket.next()).toEqual({ type: 'next', id: 'a', payload: { data: { ticks: 3 } } })
    expect(await openSubscriptions()).toBe(1)
  })

  test('a hundred times in one tick: the last one runs, and nothing is left after the socket', async () => {
    await start()
    const socket = await open()
    const again = Array.from({ length: 100 }, () => [ticks('c'), { type: 'complete', id: 'c' }]).flat()
    sendAtOnce(socket, [...again, ticks('c')])
    await until('sources.length === 101', () => sources.length === 101)
    await eventually(async () => expect(await openSubscriptions()).toBe(1))
    for (const source of sources) source.emit(sources.indexOf(source))
    expect(await socket.next()).toEqual({ type: 'next', id: 'c', payload: { data: { ticks: 100 } } })
    await socket.close()
    await eventually(async () => expect(await openSubscriptions()).toBe(0))
  })

  test('while it is in use closes the socket with 4409, however long it is', async () => {
    await start()
    const socket = await open()
    await subscribe(socket, 'x'.repeat(200))
    socket.send(ticks('x'.repeat(200)))
    expect(await socket.closed).toEqual({ code: 4409, reason: 'Subscriber for this id already exists' })
    await eventually(async () => expect(await openSubscriptions()).toBe(0))
  })

  test('after the response, at once', async () => {
    await start()
    const socket = await open()
    for (let time = 0; time < 20; time++) {
      socket.send({ type: 'subscribe', id: 'q', payload: { query: '{ hello }' } })
      expect(await socket.next()).toMatchObject({ type: 'next', id: 'q' })
      expect(await socket.next()).toEqual({ type: 'complete', id: 'q' })
    }
  })

  test('may have any characters', async () => {
    await start()
    const socket = await open()
    for (const id of ['"', '\\', '__proto__', 'é😀']) {
      socket.send({ type: 'subscribe', id, payload: { query: '{ hello }' } })
      expect(await socket.next()).toMatchObject({ type: 'next', id })
      expect(await socket.next()).toEqual({ type: 'complete', id })
    }
  })
})

test('an operation that fails in an unforeseen way gets an error under the client’s id', async () => {
  const sent: string[] = []
  const operations = createOperations({
    send: async text => void sent.push(text),
    close: () => {},
    maxOperations: 1,
    toPublic: () => badRequest('masked'),
    isOpen: () => true,
  })
  const text = JSON.stringify({ type: 'subscribe', id: 'a', payload: { query: '{ hello }' } })
  await operations.receive(text, async () => {
    throw new Error('a defect')
  })
  const told = '{"id":"a","type":"error","payload":[{"message":"masked","extensions":{"code":"BAD_USER_INPUT"}}]}'
  expect(sent).toEqual([told])
})

/** In one packet, so that the gateway reads them all in one tick. */
function sendAtOnce(socket: TestSocket, messages: readonly object[]): void {
  const { _socket: connection } = socket.raw as unknown as { readonly _socket: Socket }
  connection.cork()
  for (const message of messages) socket.send(message)
  connection.uncork()
}
