import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readEvents } from '../support/event-stream.ts'
import { costs, get, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect, type TestSocket } from '../support/socket.ts'
import { createSource } from '../support/source.ts'

interface Asked {
  readonly query?: string
  readonly operationName?: string
  readonly extensions?: object
}

let server: SmallServer
let socket: TestSocket
let contextFails = false
let subscribed = 0

beforeAll(async () => {
  server = await startSmallServer({
    sdl: 'type Query { hello: String other: String fails: String } type Mutation { act: Int } type Subscription { ticks: Int! }',
    resolvers: {
      Query: {
        hello: () => 'hello',
        other: () => 'other',
        fails: () => {
          throw new Error('secret detail')
        },
      },
      Subscription: {
        ticks: () => {
          subscribed += 1
          return createSource()
        },
      },
    },
    ports: {
      contextFor: (caller, requestId) => {
        if (contextFails) throw new Error('secret detail')
        return { caller, requestId }
      },
    },
  })
  socket = await connect(server.wsUrl, KEY)
})
afterEach(() => {
  contextFails = false
  subscribed = 0
})
afterAll(async () => {
  await socket.close()
  await server.stop()
})

const asParameters = ({ extensions, ...rest }: Asked) => ({
  ...rest,
  extensions: extensions && JSON.stringify(extensions),
})
const stream = { accept: 'text/event-stream' }
const firstEvent = async (response: Response) => (await readEvents(response).next())?.data

/** The same request over every transport, each with its one result. */
const ways: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  POST: async asked => (await post(server.graphqlUrl, asked)).json(),
  GET: async asked => (await get(server.graphqlUrl, asParameters(asked))).json(),
  'POST, as a stream': async asked => firstEvent(await post(server.graphqlUrl, asked, stream)),
  'GET, as a stream': async asked => firstEvent(await get(server.graphqlUrl, asParameters(asked), stream)),
  async WebSocket(asked) {
    socket.send({ type: 'subscribe', id: '1', payload: asked })
    const { type, payload } = await socket.next()
    if (type === 'error') return { errors: payload }
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' })
    return payload
  },
}
const everyWay = async (asked: Asked) =>
  Object.fromEntries(
    await Promise.all(Object.entries(ways).map(async ([name, ask]) => [name, await ask(asked)] as const)),
  )
const eachWay = (result: unknown) => Object.fromEntries(Object.keys(ways).map(name => [name, result]))

describe('every transport returns the same', () => {
  test('an empty operationName counts as omitted', async () => {
    expect(await everyWay({ query: 'query A { hello }', operationName: '' })).toEqual(
      eachWay({ data: { hello: 'hello' }, ...costs(1) }),
    )
  })

  test('operationName chooses one of two operations', async () => {
    const query = 'query A { hello } query B { other }'
    expect(await everyWay({ query, operationName: 'B' })).toEqual(eachWay({ data: { other: 'other' }, ...costs(1) }))
  })

  test.each([
    [
      'two operations without a name',
      undefined,
      'The document has 2 operations. Set "operationName" to the name of one of them.',
    ],
    [
      'two operations, an empty name',
      '',
      'The document has 2 operations. Set "operationName" to the name of one of them.',
    ],
    ['an unknown name', 'C', 'The document has no operation with the name in "operationName". Check the name.'],
  ])('%s: BAD_USER_INPUT', async (_what, operationName, message) => {
    const query = 'query A { hello } subscription B { ticks }'
    const asked = operationName === undefined ? { query } : { query, operationName }
    expect(await everyWay(asked)).toEqual(eachWay({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] }))
    expect(subscribed).toBe(0)
  })

  test('a document without an operation: BAD_USER_INPUT', async () => {
    const query = 'fragment A on Query { hello }'
    const refused = { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }
    expect(await everyWay({ query })).toMatchObject(eachWay(refused))
  })

  test('a persisted query’s hash alone: the error that makes clients send the query', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }
    // graphql-ws's client sends no message without a query: there it is empty.
    for (const asked of [{ extensions }, { extensions, query: '' }])
      expect(await everyWay(asked)).toEqual(
        eachWay({
          errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
        }),
      )
    const query = '{ hello }'
    expect(await everyWay({ query, extensions })).toEqual(eachWay({ data: { hello: 'hello' }, ...costs(1) }))
  })

  test('an unexpected error is masked, with the request’s id', async () => {
    contextFails = true
    const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/)
    expect(await everyWay({ query: '{ hello }' })).toEqual(
      eachWay({
        errors: [{ message: 'Unexpected error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId } }],
      }),
    )
  })
})

describe('every transport counts the same', () => {
  const counted = async (ask: () => Promise<unknown>) => {
    server.metrics.operations.reset()
    await ask()
    const { values } = await server.metrics.operations.get()
    return values.map(({ labels, value }) => `${labels.transport} ${labels.kind} ${labels.outcome} ${value}`).toSorted()
  }

  test.each([
    ['{ hello }', 'query ok'],
    ['{ fails }', 'query errors'],
    ['{ nothing }', 'query refused'],
    ['{ hello', 'none refused'],
  ])('%s', async (query, expected) => {
    expect(await counted(() => everyWay({ query }))).toEqual([
      `http ${expected} 2`,
      `sse ${expected} 2`,
      `ws ${expected} 1`,
    ])
  })

  test('a request that fails before execution', async () => {
    contextFails = true
    const counts = ['http query refused 2', 'sse query refused 2', 'ws query refused 1']
    expect(await counted(() => everyWay({ query: '{ hello }' }))).toEqual(counts)
  })

  test('a hash alone', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }
    const counts = ['http none refused 2', 'sse none refused 2', 'ws none refused 1']
    expect(await counted(() => everyWay({ extensions }))).toEqual(counts)
  })

  test.each<[string, number, () => Promise<Response>, string]>([
    ['no JSON', 400, () => post(server.graphqlUrl, '{'), 'http none refused 1'],
    ['text/plain', 406, () => post(server.graphqlUrl, {}, { accept: 'text/plain' }), 'http none refused 1'],
    ['a mutation by GET', 405, () => get(server.graphqlUrl, { query: 'mutation { act }' }), 'http mutation refused 1'],
    [
      'a subscription as JSON',
      406,
      () => post(server.graphqlUrl, { query: 'subscription { ticks }' }, { accept: 'application/json' }),
      'http subscription refused 1',
    ],
  ])('%s: %i', async (_what, status, ask, expected) => {
    expect(await counted(async () => expect((await ask()).status).toBe(status))).toEqual([expected])
  })
})

test('a persisted query’s hash alone has the status that its clients expect: 200 as JSON, 400 in the newer type', async () => {
  const asked = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }
  for (const [accept, status] of [
    ['application/json', 200],
    ['application/graphql-response+json', 400],
  ] as const) {
    expect((await post(server.graphqlUrl, asked, { accept })).status).toBe(status)
    expect((await get(server.graphqlUrl, asParameters(asked), { accept })).status).toBe(status)
  }
})
