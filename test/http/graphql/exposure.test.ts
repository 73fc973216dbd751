import { afterEach, describe, expect, test } from 'vitest'
import { get, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect } from '../support/socket.ts'

let server: SmallServer
afterEach(() => server.stop())

const SDL = `enum Color {
  RED
  GREEN
}

input Paint {
  color: Color
}

type Query {
  hello(paint: Paint, color: Color): String
}`

const start = async (exposure = {}) => {
  server = await startSmallServer({ sdl: SDL, resolvers: { Query: { hello: () => 'hello' } }, exposure })
}
const errorsOf = async (query: string, variables?: object) =>
  ((await (await post(server.graphqlUrl, { query, variables })).json()) as { errors?: { message: string }[] }).errors

const misspelled: [string, string, object?][] = [
  ['a field', '{ helo }'],
  ['an argument', '{ hello(pint: null) }'],
  ['an enum value', '{ hello(color: REED) }'],
  ['a field of an input', '{ hello(paint: { colr: RED }) }'],
  ['an enum value in a variable', 'query ($c: Color) { hello(color: $c) }', { c: 'REED' }],
  ['an input’s field in a variable', 'query ($p: Paint) { hello(paint: $p) }', { p: { colr: 'RED' } }],
  ['a type', 'query ($p: Pint) { hello(paint: $p) }'],
  ['a fragment’s type', '{ ...a } fragment a on Quer { hello }'],
]

describe('introspection', () => {
  test('on: types can be read, and errors name what is similar', async () => {
    await start()
    expect(await errorsOf('{ __schema { types { name } } }')).toBe(undefined)
    for (const [, query, variables] of misspelled)
      expect(JSON.stringify(await errorsOf(query, variables))).toContain('Did you mean')
  })

  test('off: nothing of the schema can be read, over every transport; __typename can', async () => {
    await start({ introspection: false })
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "Query") { name } }']) {
      const refused = await errorsOf(query)
      // One for each field of a type of introspection.
      expect(refused?.map(({ message }) => message.replace(/"\w+"/, '""'))).toEqual(
        Array(refused?.length).fill(
          'GraphQL introspection has been disabled, but the requested query contained the field "".',
        ),
      )
      expect(await (await get(server.graphqlUrl, { query })).json()).toEqual({ errors: refused })
      const socket = await connect(server.wsUrl, KEY)
      socket.send({ type: 'subscribe', id: '1', payload: { query } })
      expect(await socket.next()).toEqual({ type: 'error', id: '1', payload: refused })
      await socket.close()
    }
    expect(await errorsOf('{ __typename }')).toBe(undefined)
  })

  test.each(misspelled)('off: an error about %s names nothing similar', async (_what, query, variables) => {
    await start({ introspection: false })
    const errors = await errorsOf(query, variables)
    expect(errors).toHaveLength(1)
    expect(JSON.stringify(errors)).not.toContain('Did you mean')
  })
})

describe('/schema.graphql', () => {
  const read = async (headers = {}) => {
    const response = await fetch(`${server.url}/schema.graphql`, { headers })
    return [response.status, await response.text()]
  }

  test('is the printed schema, and needs no key', async () => {
    await start()
    expect(await read()).toEqual([200, `${SDL}\n`])
  })

  test('needs a key if it is not public', async () => {
    await start({ isSchemaPublic: false })
    for (const headers of [{}, { authorization: 'Bearer sk_test_unknown' }])
      expect(await read(headers)).toEqual([401, expect.stringContaining('UNAUTHENTICATED')])
    expect(await read({ authorization: `Bearer ${KEY}` })).toEqual([200, `${SDL}\n`])
  })

  test('is not there without introspection', async () => {
    await start({ introspection: false })
    expect((await read({ authorization: `Bearer ${KEY}` }))[0]).toBe(404)
  })
})

describe('GraphiQL', () => {
  const html = { headers: { accept: 'text/html' }, redirect: 'manual' } as const

  test('off: a browser gets no page, none of its files, and no link to it', async () => {
    await start({ graphiql: false })
    const statuses = []
    for (const path of ['/graphql', '/graphiql/graphiql.js', '/']) {
      const response = await fetch(server.url + path, html)
      statuses.push(response.status)
      expect(await response.text()).not.toContain('GraphiQL')
    }
    expect(statuses).toEqual([401, 404, 200])
  })
})

describe('a GET that a page of another site could send', () => {
  const query = { query: '{ hello }' }

  test('is refused where a preflight is required, unless a header shows that there was one', async () => {
    await start({ isPreflightRequired: true })
    const refused = await get(server.graphqlUrl, query)
    expect([refused.status, await refused.json()]).toEqual([
      400,
      {
        errors: [
          {
            message:
              'A page of another site could have sent this GET. Send the header "apollo-require-preflight: true" with a ' +
              'GET, or send the operation with POST.',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      },
    ])
    for (const headers of [
      { 'apollo-require-preflight': 'true' },
      { 'x-apollo-operation-name': 'Hello' },
      { 'graphql-require-preflight': '1' },
      { 'x-graphql-yoga-csrf': '1' },
      { 'content-type': 'application/json' },
    ])
      expect((await get(server.graphqlUrl, query, headers as Record<string, string>)).status).toBe(200)
    for (const type of ['text/plain', 'application/x-www-form-urlencoded'])
      expect((await get(server.graphqlUrl, query, { 'content-type': type })).status).toBe(400)
    expect((await post(server.graphqlUrl, query)).status).toBe(200)
  })
})
