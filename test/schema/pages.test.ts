import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../src/base/id.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addOperation,
  type NewAgreement,
  type NewCharge,
} from './support/rows.ts'

let graph: TestGraph
let agreement: NewAgreement
/** Newest first, as lists are. */
const charges: NewCharge[] = []

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant, stranger } = graph
  const consumer = await addConsumer(database, tenant)
  agreement = await addAgreement(database, consumer)
  for (let i = 0; i < 7; i++)
    charges.unshift(await addCharge(database, agreement, { reference: i % 2 ? 'odd' : 'even' }))
  await addCharge(database, await addAgreement(database, await addConsumer(database, stranger)))
  // Without charges, and in front of the other one in every list.
  await addAgreement(database, consumer)
})
afterAll(() => graph.stop())

const cursorOf = (id: string) => Buffer.from(id, 'latin1').toString('base64url')
const cursorAt = (index: number) => cursorOf(charges[index]?.id ?? '')
const shown = '{ nodes { id } pageInfo { hasNextPage hasPreviousPage } }'
const window = '$first: Int, $last: Int, $after: String, $before: String'
const args = 'first: $first, last: $last, after: $after, before: $before'

interface Page {
  readonly nodes: readonly { readonly id: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean }
}
const indexes = ({ nodes, pageInfo }: Page) => ({
  rows: nodes.map(({ id }) => charges.findIndex(charge => charge.id === id)),
  ...pageInfo,
})
async function page(given: object, filter: object = {}) {
  const query = `query (${window}, $filter: ChargeFilter) { charges(${args}, filter: $filter) ${shown} }`
  return indexes((await graph.data(query, { ...given, filter })).charges)
}
async function nestedPage(given: object) {
  const query = `query (${window}) { agreements { nodes { id charges(${args}) ${shown} } } }`
  const [empty, full] = (await graph.data(query, { ...given })).agreements.nodes
  expect(empty.charges.nodes).toEqual([])
  expect(full.id).toBe(agreement.id)
  return indexes(full.charges)
}

describe.each([
  ['a list', (given: object) => page(given)],
  ['the list of one of many parents', nestedPage],
])('%s', (_name, read) => {
  test.each([
    ['all of it', {}, [0, 1, 2, 3, 4, 5, 6], false, false],
    ['the first', { first: 3 }, [0, 1, 2], true, false],
    ['exactly as many as there are', { first: 7 }, [0, 1, 2, 3, 4, 5, 6], false, false],
    ['none', { first: 0 }, [], true, false],
    ['the first after a place', { first: 2, after: 2 }, [3, 4], true, true],
    ['the rest after a place', { first: 9, after: 4 }, [5, 6], false, true],
    ['nothing after the last', { first: 2, after: 6 }, [], false, true],
    ['the first between two places', { first: 2, after: 1, before: 6 }, [2, 3], true, true],
    ['all between two places', { first: 9, after: 1, before: 4 }, [2, 3], false, true],
    ['the last', { last: 2 }, [5, 6], false, true],
    ['the last before a place', { last: 2, before: 3 }, [1, 2], true, true],
    ['the rest before a place', { last: 9, before: 2 }, [0, 1], true, false],
    ['nothing before the first', { last: 2, before: 0 }, [], true, false],
    ['the last between two places', { last: 2, after: 0, before: 6 }, [4, 5], true, true],
  ] as const)('%s', async (_what, given, rows, hasNextPage, hasPreviousPage) => {
    const { after, before, ...size } = { after: undefined, before: undefined, ...given }
    const cursors = {
      ...(after === undefined ? {} : { after: cursorAt(after) }),
      ...(before === undefined ? {} : { before: cursorAt(before) }),
    }
    expect(await read({ ...size, ...cursors })).toEqual({ rows, hasNextPage, hasPreviousPage })
  })

  test('a place that is in no list has nothing but what is there on its sides', async () => {
    const newest = cursorOf(newId('charge', new Date('2030-01-01T00:00:00Z')))
    expect(await read({ first: 1, after: newest })).toEqual({ rows: [0], hasNextPage: true, hasPreviousPage: false })
    const oldest = cursorOf(newId('charge', new Date('2020-01-01T00:00:00Z')))
    expect(await read({ last: 1, before: oldest })).toEqual({ rows: [6], hasNextPage: false, hasPreviousPage: true })
  })
})

test('what a filter leaves out is on neither side of a page', async () => {
  // 0, 2, 4 and 6 are even.
  expect(await page({ first: 1, after: cursorAt(1) }, { reference: 'odd' })).toEqual({
    rows: [3],
    hasNextPage: true,
    hasPreviousPage: true,
  })
  expect(await page({ first: 1, after: cursorAt(0) }, { reference: 'odd' })).toEqual({
    rows: [1],
    hasNextPage: true,
    hasPreviousPage: false,
  })
})

test('fields that are null filter nothing; an empty list matches nothing', async () => {
  expect(await page({}, { status: null, needsAttention: null })).toEqual(await page({}))
  expect((await page({}, { status: [] })).rows).toEqual([])
})

test('text that the database cannot hold matches nothing, and is not sent there', async () => {
  const query = 'query ($reference: String) { charges(filter: { reference: $reference }) { nodes { id } } }'
  const variables = { reference: 'even\0' }
  expect((await graph.data(query, variables)).charges.nodes).toEqual([])
  expect(await graph.statements(query, variables)).toEqual([])
})

test('operationStatus finds charges by any of their operations', async () => {
  const [first, second] = [charges[2], charges[5]]
  if (!first || !second) throw new Error('seven charges were made')
  await addOperation(graph.database, first, 'AUTHORIZATION', { status: 'SUCCEEDED' })
  await addOperation(graph.database, first, 'REFUND', { status: 'UNKNOWN' })
  await addOperation(graph.database, second, 'AUTHORIZATION', { status: 'UNKNOWN' })
  expect((await page({}, { operationStatus: ['UNKNOWN'] })).rows).toEqual([2, 5])
  expect((await page({}, { operationStatus: ['PENDING', 'SUCCEEDED'] })).rows).toEqual([2])
})

test('createdAfter includes its instant, createdBefore does not', async () => {
  const [newer, older] = [charges[1]?.createdAt, charges[4]?.createdAt]
  const filter = { createdAfter: older?.toISOString(), createdBefore: newer?.toISOString() }
  expect((await page({}, filter)).rows).toEqual([2, 3, 4])
})

test('the side that a page was entered from is read only if it is selected, for all parents at once', async () => {
  const of = (asked: string) =>
    `query ($after: String) { agreements { nodes { charges(after: $after) { ${asked} } } } }`
  const after = { after: cursorAt(2) }
  expect(await graph.statements(of('nodes { id } pageInfo { hasNextPage }'), after)).toEqual(['read agreements'])
  expect(await graph.statements(of('pageInfo { hasPreviousPage }'), after)).toEqual([
    'read agreements',
    'any-child-charge-agreementId-gte',
  ])
})

test('pages of one list under two names are read with two statements, however many parents there are', async () => {
  const query = `{ agreements { nodes { one: charges(first: 1) { nodes { id } } two: charges(first: 2) { nodes { id } } } } }`
  const { nodes } = (await graph.data(query)).agreements
  expect(nodes.map((of: { one: Page; two: Page }) => [of.one.nodes.length, of.two.nodes.length])).toEqual([
    [0, 0],
    [1, 2],
  ])
  expect(await graph.statements(query)).toEqual(['read agreements', 'read agreements'])
})

test('arguments of a nested list that are refused are its own errors', async () => {
  const { errors } = await graph.run('{ agreements { nodes { id charges(first: 101) { nodes { id } } } } }')
  expect(errors?.[0]?.path).toEqual(['agreements', 'nodes', 0, 'charges'])
  expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
})

test("another merchant's rows, and the same merchant's of another mode, are in no list", async () => {
  const { tenant, stranger } = graph
  const query = `{ charges ${shown} }`
  expect((await graph.data(query, {}, stranger)).charges.nodes).toHaveLength(1)
  expect((await graph.data(query, {}, { ...tenant, mode: 'LIVE' })).charges.nodes).toEqual([])
  const filtered = `{ charges(filter: { agreementId: "${agreement.id}" }) ${shown} }`
  expect((await graph.data(filtered, {}, stranger)).charges.nodes).toEqual([])
})
