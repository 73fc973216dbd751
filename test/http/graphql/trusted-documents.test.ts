import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readTrustedDocuments } from '../../../src/http/graphql/trusted-documents.ts'
import { readEvents } from '../support/event-stream.ts'
import { costs, get, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect } from '../support/socket.ts'

const HELLO = 'query Hello { hello }'
const ACT = 'mutation Act { act }'
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
/** As graphql-codegen's client preset writes it (here with its default, SHA-1), and Relay (MD5). */
const list = { '0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c': HELLO, [sha256(ACT)]: ACT }
/** As @apollo/generate-persisted-query-manifest writes it. */
const manifest = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [
    { id: sha256(HELLO), name: 'Hello', type: 'query', body: HELLO },
    { id: sha256(ACT), name: 'Act', type: 'mutation', body: ACT },
  ],
}

const read = (value: unknown) => {
  const reading = readTrustedDocuments(JSON.stringify(value))
  if (!reading.ok) throw new Error(reading.problem)
  return reading.documents
}

describe('the list', () => {
  test.each([
    ['ids and texts', list],
    ['Apollo’s manifest', manifest],
  ])('is read: %s', (_what, value) => {
    const documents = read(value)
    for (const id of [sha256(HELLO), `sha256:${sha256(HELLO)}`]) expect(documents.textOf(id)).toBe(HELLO)
    expect([documents.has(ACT), documents.has('{ hello }'), documents.textOf('x')]).toEqual([true, false, undefined])
  })

  test('is also known by its own ids', () => {
    expect(read(list).textOf('0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c')).toBe(HELLO)
  })

  test.each([
    ['{', 'must be a JSON object'],
    ['[]', 'must be a JSON object'],
    ['{}', 'has no document'],
    ['{"operations":[]}', 'has no document'],
    [
      '{"a":"{ b }","c":7}',
      'must map each id to a document\'s text, or list "operations" with "id" and "body": see entry 2',
    ],
    [
      '{"operations":[{"id":"a"}]}',
      'must map each id to a document\'s text, or list "operations" with "id" and "body": see entry 1',
    ],
  ])('is refused, and the problem is named: %s', (json, problem) => {
    expect(readTrustedDocuments(json)).toEqual({ ok: false, problem })
  })
})

describe('a gateway with a list', () => {
  let server: SmallServer
  let executed = 0
  beforeAll(async () => {
    server = await startSmallServer({
      sdl: 'type Query { hello: String } type Mutation { act: Int }',
      resolvers: { Query: { hello: () => 'hello' }, Mutation: { act: () => ++executed } },
      trustedDocuments: read(manifest),
    })
  })
  afterAll(() => server.stop())

  type Asked = Readonly<Record<string, unknown>>
  const ways: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
    POST: async asked => (await post(server.graphqlUrl, asked)).json(),
    'an event stream': async asked =>
      (await readEvents(await post(server.graphqlUrl, asked, { accept: 'text/event-stream' })).next())?.data,
    GET: async asked => {
      const entries = Object.entries(asked).map(([name, value]): [string, string] => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ])
      return (await get(server.graphqlUrl, Object.fromEntries(entries))).json()
    },
    WebSocket: async asked => {
      const socket = await connect(server.wsUrl, KEY)
      socket.send({ type: 'subscribe', id: '1', payload: asked })
      const { type, payload } = await socket.next()
      await socket.close()
      return type === 'error' ? { errors: payload } : payload
    },
  }
  const byHash = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })
  const refusal = {
    errors: [
      {
        message:
          'This gateway executes only registered documents, and this one is not registered. Send the "documentId" or ' +
          'the unchanged text of a registered document.',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ],
  }

  test.each(Object.entries(ways))('executes a document by its id, its hash and its text: %s', async (_way, ask) => {
    for (const asked of [
      { documentId: sha256(HELLO) },
      { documentId: `sha256:${sha256(HELLO)}` },
      byHash(sha256(HELLO)),
      { query: HELLO },
      { query: HELLO, ...byHash(sha256(HELLO)) },
    ])
      expect(await ask(asked)).toEqual({ data: { hello: 'hello' }, ...costs(1) })
  })

  test.each(Object.entries(ways))('refuses every other document: %s', async (_way, ask) => {
    for (const asked of [
      { query: '{ hello }' },
      { query: `${HELLO} ` },
      { query: 'mutation { act }' },
      { query: '{ hello }', ...byHash(sha256(HELLO)) },
      { query: '{ hello }', documentId: sha256(HELLO) },
      { query: '{ __schema { types { name } } }' },
      { documentId: 'unknown' },
      byHash(sha256('{ hello }')),
    ])
      expect(await ask(asked)).toEqual(refusal)
    expect(executed).toBe(0)
  })
})

test('a gateway without a list does not know documents by id', async () => {
  const server = await startSmallServer({ sdl: 'type Query { hello: String }' })
  const answer = await (await post(server.graphqlUrl, { documentId: sha256(HELLO) })).json()
  expect(answer).toEqual({
    errors: [{ message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } }],
  })
  expect((await post(server.graphqlUrl, { documentId: 7 })).status).toBe(400)
  await server.stop()
})
