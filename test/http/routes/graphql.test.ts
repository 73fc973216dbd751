import { afterEach, describe, expect, test } from 'vitest'
import { KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
let executed: number
afterEach(() => server.stop())

const start = async () => {
  executed = 0
  server = await startSmallServer({
    sdl: 'type Query { hello: String } type Mutation { act: Int }',
    resolvers: {
      Query: { hello: () => 'hello' },
      Mutation: { act: () => ++executed },
    },
  })
}

describe('credentials', () => {
  test.each([
    ['none', undefined],
    ['an unknown key', 'Bearer sk_test_unknown'],
    ['a key without its scheme', KEY],
    ['another scheme', `Basic ${KEY}`],
    ['two keys', `Bearer ${KEY}, Bearer ${KEY}`],
  ])('are refused with 401: %s', async (_what, authorization) => {
    await start()
    for (const accept of ['application/json', 'application/graphql-response+json', 'text/event-stream']) {
      const response = await post(server.graphqlUrl, { query: 'mutation { act }' }, { authorization, accept })
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] })
    }
    expect(executed).toBe(0)
  })

  test('are checked before a body is read', async () => {
    await start()
    const response = await post(server.graphqlUrl, 'x'.repeat(2_000_000), { authorization: undefined })
    expect(response.status).toBe(401)
  })

  test('are needed for GET too', async () => {
    await start()
    expect((await fetch(`${server.graphqlUrl}?query={hello}`)).status).toBe(401)
  })

  test('that cannot be read are not refused: 500, masked', async () => {
    server = await startSmallServer({
      sdl: 'type Query { hello: String }',
      ports: {
        authenticate: async () => {
          throw new Error('connection refused')
        },
      },
    })
    const response = await post(server.graphqlUrl, { query: '{ hello }' })
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ errors: [{ message: 'Unexpected error' }] })
  })
})
