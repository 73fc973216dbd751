import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costs, get as getFrom, type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
let calls = 0

beforeAll(async () => {
  server = await startSmallServer({
    sdl: 'type Query { hello(name: String): String! broken: String } type Mutation { count: Int! }',
    resolvers: {
      Query: {
        hello: (_root, { name }: { name?: string }) => `hello ${name ?? 'you'}`,
        broken: () => {
          throw new Error('secret detail')
        },
      },
      Mutation: { count: () => ++calls },
    },
  })
})
afterAll(() => server.stop())

const get = async (parameters: Record<string, string>, accept = 'application/graphql-response+json') => {
  const response = await getFrom(server.graphqlUrl, parameters, { accept })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
}

describe('GET', () => {
  test('executes a query with variables', async () => {
    const parameters = { query: 'query ($n: String) { hello(name: $n) }', variables: '{"n":"Ada"}' }
    const { status, body, headers } = await get(parameters)
    expect({ status, body }).toEqual({ status: 200, body: { data: { hello: 'hello Ada' }, ...costs(1) } })
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('does not execute a mutation: 405, for any accepted type', async () => {
    for (const accept of ['application/graphql-response+json', 'application/json', 'text/event-stream']) {
      const { status, body, headers } = await get({ query: 'mutation { count }' }, accept)
      expect([status, headers.get('allow'), headers.get('access-control-allow-origin')]).toEqual([405, 'POST', '*'])
      expect(body).toEqual({
        errors: [
          { message: 'GET supports only queries. Send mutations with POST.', extensions: { code: 'BAD_USER_INPUT' } },
        ],
      })
    }
    expect(calls).toBe(0)
  })

  test.each([
    [
      'variables that are no JSON',
      { variables: 'notjson' },
      '"variables" must be a JSON object as JSON text, at most 64 levels deep.',
    ],
    ['variables that are a list', { variables: '[]' }, '"variables" must be an object.'],
    [
      'extensions that are no JSON',
      { extensions: '{' },
      '"extensions" must be a JSON object as JSON text, at most 64 levels deep.',
    ],
    ['extensions that are a text', { extensions: '"x"' }, '"extensions" must be an object.'],
  ])('is 400 in either type for parameters that are not a GraphQL request: %s', async (_what, parameters, message) => {
    for (const accept of ['application/json', 'application/graphql-response+json', 'text/event-stream']) {
      const { status, body } = await get({ query: '{ hello }', ...parameters }, accept)
      expect(status).toBe(400)
      expect(body).toEqual({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] })
    }
  })

  test('is 400 without a query', async () => {
    const { status, body } = await get({ operationName: 'A' })
    expect(status).toBe(400)
    expect(body).toEqual({
      errors: [
        {
          message: '"query" must be a string. Send the text of the GraphQL document.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    })
  })

  test('takes empty and null parameters as omitted', async () => {
    for (const left of ['', 'null']) {
      const { body } = await get({ query: '{ hello }', operationName: '', variables: left, extensions: left })
      expect(body).toEqual({ data: { hello: 'hello you' }, ...costs(1) })
    }
  })

  test('answers 406 if it writes none of the accepted types, and says which it writes', async () => {
    const { status, body } = await get({ query: '{ hello }' }, 'text/plain')
    expect(status).toBe(406)
    expect(body).toEqual({
      errors: [
        {
          message:
            'The Accept header has no supported type. Accept application/graphql-response+json, application/json or ' +
            'text/event-stream.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    })
  })

  test.each([
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text/html; charset=utf-8'],
    ['application/json;q=0.5, Text/HTML', 'text/html; charset=utf-8'],
    ['text/html;q=0, application/json', 'application/json; charset=utf-8'],
    ['application/json, text/html;q=0.5', 'application/json; charset=utf-8'],
    ['text/html-fragment, */*', 'application/json; charset=utf-8'],
  ])('shows the page to a client that prefers HTML: %s', async (accept, type) => {
    const response = await getFrom(server.graphqlUrl, { query: '{ hello }' }, { accept })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type])
    await response.text()
  })

  test('is counted as POST is', async () => {
    server.metrics.operations.reset()
    await get({ query: '{ hello }' })
    await get({ query: '{ goodbye }' })
    const { values } = await server.metrics.operations.get()
    expect(values.map(({ labels, value }) => [labels.transport, labels.kind, labels.outcome, value])).toEqual([
      ['http', 'query', 'ok', 1],
      ['http', 'query', 'refused', 1],
    ])
  })

  test.each([
    ['a syntax error', '{ hello'],
    ['an unknown field', '{ goodbye }'],
    ['a missing variable', 'query ($n: String!) { hello(name: $n) }'],
  ])('has the statuses of POST: %s', async (_what, query) => {
    const newer = await get({ query })
    const older = await get({ query }, 'application/json')
    expect([newer.status, older.status]).toEqual([400, 200])
    expect(newer.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(newer.body).toEqual(older.body)
  })

  test('masks unexpected errors, with the request’s id', async () => {
    const { body, headers } = await get({ query: '{ broken }' })
    expect(body).toEqual({
      ...costs(1),
      data: { broken: null },
      errors: [
        {
          message: 'Unexpected error',
          path: ['broken'],
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: headers.get('x-request-id') },
        },
      ],
    })
  })
})
