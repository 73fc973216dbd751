import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import { KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect, openSocket, type TestSocket } from '../support/socket.ts'
import { createSource, type Source } from '../support/source.ts'

let server: SmallServer
let sources: Source<number>[]
let executed = 0
const opened: TestSocket[] = []

beforeAll(async () => {
  server = await startSmallServer({
    sdl: `scalar Any type Query { hello(text: Any): String unwritable: Any } type Mutation { act: Int }
      type Subscription { ticks: Int! }`,
    resolvers: {
      Query: { hello: () => 'hello', unwritable: () => 1n },
      Mutation: { act: () => ++executed },
      Subscription: {
        ticks: () => {
          const source = createSource<number>()
          sources.push(source)
          return source
        },
      },
    },
  })
})
beforeEach(() => {
  sources = []
  executed = 0
})
afterAll(async () => {
  for (const socket of opened) socket.raw.terminate()
  await server.stop()
})

const open = async () => {
  const socket = await connect(server.wsUrl, KEY)
  opened.push(socket)
  return socket
}
const subscribe = async (socket: TestSocket, id: string) => {
  socket.send({ type: 'subscribe', id, payload: { query: 'subscription { ticks }' } })
  await until('sources.length === 1', () => sources.length === 1)
  return sources[0] as Source<number>
}
const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe('one operation that cannot be executed', () => {
  const message = (query: string, rest = '') =>
    `{"type":"subscribe","id":"bad","payload":{"query":${JSON.stringify(query)}${rest}}}`

  test.each([
    [
      'a condition at the root',
      message('subscription ($on: Boolean!) { ticks @include(if: $on) }', ',"variables":{"on":true}'),
    ],
    ['a condition that is never true', message('subscription { ticks @include(if: false) }')],
    ['deep variables', message('{ hello }', `,"variables":{"a":${deep(100_000)}}`)],
    ['deep extensions', message('{ hello }', `,"extensions":{"a":${deep(100_000)}}`)],
    ['a deep literal', message(`{ hello(text: ${deep(1_990)}) }`)],
    ['variables that are no object', message('query ($x: Int) { hello }', ',"variables":{"x":"no number"}')],
  ])('is an error of its own, and the others continue: %s', async (_what, text) => {
    const socket = await open()
    const source = await subscribe(socket, '1')
    socket.send(text)
    const answer = await socket.next()
    expect(answer).toMatchObject({ id: 'bad' })
    expect(JSON.stringify(answer)).toContain('"code":"BAD_USER_INPUT"')
    source.emit(5)
    for (;;) {
      const next = await socket.next()
      if (next['type'] === 'complete') continue
      expect(next).toEqual({ type: 'next', id: '1', payload: { data: { ticks: 5 } } })
      break
    }
  })

  test('also if the result cannot be serialized: masked, and logged', async () => {
    const socket = await open()
    const source = await subscribe(socket, '1')
    socket.send({ type: 'subscribe', id: 'bad', payload: { query: '{ unwritable }' } })
    expect(await socket.next()).toMatchObject({
      type: 'next',
      id: 'bad',
      payload: { data: null, errors: [{ message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
    })
    expect(await socket.next()).toEqual({ type: 'complete', id: 'bad' })
    source.emit(6)
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { ticks: 6 } } })
    expect(server.logged.map(({ msg }) => msg)).toContain('unexpected error')
  })

  test('a ping with a deep payload is answered without it', async () => {
    const socket = await open()
    socket.send(`{"type":"ping","payload":{"a":${deep(100_000)}}}`)
    expect(await socket.next()).toEqual({ type: 'pong' })
  })
})

describe('an invalid payload', () => {
  const query = 'mutation { act }'

  test.each([
    ['operationName', { query, operationName: 5 }],
    ['variables', { query, variables: [] }],
    ['extensions', { query, extensions: '' }],
    ['query', { query: null }],
    ['several operations', [{ query }, { query }]],
  ])('is refused as by POST, and the others continue: %s', async (_what, payload) => {
    const socket = await open()
    const source = await subscribe(socket, '1')
    socket.send({ type: 'subscribe', id: 'bad', payload })
    const { errors } = (await (await post(server.graphqlUrl, payload)).json()) as { errors: unknown }
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }])
    expect(await socket.next()).toEqual({ type: 'error', id: 'bad', payload: errors })
    source.emit(5)
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { ticks: 5 } } })
    expect(executed).toBe(0)
  })

  test.each([
    ['left out', ''],
    ['no object', ',"payload":"x"'],
    ['too deep', `,"payload":{"query":"mutation { act }","variables":{"a":${deep(5_000)}}}`],
    ['with something too deep beside it', `,"payload":{"query":"mutation { act }"},"x":${deep(5_000)}`],
  ])('is refused with its own message: %s', async (_what, rest) => {
    const socket = await open()
    socket.send(`{"type":"subscribe","id":"bad"${rest}}`)
    const message =
      'The payload must be a JSON object with "query". "variables" and "extensions" can be at most 64 levels deep.'
    expect(await socket.next()).toEqual({
      type: 'error',
      id: 'bad',
      payload: [{ message, extensions: { code: 'BAD_USER_INPUT' } }],
    })
    expect(executed).toBe(0)
  })

  test('does not block its id', async () => {
    const socket = await open()
    for (const [payload, type] of [
      [{ query: 5 }, 'error'],
      [{ query }, 'next'],
    ] as const) {
      socket.send({ type: 'subscribe', id: 'a', payload })
      expect(await socket.next()).toMatchObject({ type, id: 'a' })
    }
  })

  test.each([
    ['a wrong one', '{"query":null}'],
    ['a hash alone', '{"extensions":{"persistedQuery":{}}}'],
  ])('with an id in use closes the socket with 4409: %s', async (_what, payload) => {
    const socket = await open()
    await subscribe(socket, '1')
    socket.send(`{"type":"subscribe","id":"1","payload":${payload}}`)
    expect((await socket.closed).code).toBe(4409)
  })

  test('before connection_init closes the socket with 4401', async () => {
    const socket = await openSocket(server.wsUrl)
    socket.send({ type: 'subscribe', id: '1', payload: { query: null } })
    expect((await socket.closed).code).toBe(4401)
  })
})

test('a hash alone whose member has an escaped name is a hash alone', async () => {
  const socket = await open()
  socket.send(String.raw`{"type":"subscribe","id":"1","payload":{"extensions":{"persisted\u0051uery":{"version":1}}}}`)
  expect(await socket.next()).toMatchObject({
    type: 'error',
    id: '1',
    payload: [{ message: 'PersistedQueryNotSupported' }],
  })
})

test('members that the protocol does not know are ignored, however deep they are', async () => {
  const socket = await open()
  const source = await subscribe(socket, 'a')
  socket.send(`{"type":"complete","id":"a","x":${deep(5_000)}}`)
  await source.returned
  socket.send(`{"type":"ping","payload":"x","x":${deep(5_000)}}`)
  expect(await socket.next()).toEqual({ type: 'pong' })
})
