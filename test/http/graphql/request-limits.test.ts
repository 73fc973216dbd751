import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../../src/http/graphql/limits/limits.ts'
import { readEvents } from '../support/event-stream.ts'
import { costs, KEY, post, type SmallServer, startSmallServer } from '../support/small-server.ts'
import { connect } from '../support/socket.ts'
import { createSource } from '../support/source.ts'

let server: SmallServer
let calls = 0

beforeAll(async () => {
  server = await startSmallServer({
    sdl: `
      scalar Any
      input Filter { types: [String!] more: Any }
      type Query { hello(any: Any, filter: Filter): String! text(length: Int!): String! }
      type Mutation { act(length: Int!): String! }
      type Subscription { texts: String! other: String! }`,
    resolvers: {
      Query: {
        hello: () => {
          calls += 1
          return 'hello'
        },
        text: (_root, { length }: { length: number }) => 'é'.repeat(length),
      },
      Mutation: {
        act: (_root, { length }: { length: number }) => {
          calls += 1
          return 'x'.repeat(length)
        },
      },
      Subscription: {
        texts: () => {
          const source = createSource<string>()
          source.emit('x'.repeat(1_000))
          source.emit('short')
          return source
        },
      },
    },
    limits: { ...defaultLimits, answerBytes: 1_000 },
  })
})
afterAll(() => server.stop())
beforeEach(() => {
  calls = 0
})

interface Answer {
  readonly data?: unknown
  readonly errors?: { readonly message: string; readonly extensions: { readonly code: string } }[]
}
interface Rest {
  /** JSON text, as the two below: more than JSON.stringify can write. */
  readonly variables?: string
  readonly extensions?: string
  readonly operationName?: string
}
type Ask = (query: string, rest?: Rest) => Promise<Answer>

const written = (query: string, { variables = '{}', extensions = '{}', operationName }: Rest) =>
  `{"query":${JSON.stringify(query)},"operationName":${JSON.stringify(operationName ?? null)},"variables":${variables},"extensions":${extensions}}`

const byPost: Ask = async (query, rest = {}) =>
  (await (await post(server.graphqlUrl, written(query, rest))).json()) as Answer
const byGet: Ask = async (query, rest = {}) => {
  const response = await fetch(`${server.graphqlUrl}?${new URLSearchParams({ query, ...rest })}`, {
    headers: { authorization: `Bearer ${KEY}`, accept: 'application/json' },
  })
  return (await response.json()) as Answer
}
const bySocket: Ask = async (query, rest = {}) => {
  const socket = await connect(server.wsUrl, KEY)
  socket.send(`{"type":"subscribe","id":"1","payload":${written(query, rest)}}`)
  const { type, payload } = await socket.next()
  await socket.close()
  return (type === 'error' ? { errors: payload } : payload) as Answer
}
const ways: [string, Ask][] = [
  ['POST', byPost],
  ['GET', byGet],
  ['WebSocket', bySocket],
]
const refusal = ({ data, errors }: Answer) => ({
  data,
  codes: [...new Set(errors?.map(({ extensions }) => extensions.code))],
  messages: errors?.map(({ message }) => message),
})
const lists = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
const numbers = (count: number) => JSON.stringify(Array.from({ length: count }, (_, i) => String(i)))
const record = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i])))
const literal = (count: number) => record(count).replaceAll('"', '')

/** By POST a subscription is a stream of events. */
const askStream = async (way: string, query: string, operationName: string): Promise<Answer> => {
  const rest = { operationName, variables: '{"on":true}' }
  if (way === 'WebSocket') return bySocket(query, rest)
  const events = readEvents(await post(server.graphqlUrl, written(query, rest), { accept: 'text/event-stream' }))
  return (await events.next())?.data as Answer
}

describe.each(ways)('input by %s', (way, ask) => {
  const withAny = (value: string) => ask('query ($any: Any) { hello(any: $any) }', { variables: `{"any":${value}}` })
  const withTypes = (value: string) =>
    ask('query ($types: [String!]) { hello(filter: { types: $types }) }', { variables: `{"types":${value}}` })
  const hello = { data: { hello: 'hello' }, ...costs(1) }
  const refused = (message: string) => ({ data: undefined, codes: ['BAD_USER_INPUT'], messages: [message] })

  test('variables have at most 64 levels', async () => {
    expect(await withAny(lists(63))).toEqual(hello)
    const { data, codes } = refusal(await withAny(lists(64)))
    expect([data, codes, calls]).toEqual([undefined, ['BAD_USER_INPUT'], 1])
  })

  test('thousands of levels overflow nothing', async () => {
    const levels = way === 'GET' ? 2_000 : 100_000 // a GET has 16 KiB of headers
    expect(refusal(await withAny(lists(levels))).codes).toEqual(['BAD_USER_INPUT'])
    expect(refusal(await withAny(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`)).codes).toEqual(['BAD_USER_INPUT'])
    expect(calls).toBe(0)
  })

  test('literals have as many levels as brackets may', async () => {
    expect(await ask(`{ hello(any: ${lists(62)}) }`)).toEqual(hello)
    const message = 'The document has too many nested brackets: at most 64 levels are allowed. Use a flatter query.'
    for (const query of [
      `{ hello(any: ${lists(63)}) }`,
      `{ hello(any: ${lists(1_990)}) }`,
      `{ hello(any: ${'{a:'.repeat(990)}1${'}'.repeat(990)}) }`,
      `query ($x: ${'['.repeat(1_990)}Int${']'.repeat(1_990)}) { hello }`,
      `${'{a'.repeat(1_300)}{b}${'}'.repeat(1_300)}`,
      `{${'...{'.repeat(1_300)}hello${'}'.repeat(1_300)}}`,
    ])
      expect(refusal(await ask(query))).toEqual(refused(message))
    expect(await ask(`{ hello(any: "${'['.repeat(100)}") } # ${'{'.repeat(100)}`)).toEqual(hello)
    expect(calls).toBe(2)
  })

  test('a list has at most 100 entries', async () => {
    expect(await withTypes(numbers(100))).toEqual(hello)
    expect(refusal(await withTypes(numbers(101)))).toEqual(
      refused('types has 101 entries, but at most 100 are allowed. Send fewer entries.'),
    )
    expect(await ask(`{ hello(filter: { types: ${numbers(100)} }) }`)).toEqual(hello)
    for (const query of [
      `{ hello(filter: { types: ${numbers(101)} }) }`,
      `query ($types: [String!] = ${numbers(101)}) { hello(filter: { types: $types }) }`,
    ])
      expect(refusal(await ask(query))).toEqual(
        refused('types has 101 entries, but at most 100 are allowed. Send fewer entries.'),
      )
    expect(calls).toBe(2)
  })

  test('an object has at most 100 fields', async () => {
    expect(await withAny(`[${record(100)}]`)).toEqual(hello)
    for (const answer of [await withAny(record(101)), await ask(`{ hello(any: ${literal(101)}) }`)])
      expect(refusal(answer)).toEqual(refused('any has 101 fields, but at most 100 are allowed. Send fewer fields.'))
    expect(calls).toBe(1)
  })

  test('at most 20 unknown fields are listed, and the rest counted', async () => {
    const withFilter = (value: string) =>
      ask('query ($f: Filter) { hello(filter: $f) }', { variables: `{"f":${value}}` })
    const few = refusal(await withFilter(record(25))).messages ?? []
    expect(few).toHaveLength(21)
    expect(few[0]).toContain('Field "f0" is not defined by type "Filter".')
    expect(few[20]).toBe('5 more errors are not shown.')
    const many = refusal(await withFilter(record(90))).messages ?? []
    expect(many).toHaveLength(21)
    expect(many[20]).toBe('At least 31 more errors are not shown.')
    const inLiteral = refusal(await ask(`{ hello(filter: ${literal(60)}) }`)).messages ?? []
    expect(inLiteral).toHaveLength(21)
    expect(inLiteral[20]).toBe('At least 31 more errors are not shown.')
    expect(calls).toBe(0)
  })

  test('a condition at the root of a subscription refuses this request, and does not cache its document as invalid', async () => {
    const query = `
      query Innocent { hello }
      subscription ByVariable($on: Boolean!) { texts @include(if: $on) }
      subscription ByLiteral { ...parts }
      fragment parts on Subscription { ... @skip(if: true) { texts } }
      subscription Two { texts other }`
    expect(refusal(await ask(query, { operationName: 'Innocent' })).messages).toEqual([
      'Subscription "Two" must select only one top level field.',
    ])
    const sound = query.replace('texts other', 'texts')
    expect(await ask(sound, { operationName: 'Innocent' })).toEqual(hello)
    const message = 'The root field of a subscription must not have @skip or @include. Omit the field instead.'
    if (way === 'GET') return // serves no subscription as JSON, whatever it is
    for (const operationName of ['ByVariable', 'ByLiteral'])
      expect(refusal(await askStream(way, sound, operationName))).toEqual(refused(message))
  })

  test('a response has a maximum size, counted as JSON in UTF-8', async () => {
    // With a name of an odd length two-byte characters fill the response exactly.
    const frame = JSON.stringify({ data: { odd: '' }, ...costs(1) }).length
    const fits = (1_000 - frame) / 2
    expect(await ask(`{ odd: text(length: ${fits}) }`)).toEqual({ data: { odd: 'é'.repeat(fits) }, ...costs(1) })
    expect(refusal(await ask(`{ odd: text(length: ${fits + 1}) }`))).toEqual(tooLarge)
  })
})

const tooLarge = {
  data: null,
  codes: ['BAD_USER_INPUT'],
  messages: [
    'The operation was executed, but its response is larger than 1000 bytes and was not sent. Request smaller ' +
      'pages or fewer fields. Repeat a mutation with the same idempotencyKey.',
  ],
}

test('a mutation whose response is too large was executed, and the error says so', async () => {
  const response = await post(
    server.graphqlUrl,
    { query: 'mutation { act(length: 1000) }' },
    { accept: 'application/graphql-response+json' },
  )
  expect(response.status).toBe(200)
  expect(refusal((await response.json()) as Answer)).toEqual(tooLarge)
  expect(calls).toBe(1)
})

test('an event that is too large is an error, and the stream continues', async () => {
  const events = readEvents(
    await post(server.graphqlUrl, { query: 'subscription { texts }' }, { accept: 'text/event-stream' }),
  )
  expect(refusal((await events.next())?.data as Answer)).toEqual(tooLarge)
  expect(await events.next()).toEqual({ event: 'next', data: { data: { texts: 'short' } } })
})

test('extensions have as many levels as variables', async () => {
  for (const ask of [byPost, bySocket]) {
    expect(await ask('{ hello }', { extensions: `{"a":${lists(63)}}` })).toEqual({
      data: { hello: 'hello' },
      ...costs(1),
    })
    expect(refusal(await ask('{ hello }', { extensions: `{"a":${lists(64)}}` })).codes).toEqual(['BAD_USER_INPUT'])
  }
  expect(calls).toBe(2)
})

test('70,000 unknown fields, and names of 100,000 characters, get a short error', async () => {
  const query = 'query ($f: Filter) { hello(filter: $f) }'
  const refused = 'Variable "$f" got an invalid value; '
  for (const [longest, text, variables] of [
    ['f has 70000 fields, but at most 100 are allowed. Send fewer fields.'.length, query, `{"f":${record(70_000)}}`],
    [refused.length + 300, query, `{"f":{"${'x'.repeat(100_000)}":1}}`],
    [refused.length + 300, query, `{"f":{"${'😀'.repeat(100_000)}":1}}`],
    [1_000, `{ ${'x'.repeat(100_000)} }`, '{}'],
    [1_000, `query ${'x'.repeat(100_000)} { hello(any: [${'$a '.repeat(90)}]) }`, '{}'],
  ] as const) {
    const answer = await byPost(text, { variables })
    expect(refusal(answer).codes).toEqual(['BAD_USER_INPUT'])
    expect(Math.max(...(answer.errors ?? []).map(({ message }) => [...message].length))).toBe(longest)
  }
  expect(calls).toBe(0)
})

test('a field with a name of 100,000 characters is shown by the name’s beginning', async () => {
  const name = 'x'.repeat(100_000)
  expect(await byPost(`{ hello(filter: { ${name}: 1 }) }`)).toMatchObject({
    errors: [
      {
        message: `filter.${'x'.repeat(100)}: Field "${'x'.repeat(292)}…`,
        extensions: { issues: [{ path: ['filter', 'x'.repeat(100)], message: `Field "${'x'.repeat(292)}…` }] },
      },
    ],
  })
  expect(calls).toBe(0)
})
