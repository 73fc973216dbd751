import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { schema } from '../../../schema/index.ts'
import { exposureFrom } from '../../../src/app/settings.ts'
import { config, production } from '../../config/support/variables.ts'
import { KEY, type SmallServer, startSmallServer } from '../support/small-server.ts'

let server: SmallServer
beforeAll(async () => {
  // The real schema, with what NODE_ENV=production makes of it.
  server = await startSmallServer({
    sdl: 'type Query { unused: String }',
    ports: { schema },
    exposure: exposureFrom(config(production)),
  })
})
afterAll(() => server.stop())

interface Answer {
  readonly text: string
  readonly json: {
    readonly data?: Readonly<Record<string, unknown>> | null
    readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[]
    readonly length?: number
  }
}

async function answerOf(response: Promise<Response>): Promise<Answer> {
  const text = await (await response).text()
  return { text, json: text.startsWith('{') || text.startsWith('[') ? (JSON.parse(text) as Answer['json']) : {} }
}

type Headers = Readonly<Record<string, string>>
const post = (body: string, headers: Headers) => answerOf(fetch(server.graphqlUrl, { method: 'POST', body, headers }))
const graphQuery = (query: string, headers: Headers) =>
  post(JSON.stringify({ query, operationName: 'cop' }), { 'content-type': 'application/json', ...headers })
const get = (query: string, headers: Headers) =>
  answerOf(fetch(`${server.graphqlUrl}?${new URLSearchParams({ query })}`, { headers }))

const typenames = (json: Answer['json']) => typeof json.data?.['__typename'] === 'string'
const introspects = ({ json }: Answer) => json.data?.['__schema'] !== undefined

/** The checks of graphql-cop (github.com/dolevf/graphql-cop): each sends what that does, and is true where it would flag. */
const checks: Readonly<Record<string, (headers: Headers) => Promise<boolean>>> = {
  'alias overloading': async headers => {
    const aliases = Array.from({ length: 101 }, (_, index) => `alias${index}:__typename \n`).join('')
    return (await graphQuery(`query cop { ${aliases} }`, headers)).json.data?.['alias100'] !== undefined
  },
  'array-based query batching': async headers => {
    const batch = Array(10).fill({ query: 'query cop { __typename }' })
    const { json } = await post(JSON.stringify(batch), { 'content-type': 'application/json', ...headers })
    return (json.length ?? 0) >= 10
  },
  'directive overloading': async headers => {
    const { json } = await graphQuery(`query cop { __typename ${'@aa'.repeat(10)} }`, headers)
    return json.errors?.length === 10
  },
  'field duplication': async headers =>
    typenames((await graphQuery(`query cop { ${'__typename \n'.repeat(500)}} `, headers)).json),
  introspection: async headers =>
    introspects(await graphQuery('query cop { __schema { types { name fields { name } } } }', headers)),
  'introspection-based circular query': async headers => {
    const level = (depth: number): string => (depth === 0 ? 'name' : `fields { type { ${level(depth - 1)} } }`)
    return introspects(await graphQuery(`query cop { __schema { types { ${level(4)} } } }`, headers))
  },
  'GraphQL IDE': async headers => {
    const { text } = await answerOf(fetch(server.graphqlUrl, { headers: { ...headers, accept: 'text/html' } }))
    return ['graphiql.min.css', 'GraphQL Playground', 'GraphiQL', 'graphql-playground'].some(word =>
      text.includes(word),
    )
  },
  'mutation over GET': async headers => typenames((await get('mutation cop {__typename}', headers)).json),
  'GET method query support': async headers => typenames((await get('query cop {__typename}', headers)).json),
  'POST based url-encoded query': async headers => {
    const body = new URLSearchParams({ query: 'query cop { __typename }' }).toString()
    return typenames((await post(body, { 'content-type': 'application/x-www-form-urlencoded', ...headers })).json)
  },
  'field suggestions': async headers => {
    const { json } = await graphQuery('query cop { __schema { directive } }', headers)
    return json.errors?.[0]?.message.includes('Did you mean') ?? false
  },
  'trace mode': async headers => /tracing/i.test((await graphQuery('query cop { __typename }', headers)).text),
  'unhandled errors': async headers => /exception/i.test((await graphQuery('qwerty cop { abc }', headers)).text),
}

describe.each([
  ['without a key', {}],
  ['with a key', { authorization: `Bearer ${KEY}` }],
])('graphql-cop %s', (_who, headers) => {
  test.each(Object.entries(checks))('does not flag %s', async (_name, flags) => {
    expect(await flags(headers)).toBe(false)
  })

  test('has all of its thirteen checks', () => expect(Object.keys(checks)).toHaveLength(13))
})

test('each check reaches the gateway: an ordinary operation with the key is executed', async () => {
  const { json } = await graphQuery('query cop { __typename }', { authorization: `Bearer ${KEY}` })
  expect(json).toMatchObject({ data: { __typename: 'Query' } })
})
