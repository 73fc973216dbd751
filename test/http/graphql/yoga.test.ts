import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KEY, type SmallServer, startSmallServer } from '../support/small-server.ts'

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
  const response = await fetch(`${server.graphqlUrl}?${new URLSearchParams(parameters)}`, {
    headers: { authorization: `Bearer ${KEY}`, accept },
  })
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
    expect({ status, body }).toEqual({ status: 200, body: { data: { hello: 'hello Ada' } } })
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('does not execute a mutation', async () => {
    const { status, body } = await get({ query: 'mutation { count }' })
    expect(status).toBe(405)
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] })
    expect(calls).toBe(0)
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

  test('masks what is unexpected, with the request’s id', async () => {
    const { body, headers } = await get({ query: '{ broken }' })
    expect(body).toEqual({
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
