import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from 'vitest'
import {
  type Client,
  ConsumerCreateDocument,
  ConsumersDocument,
  createClient,
  EventsDocument,
  payloadOf,
  TypedDocumentString,
} from '../../src/client/index.ts'
import { SANDBOX_KEY, startTestApp, type TestApp } from '../app/support/test-app.ts'

let app: TestApp
let client: Client
let requests = 0
const ids: string[] = []
const emails = ['a@example.com', 'b@example.com', 'c@example.com', 'd@example.com', 'e@example.com']

beforeAll(async () => {
  app = await startTestApp()
  const counting: typeof fetch = (url, init) => {
    requests += 1
    return fetch(url, init)
  }
  client = createClient({ url: app.graphqlUrl, authorization: SANDBOX_KEY, fetch: counting })
  for (const email of emails) {
    const { consumerCreate } = await client.request(ConsumerCreateDocument, { input: { country: 'DE', email } })
    ids.push(payloadOf(consumerCreate).consumer.id)
  }
})
afterAll(() => app.cleanUp())

const all = async <Node>(nodes: AsyncIterable<Node>) => {
  const list: Node[] = []
  for await (const node of nodes) list.push(node)
  return list
}

describe('list', () => {
  test('reads every page, with the types of the nodes', async () => {
    requests = 0
    const consumers = await all(client.list(ConsumersDocument, { first: 2 }))
    expectTypeOf(consumers[0]?.email).toEqualTypeOf<string | null | undefined>()
    expect(consumers.map(({ email }) => email)).toEqual([...emails].reverse()) // the newest first
    expect(requests).toBe(3)
  })

  test('reads no page that is not needed', async () => {
    requests = 0
    for await (const { id } of client.list(ConsumersDocument, { first: 2 })) if (id === ids[3]) break
    expect(requests).toBe(1)
  })

  test('begins after a cursor', async () => {
    const { consumers } = await client.request(ConsumersDocument, { first: 4 })
    const rest = await all(client.list(ConsumersDocument, { after: consumers.pageInfo.endCursor }))
    expect(rest.map(({ id }) => id)).toEqual(ids.slice(0, 1))
  })

  test('reads the event log, whose cursors are those of subscriptions', async () => {
    // The log shows an event once no earlier transaction of the database server is open.
    await expect
      .poll(async () => {
        const events = await all(client.list(EventsDocument, { first: 2, filter: { types: ['consumer.created'] } }))
        return events.map(({ subjectId }) => subjectId)
      })
      .toEqual(ids)
  })

  test('finds a list inside of an object, by nodes or edges', async () => {
    const Agreements = new TypedDocumentString<
      { consumer: { agreements: { pageInfo: object; edges: { node: { id: string } }[] } } | null },
      { id: string; after?: string }
    >(`query ($id: ID!, $after: String) { consumer(id: $id) {
      agreements(after: $after) { pageInfo { hasNextPage endCursor } edges { node { id } } } } }`)
    expect(await all(client.list(Agreements, { id: String(ids[0]) }))).toEqual([])
    expect(await all(client.list(Agreements, { id: 'con_00000000000000000000000000' }))).toEqual([])
  })

  test('says what the document lacks', async () => {
    const selects = (fields: string) =>
      client.list(`query ($after: String) { consumers(first: 2, after: $after) { ${fields} } }`, {}).next()
    const missing = 'Select nodes (or edges { node }) and pageInfo { hasNextPage endCursor } of the list.'
    await expect(selects('pageInfo { hasNextPage endCursor }')).rejects.toThrow(missing)
    const twoOnly = client.list('{ consumers(first: 2) { pageInfo { hasNextPage endCursor } nodes { id } } }', {})
    await expect(all(twoOnly)).rejects.toThrow('Pass the variable "after" to the list field.')
    await expect(all(client.list('{ consumers { pageInfo { endCursor } nodes { id } } }', {}))).rejects.toThrow(missing)
  })
})
