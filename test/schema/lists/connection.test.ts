import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer } from '../support/rows.ts'

let graph: TestGraph
/** Newest first. */
const charges: string[] = []
let consumerId: string

beforeAll(async () => {
  graph = await startGraph()
  const consumer = await addConsumer(graph.database, graph.tenant)
  consumerId = consumer.id
  const agreement = await addAgreement(graph.database, consumer)
  for (let i = 0; i < 25; i++) charges.unshift((await addCharge(graph.database, agreement)).id)
})
afterAll(() => graph.stop())

interface Edge {
  readonly cursor: string
  readonly node: { readonly id: string }
}
const query = `query ($first: Int, $after: String, $last: Int, $before: String) {
  charges(first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id } } nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

async function page(args: Record<string, unknown>) {
  const { edges, nodes, pageInfo } = (await graph.data(query, args)).charges
  expect(nodes).toEqual(edges.map(({ node }: Edge) => node))
  expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null)
  expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null)
  const { hasNextPage, hasPreviousPage } = pageInfo
  return { rows: edges.map(({ node }: Edge) => charges.indexOf(node.id)), hasNextPage, hasPreviousPage }
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

async function cursorAt(index: number): Promise<string> {
  return (await graph.data(query, { first: 100 })).charges.edges[index].cursor
}

test('20 unless asked, newest first', async () => {
  expect(await page({})).toEqual({ rows: range(0, 20), hasNextPage: true, hasPreviousPage: false })
})

test('forwards, page by page, every item comes once', async () => {
  const seen: number[] = []
  let after: string | null = null
  let more = true
  while (more) {
    const {
      charges: found,
    }: { charges: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
      await graph.data(query, { first: 7, after })
    seen.push(...found.nodes.map(({ id }) => charges.indexOf(id)))
    after = found.pageInfo.endCursor
    more = found.pageInfo.hasNextPage
  }
  expect(seen).toEqual(range(0, 25))
})

test('backwards, page by page, every item comes once', async () => {
  const seen: number[] = []
  let before: string | null = null
  let more = true
  while (more) {
    const {
      charges: found,
    }: { charges: { nodes: { id: string }[]; pageInfo: { hasPreviousPage: boolean; startCursor: string } } } =
      await graph.data(query, { last: 7, before })
    seen.unshift(...found.nodes.map(({ id }) => charges.indexOf(id)))
    before = found.pageInfo.startCursor
    more = found.pageInfo.hasPreviousPage
  }
  expect(seen).toEqual(range(0, 25))
})

test('a page in the middle has items on both sides', async () => {
  const after = await cursorAt(4)
  expect(await page({ first: 5, after })).toEqual({ rows: range(5, 10), hasNextPage: true, hasPreviousPage: true })
  expect(await page({ last: 5, before: after })).toEqual({
    rows: range(0, 4),
    hasNextPage: true,
    hasPreviousPage: false,
  })
})

test('first and last together are the last of the first', async () => {
  const after = await cursorAt(4)
  expect(await page({ first: 10, last: 3 })).toEqual({ rows: range(7, 10), hasNextPage: true, hasPreviousPage: true })
  expect(await page({ first: 3, last: 10, after })).toEqual({
    rows: range(5, 8),
    hasNextPage: true,
    hasPreviousPage: true,
  })
})

test('an empty page is a page too, and says whether there is more', async () => {
  expect(await page({ first: 0 })).toEqual({ rows: [], hasNextPage: true, hasPreviousPage: false })
})

const outOfRange = (name: string) => {
  const issue = { path: [name], code: 'RANGE', message: 'Must be from 0 to 100.' }
  return { message: `${name}: ${issue.message}`, extensions: { code: 'BAD_USER_INPUT', issues: [issue] } }
}
const foreign = (name: string) => ({
  message: `${name} is not a cursor of this list. Send the cursor of an edge or of pageInfo from the same list, unchanged.`,
  extensions: { code: 'CURSOR_INVALID' },
})

test.each([
  [{ first: 101 }, outOfRange('first')],
  [{ first: -1 }, outOfRange('first')],
  [{ last: 101 }, outOfRange('last')],
  [{ last: -1 }, outOfRange('last')],
  [{ after: '' }, foreign('after')],
  [{ after: 'nonsense' }, foreign('after')],
  [{ before: 'nonsense' }, foreign('before')],
])('%j is refused', async (args, refusal) => {
  const names: string[] = []
  const stop = graph.database.onStatement(name => names.push(name))
  const { data, errors } = await graph.run(query, args)
  stop()
  expect(data).toBeNull()
  expect(errors?.map(error => ({ message: error.message, extensions: error.extensions }))).toEqual([refusal])
  expect(names).toEqual([])
})

test("another list's cursor, or a plain id, is refused", async () => {
  const { consumers } = await graph.data('{ consumers { pageInfo { endCursor } } }')
  for (const after of [consumers.pageInfo.endCursor, charges[0], `${await cursorAt(0)}=`]) {
    const { errors } = await graph.run(query, { after })
    expect(errors?.[0]?.message).toBe(foreign('after').message)
  }
})

test('the list of an object has the same pages, in either direction', async () => {
  const nested = `query ($id: ID!, $after: String) { consumer(id: $id) {
    newest: charges(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage hasPreviousPage } }
    oldest: charges(last: 2) { nodes { id } pageInfo { hasNextPage hasPreviousPage } } } }`
  expect(await graph.data(nested, { id: consumerId, after: await cursorAt(2) })).toEqual({
    consumer: {
      newest: {
        nodes: [{ id: charges[3] }, { id: charges[4] }],
        pageInfo: { hasNextPage: true, hasPreviousPage: true },
      },
      oldest: {
        nodes: [{ id: charges[23] }, { id: charges[24] }],
        pageInfo: { hasNextPage: false, hasPreviousPage: true },
      },
    },
  })
})
