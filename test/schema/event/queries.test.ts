import { afterAll, beforeAll, expect, test } from 'vitest'
import { append, newEvent, untilReadable } from '../../support/database/log-events.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addConsumer, type NewConsumer } from '../support/rows.ts'

let graph: TestGraph
let consumer: NewConsumer
/** Oldest first. */
let events: string[]
beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  consumer = await addConsumer(database, tenant, { version: 4 })
  const of = { subjectType: 'Consumer', subjectId: consumer.id, consumerId: consumer.id }
  events = []
  for (let version = 1; version <= 7; version++) {
    const event = newEvent(tenant, { ...of, version })
    await append(database, [event])
    events.push(event.id)
  }
  await untilReadable(database)
})
afterAll(() => graph.stop())

const query = `query ($first: Int, $after: EventCursor, $last: Int, $before: EventCursor, $filter: LogEventFilter) {
  events(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
    eventCursor edges { cursor } nodes { id eventCursor } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`

async function page(args: Record<string, unknown>) {
  const { eventCursor, nodes, edges, pageInfo } = (await graph.data(query, args)).events
  const cursors = nodes.map((node: { eventCursor: string }) => node.eventCursor)
  expect(edges.map(({ cursor }: { cursor: string }) => cursor)).toEqual(cursors)
  if (nodes.length > 0) {
    expect(pageInfo.startCursor).toBe(cursors[0])
    expect(pageInfo.endCursor).toBe(cursors.at(-1))
  }
  const rows = nodes.map(({ id }: { id: string }) => events.indexOf(id))
  return { rows, cursors, eventCursor, pageInfo, sides: [pageInfo.hasPreviousPage, pageInfo.hasNextPage] }
}

test('last takes the newest, still oldest first, and before goes further back', async () => {
  const newest = await page({ last: 3 })
  expect([newest.rows, newest.sides]).toEqual([
    [4, 5, 6],
    [true, false],
  ])
  const middle = await page({ last: 3, before: newest.pageInfo.startCursor })
  expect([middle.rows, middle.sides]).toEqual([
    [1, 2, 3],
    [true, true],
  ])
  const oldest = await page({ last: 3, before: middle.pageInfo.startCursor })
  expect([oldest.rows, oldest.sides]).toEqual([[0], [false, true]])
  const none = await page({ last: 3, before: oldest.pageInfo.startCursor })
  expect([none.rows, none.sides, none.pageInfo.startCursor]).toEqual([[], [false, true], null])
})

test('the cursor of a page of the newest continues with later events', async () => {
  const { eventCursor } = await page({ last: 2 })
  expect((await page({ after: eventCursor })).rows).toEqual([])
  const earlier = await page({ last: 2, before: (await page({ last: 2 })).pageInfo.startCursor })
  expect((await page({ after: earlier.eventCursor })).rows).toEqual([5, 6])
})

test('first and last together are the last of the first; after and before together are the events in between', async () => {
  const { cursors } = await page({})
  const both = await page({ first: 4, last: 2 })
  expect([both.rows, both.sides]).toEqual([
    [2, 3],
    [true, true],
  ])
  const between = await page({ after: cursors[1], before: cursors[5] })
  expect([between.rows, between.sides]).toEqual([
    [2, 3, 4],
    [true, false],
  ])
  const last = await page({ last: 2, after: cursors[1], before: cursors[5] })
  expect([last.rows, last.sides]).toEqual([
    [3, 4],
    [true, true],
  ])
})

test('before an object’s cursor is its past up to its version, after it the rest', async () => {
  const { eventCursor } = (await graph.data('query ($id: ID!) { consumer(id: $id) { eventCursor } }', consumer))
    .consumer
  const past = await page({ last: 100, before: eventCursor })
  expect([past.rows, past.sides]).toEqual([
    [0, 1, 2, 3],
    [false, true],
  ])
  expect((await page({ after: eventCursor })).rows).toEqual([4, 5, 6])
  expect((await page({ after: past.eventCursor })).rows).toEqual([4, 5, 6])
})

test('an empty page of a long log has a cursor where it stopped, on the side where it was read', async () => {
  const { pool } = graph.database
  // More than one page reads, all of them of a type of their own.
  await pool.query(
    `INSERT INTO events (id, xid, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id,
                         version, change, snapshot_xmin)
     SELECT 'evt_old' || n, 3, $1, 'TEST', 'charge.step', 'API', now(), 'Charge', 'chg_old', 'con_old', n, true, 3
     FROM generate_series(1, 10001) n`,
    [graph.tenant.merchantId],
  )
  const filter = { types: ['charge.created'] }
  const back = await page({ last: 5, filter })
  expect([back.rows, back.sides, back.pageInfo.endCursor]).toEqual([[], [true, false], null])
  const further = await page({ last: 5, filter, before: back.pageInfo.startCursor })
  expect([further.rows, further.sides, further.pageInfo.startCursor]).toEqual([[], [false, true], null])
  const on = await page({ first: 5, filter })
  expect([on.rows, on.sides, on.pageInfo.startCursor]).toEqual([[], [false, true], null])
  expect(on.pageInfo.endCursor).toBe(on.eventCursor)
  const end = await page({ first: 5, filter, after: on.pageInfo.endCursor })
  expect([end.rows, end.sides, end.pageInfo.endCursor]).toEqual([[], [true, false], null])
})

test('invalid arguments are request errors', async () => {
  const codes = async (args: object) =>
    ((await graph.run(query, { ...args })).errors ?? []).map(({ extensions, message }) => [
      extensions['code'],
      message.split(' ')[0],
    ])
  expect(await codes({ last: 101 })).toEqual([['BAD_USER_INPUT', 'last:']])
  expect(await codes({ last: -1 })).toEqual([['BAD_USER_INPUT', 'last:']])
  expect(await codes({ before: 'nonsense' })).toEqual([['CURSOR_INVALID', 'before']])
  expect(await codes({ before: '' })).toEqual([['CURSOR_INVALID', 'before']])
  expect(await codes({ last: 1, before: null, after: null })).toEqual([])
})
