import { type DocumentNode, parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import {
  ChargeChangedDocument,
  type Client,
  createClient,
  EventCursorDocument,
  TypedDocumentString,
} from '../../src/client/index.ts'
import { KEY, type SmallServer, startSmallServer } from '../http/support/small-server.ts'
import { createSource } from '../http/support/source.ts'

/** As in @graphql-typed-document-node/core. */
interface TypedDocumentNode<Result, Variables> extends DocumentNode {
  __apiType?: (variables: Variables) => Result
}

/** As another package's generator writes it. */
class ForeignDocumentString<Result, Variables> extends String {
  declare readonly __apiType?: ((variables: Variables) => Result) | undefined
  private readonly value: string
  constructor(value: string) {
    super(value)
    this.value = value
  }
  override toString() {
    return this.value
  }
}

type Doubled = { readonly double: number }
type DoubleVariables = { readonly n: number }
type Counted = { readonly count: { readonly eventCursor: string } }
type CountVariables = { readonly after?: string | null }

const query = 'query Double($n: Int!) { double(n: $n) }'
const subscription = 'subscription Count($after: String) { count(after: $after) { eventCursor } }'

const untyped = parse(query)
const documents = {
  'a TypedDocumentString': [
    new TypedDocumentString<Doubled, DoubleVariables>(query),
    new TypedDocumentString<Counted, CountVariables>(subscription),
  ],
  'another package’s TypedDocumentString': [
    new ForeignDocumentString<Doubled, DoubleVariables>(query),
    new ForeignDocumentString<Counted, CountVariables>(subscription),
  ],
  'a TypedDocumentNode': [
    parse(query) as TypedDocumentNode<Doubled, DoubleVariables>,
    parse(subscription) as TypedDocumentNode<Counted, CountVariables>,
  ],
  'a generated TypedDocumentNode, which does not know its text': [
    parse(query, { noLocation: true }) as TypedDocumentNode<Doubled, DoubleVariables>,
    parse(subscription, { noLocation: true }) as TypedDocumentNode<Counted, CountVariables>,
  ],
  'a TypedDocumentNode that was changed after it was parsed': [
    { ...parse('{ ok }'), definitions: parse(query).definitions } as TypedDocumentNode<Doubled, DoubleVariables>,
    { ...parse('{ ok }'), definitions: parse(subscription).definitions } as TypedDocumentNode<Counted, CountVariables>,
  ],
} as const

describe('request and watch accept', () => {
  let server: SmallServer
  let client: Client
  beforeAll(async () => {
    server = await startSmallServer({
      sdl: `type Query { ok: Int, double(n: Int!): Int! }
        type Count { eventCursor: String! }
        type Subscription { count(after: String): Count! }`,
      resolvers: {
        Query: { double: (_root, { n }: DoubleVariables) => 2 * n },
        Subscription: {
          count(_root, { after }: CountVariables) {
            const source = createSource<{ eventCursor: string }>()
            source.emit({ eventCursor: `after ${after}` })
            return source
          },
        },
      },
    })
    client = createClient({ url: server.graphqlUrl, authorization: KEY })
  })
  afterAll(async () => {
    await client.close()
    await server.stop()
  })

  test.each(Object.entries(documents))('%s, and know its types', async (_name, [double, count]) => {
    const doubled = await client.request(double, { n: 2 })
    expectTypeOf(doubled).toEqualTypeOf<Doubled>()
    expect(doubled).toEqual({ double: 4 })
    for await (const event of client.watch(count, { after: 'c1' })) {
      expectTypeOf(event).toEqualTypeOf<Counted['count']>()
      expect(event).toEqual({ eventCursor: 'after c1' })
      break
    }
  })

  test('text, with types or without', async () => {
    const typed = await client.request<Doubled, DoubleVariables>(query, { n: 2 })
    expectTypeOf(typed).toEqualTypeOf<Doubled>()
    const typedAnswer = await client.request<Doubled>(query, { n: 2 })
    expectTypeOf(typedAnswer).toEqualTypeOf<Doubled>()
    const unknown = await client.request(query, { n: 2 })
    expectTypeOf(unknown).toEqualTypeOf<unknown>()
    expect([typed, typedAnswer, unknown]).toEqual([{ double: 4 }, { double: 4 }, { double: 4 }])
    for await (const event of client.watch<Counted, CountVariables>(subscription, { after: 'c1' })) {
      expectTypeOf(event).toEqualTypeOf<Counted['count']>()
      expect(event).toEqual({ eventCursor: 'after c1' })
      break
    }
    for await (const event of client.watch(subscription, { after: 'c1', other: 1 })) {
      expectTypeOf(event).toEqualTypeOf<unknown>()
      expect(event).toEqual({ eventCursor: 'after c1' })
      break
    }
  })

  test('an untyped DocumentNode', async () => {
    const answer = await client.request(untyped, { n: 2 })
    expectTypeOf(answer).toEqualTypeOf<unknown>()
    expect(answer).toEqual({ double: 4 })
    const typed = () => client.request<Doubled, DoubleVariables>(untyped, { n: 2 })
    expectTypeOf(typed).returns.resolves.toEqualTypeOf<Doubled>()
  })

  test('nothing else, for example the result of graphql() for a text that it does not know', async () => {
    for (const document of [{}, null, undefined]) {
      const message = /^This is not a GraphQL document: pass /
      await expect(client.request(document as never, {})).rejects.toThrow(message)
      await expect(client.watch(document as never, {}).next()).rejects.toThrow(message)
    }
  })
})

/** Only compiled: what the types refuse. */
function refused(client: Client) {
  const [double, count] = documents['a TypedDocumentNode']
  return [
    // @ts-expect-error n is a number.
    () => client.request(double, { n: '2' }),
    // @ts-expect-error n is required.
    () => client.request(double, {}),
    // @ts-expect-error There is no variable m.
    () => client.request(double, { n: 2, m: 3 }),
    // @ts-expect-error It has no variables.
    () => client.request(EventCursorDocument, { n: 2 }),
    // @ts-expect-error A cursor is text.
    () => client.watch(count, { after: 2 }),
    // @ts-expect-error The name is chargeId: it would watch every charge.
    () => client.watch(ChargeChangedDocument, { chargeID: 'chg_1' }),
    // @ts-expect-error This is no document.
    () => client.request({ text: query }, {}),
    // @ts-expect-error Nor is a list.
    () => client.request([query], {}),
  ]
}
void refused
