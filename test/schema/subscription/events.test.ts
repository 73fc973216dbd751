import { graphql } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { charge, givenActiveAgreement, givenConsumer } from '../../support/world/story.ts'
import { createLiveWorld, type LiveWorld, live, refusal } from '../support/live.ts'

const body = `id eventCursor type source actor occurredAt subjectType subjectId version previousStatus status data
  subject { id __typename }`
const events = `subscription ($filter: LogEventFilter, $after: EventCursor) {
  events(filter: $filter, after: $after) { ${body} }
}`
const page = `query ($first: Int, $filter: LogEventFilter, $after: EventCursor) {
  events(first: $first, filter: $filter, after: $after) {
    eventCursor nodes { ${body} } edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`

let world: LiveWorld
beforeAll(async () => {
  world = await createLiveWorld()
})
afterAll(() => world.close())

// biome-ignore lint/suspicious/noExplicitAny: answers are compared with exact values
type Answer = any

async function query(source: string, variableValues: object = {}, caller = world.caller): Promise<Answer> {
  await untilReadable(world.database)
  const contextValue = createContext(world.deps, caller, 'request-1')
  const answer = await graphql({ schema, source, variableValues: { ...variableValues }, contextValue })
  return JSON.parse(JSON.stringify(answer))
}

test('the log as a stream is the log as it is read, page by page', async () => {
  const { data } = await query('{ eventCursor }')
  const after = data.eventCursor
  const watched = await live(world, { source: events, variables: { after } })
  const agreement = await givenActiveAgreement(world)
  const { id, version } = await charge(world, agreement.id, 1_000n)
  const seen: { subjectId: string; version: number }[] = []
  while (!seen.some(event => event.subjectId === id && event.version === version)) seen.push(await watched.next())
  await watched.close()
  const read: unknown[] = []
  for (let cursor = after; ; ) {
    const { events: part } = (await query(page, { first: 2, after: cursor })).data
    read.push(...part.nodes)
    expect(part.edges.map((edge: { cursor: string }) => edge.cursor)).toEqual(
      part.nodes.map((node: { eventCursor: string }) => node.eventCursor),
    )
    expect(part.pageInfo).toEqual({
      hasNextPage: read.length < seen.length,
      hasPreviousPage: read.length > part.nodes.length,
      startCursor: part.nodes[0]?.eventCursor ?? null,
      endCursor: part.nodes.at(-1)?.eventCursor ?? null,
    })
    cursor = part.eventCursor
    if (!part.pageInfo.hasNextPage) break
  }
  expect(read).toEqual(seen)
  expect(seen[0]).toEqual({
    id: expect.stringMatching(/^evt_/),
    eventCursor: expect.any(String),
    type: 'consumer.created',
    source: 'API',
    actor: world.caller.actor,
    occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    subjectType: 'Consumer',
    subjectId: agreement.consumerId,
    version: 1,
    previousStatus: null,
    status: null,
    data: null,
    subject: { id: agreement.consumerId, __typename: 'Consumer' },
  })
  expect(
    (await query('query ($id: ID!) { node(id: $id) { id ... on LogEvent { type } } }', seen[0])).data.node,
  ).toEqual({
    id: (seen[0] as { id?: string }).id,
    type: 'consumer.created',
  })
})

test('filters narrow the page and the stream alike', async () => {
  const agreement = await givenActiveAgreement(world)
  const { id } = await charge(world, agreement.id, 1_000n)
  const { id: agreementId, consumerId } = agreement
  const cases = [
    [{ agreementId, types: ['charge.created', 'agreement.created'] }, [agreementId, id]],
    [{ consumerId, types: ['charge.created', 'consumer.created'] }, [consumerId, id]],
    [{ subjectId: id, types: ['charge.created'] }, [id]],
    [{ types: [] }, []],
    [{ subjectId: 'chg_unknown' }, []],
    [{ subjectId: '' }, []],
  ] as const
  for (const [filter, subjects] of cases) {
    const { nodes } = (await query(page, { filter, first: 100 })).data.events
    expect(nodes.map((node: { subjectId: string }) => node.subjectId)).toEqual(subjects)
  }
  const { data } = await query(page, { first: 1 })
  const filter = { agreementId, types: ['charge.created', 'agreement.created'] }
  const watched = await live(world, { source: events, variables: { filter, after: data.events.eventCursor } })
  expect((await watched.take(2)).map(({ subjectId }) => subjectId)).toEqual([agreementId, id])
  await watched.close()
  expect(await refusal(world, { source: events, variables: { filter: { subjectId: 'chg_unknown' } } })).toEqual([
    'NOT_FOUND',
  ])
})

test('the end of an empty page, an object’s cursor and a payload’s cursor all continue the stream', async () => {
  const empty = (await query(page, { filter: { types: ['none'] } })).data.events
  const { id } = await givenConsumer(world)
  const after = async (cursor: string) =>
    (await query(page, { after: cursor })).data.events.nodes.map((node: { subjectId: string }) => node.subjectId)
  expect(empty.nodes).toEqual([])
  expect(await after(empty.eventCursor)).toEqual([id])
  const own = (await query('query ($id: ID!) { consumer(id: $id) { eventCursor } }', { id })).data.consumer.eventCursor
  const { id: next } = await givenConsumer(world)
  expect(await after(own)).toEqual([next])
})

test('arguments out of range and unusable cursors are request errors; another merchant sees nothing', async () => {
  const codes = async (variables: Record<string, unknown>) =>
    (await query(page, variables)).errors.map((error: { extensions: { code: string } }) => error.extensions.code)
  expect(await codes({ first: 101 })).toEqual(['BAD_USER_INPUT'])
  expect(await codes({ first: -1 })).toEqual(['BAD_USER_INPUT'])
  expect(await codes({ after: 'nonsense' })).toEqual(['CURSOR_INVALID'])
  const stranger = await world.stranger()
  expect((await query(page, { first: 100 }, stranger)).data.events.nodes).toEqual([])
})
