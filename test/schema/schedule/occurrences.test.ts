import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer } from '../support/rows.ts'
import { addOccurrence, addSchedule, type NewSchedule } from '../support/schedule-rows.ts'

let graph: TestGraph
let schedule: NewSchedule
let empty: NewSchedule

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  const agreement = await addAgreement(database, await addConsumer(database, tenant))
  schedule = await addSchedule(database, agreement)
  empty = await addSchedule(database, agreement)
  // Made at one instant, as those that had passed when a schedule began: their ids are in no order.
  const now = new Date('2026-03-01T00:00:00Z')
  const ids = Array.from({ length: 7 }, () => newId('occurrence', now)).sort()
  for (const [index, place] of [3, 0, 5, 1, 6, 2, 4].entries())
    await addOccurrence(database, schedule, {
      index,
      id: String(ids[place]),
      status: index === 6 ? 'UPCOMING' : 'PAID',
    })
  const elsewhere = await addSchedule(database, agreement)
  await addOccurrence(database, elsewhere, { index: 99 })
  await addCharge(database, agreement)
})
afterAll(() => graph.stop())

const query = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { schedule(id: $id) {
  occurrences(first: $first, after: $after, last: $last, before: $before) {
    totalCount edges { cursor node { index } } nodes { index } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`

async function page(variables: object, id = schedule.id) {
  const { totalCount, edges, nodes, pageInfo } = (await graph.data(query, { id, ...variables })).schedule.occurrences
  expect(edges.map(({ node }: { node: object }) => node)).toEqual(nodes)
  expect([pageInfo.startCursor, pageInfo.endCursor]).toEqual([edges[0]?.cursor ?? null, edges.at(-1)?.cursor ?? null])
  return {
    indexes: nodes.map(({ index }: { index: number }) => index),
    more: [pageInfo.hasPreviousPage, pageInfo.hasNextPage],
    totalCount,
    cursors: edges.map(({ cursor }: { cursor: string }) => cursor),
  }
}

test('the latest occurrence first, by index and not by id', async () => {
  expect(await page({})).toMatchObject({ indexes: [6, 5, 4, 3, 2, 1, 0], more: [false, false], totalCount: 7 })
})

test('pages meet without a gap, forward and backward', async () => {
  const first = await page({ first: 3 })
  expect(first).toMatchObject({ indexes: [6, 5, 4], more: [false, true], totalCount: 7 })
  const second = await page({ first: 3, after: first.cursors[2] })
  expect(second).toMatchObject({ indexes: [3, 2, 1], more: [true, true] })
  expect(await page({ first: 3, after: second.cursors[2] })).toMatchObject({ indexes: [0], more: [true, false] })
  const last = await page({ last: 2 })
  expect(last).toMatchObject({ indexes: [1, 0], more: [true, false] })
  expect(await page({ last: 2, before: last.cursors[0] })).toMatchObject({ indexes: [3, 2], more: [true, true] })
  expect(await page({ last: 2, before: first.cursors[1] })).toMatchObject({ indexes: [6], more: [false, true] })
})

test('a schedule without occurrences has an empty page', async () => {
  expect(await page({}, empty.id)).toEqual({ indexes: [], more: [false, false], totalCount: 0, cursors: [] })
})

const cursorOf = (text: string) => Buffer.from(text).toString('base64url')

test.each([
  ['of a charge', () => cursorOf(newId('charge', new Date()))],
  ['an occurrence’s id', () => cursorOf(newId('occurrence', new Date()))],
  ['a bare index', () => cursorOf('3')],
  ['an index that no integer holds', () => cursorOf('occurrence.99999999999')],
  ['SQL', () => cursorOf('occurrence.1 OR true')],
  ['of a leading zero', () => cursorOf('occurrence.01')],
  ['an occurrence’s, with more behind it', () => `${cursorOf('occurrence.3')}=`],
])('a cursor that is none of the list: %s', async (_what, cursor) => {
  for (const side of ['after', 'before']) {
    const { errors } = await graph.run(query, { id: schedule.id, [side]: cursor() })
    expect(errors?.map(({ message, extensions }) => [message, extensions])).toEqual([
      [
        `${side} is not a cursor of this list. Send the cursor of an edge or of pageInfo from the same list, unchanged.`,
        { code: 'CURSOR_INVALID' },
      ],
    ])
  }
})

test('an occurrence’s cursor is none of a list of schedules', async () => {
  const [cursor] = (await page({ first: 1 })).cursors
  const { errors } = await graph.run('query ($after: String) { schedules(after: $after) { nodes { id } } }', {
    after: cursor,
  })
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'CURSOR_INVALID' }])
})

test('schedules are paged, newest first', async () => {
  const list = `query ($first: Int, $after: String) { schedules(first: $first, after: $after) {
    nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor } } }`
  const { schedules: first } = await graph.data(list, { first: 2 })
  expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
  const { schedules: rest } = await graph.data(list, { first: 2, after: first.pageInfo.endCursor })
  expect(rest.nodes).toEqual([{ id: schedule.id }])
  expect(first.nodes[1]).toEqual({ id: empty.id })
  expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
})
