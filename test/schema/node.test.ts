import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../src/base/id.ts'
import { append, newEvent, untilReadable } from '../support/database/log-events.ts'
import { noOwnAccounts } from '../support/world/no-own-accounts.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addOperation,
  addProviderEvent,
  addRevocation,
} from './support/rows.ts'
import { addOccurrence, addSchedule } from './support/schedule-rows.ts'
import { addWebhookDelivery, addWebhookEndpoint } from './support/webhook-rows.ts'

let graph: TestGraph
const ids: Record<string, string> = {}

beforeAll(async () => {
  graph = await startGraph({
    entries: [{ code: 'PPRO', name: 'PPRO', capabilities: [], provider: undefined, show: () => undefined }],
    find: () => undefined,
    ...noOwnAccounts,
  })
  const { database, tenant } = graph
  const consumer = await addConsumer(database, tenant)
  const instrument = await addInstrument(database, consumer)
  const agreement = await addAgreement(database, consumer, { instrumentId: instrument.id })
  const charge = await addCharge(database, agreement)
  const schedule = await addSchedule(database, agreement)
  const endpoint = await addWebhookEndpoint(database, tenant)
  const event = newEvent(tenant)
  await append(database, [event])
  await untilReadable(database)
  Object.assign(ids, {
    Consumer: consumer.id,
    Instrument: instrument.id,
    Agreement: agreement.id,
    Charge: charge.id,
    Schedule: schedule.id,
    Occurrence: (await addOccurrence(database, schedule)).id,
    Revocation: (await addRevocation(database, agreement)).id,
    Authorization: (await addOperation(database, charge, 'AUTHORIZATION')).id,
    Capture: (await addOperation(database, charge, 'CAPTURE')).id,
    Refund: (await addOperation(database, charge, 'REFUND')).id,
    VoidOperation: (await addOperation(database, charge, 'VOID')).id,
    ProviderEvent: (await addProviderEvent(database, tenant)).id,
    LogEvent: event.id,
    WebhookEndpoint: endpoint.id,
    WebhookDelivery: (await addWebhookDelivery(database, endpoint)).id,
    Provider: 'prv_ppro',
  })
})
afterAll(() => graph.stop())

const node = 'query ($id: ID!) { node(id: $id) { __typename id } }'
const versions = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
  ... on VersionedNode { version createdAt updatedAt eventCursor } } }`
const nodes = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }'

test('finds every type that has an id', async () => {
  const found = Object.entries(ids).map(([__typename, id]) => ({ __typename, id }))
  expect(found).toHaveLength(16)
  expect(await graph.data(nodes, { ids: Object.values(ids) })).toEqual({ nodes: found })
  for (const one of found) expect(await graph.data(node, { id: one.id })).toEqual({ node: one })
})

test("another merchant's id is unknown, like one that never existed", async () => {
  const { Provider: everyones, ...own } = ids
  const none = Object.values(own).map(() => null)
  expect(await graph.data(nodes, { ids: Object.values(own) }, graph.stranger)).toEqual({ nodes: none })
  expect(await graph.data(nodes, { ids: Object.values(own) }, { ...graph.tenant, mode: 'LIVE' })).toEqual({
    nodes: none,
  })
  expect(await graph.data(node, { id: everyones }, graph.stranger)).toEqual({
    node: { __typename: 'Provider', id: everyones },
  })
})

test('unknown and malformed ids are null, each in its place, without a database query for the malformed', async () => {
  const unknown = newId('charge', new Date())
  const malformed = [
    '',
    'chg_',
    'chg_1',
    `${ids.Charge}\0`,
    ids.Charge?.toUpperCase(),
    'mer_x',
    "'; DROP TABLE",
    'prv_aps',
  ]
  expect(await graph.data(nodes, { ids: [unknown, ids.Charge, ...malformed] })).toEqual({
    nodes: [null, { __typename: 'Charge', id: ids.Charge }, ...malformed.map(() => null)],
  })
  expect(await graph.statements(nodes, { ids: malformed })).toEqual([])
})

test('ids of objects that are not in the graph are unknown', async () => {
  const hidden = (['merchant', 'apiKey', 'providerRequest'] as const).map(kind => newId(kind, new Date()))
  expect(await graph.data(nodes, { ids: hidden })).toEqual({ nodes: [null, null, null] })
})

test('an id of one type is unknown to the field of another', async () => {
  const fields =
    '{ consumer(id: "CHG") { id } agreement(id: "CHG") { id } schedule(id: "CHG") { id } charge(id: "CON") { id } }'
  const query = fields.replaceAll('CHG', ids.Charge ?? '').replaceAll('CON', ids.Consumer ?? '')
  expect(await graph.data(query)).toEqual({ consumer: null, agreement: null, schedule: null, charge: null })
})

test('the same id twice gives the object twice', async () => {
  const one = { __typename: 'Charge', id: ids.Charge }
  expect(await graph.data(nodes, { ids: [ids.Charge, ids.Charge] })).toEqual({ nodes: [one, one] })
})

test('more than 100 ids are refused', async () => {
  const many = Array.from({ length: 101 }, () => ids.Charge)
  expect((await graph.data(nodes, { ids: many.slice(1) })).nodes).toHaveLength(100)
  const { data, errors } = await graph.run(nodes, { ids: many })
  expect(data).toBeNull()
  expect(errors?.map(({ message, extensions }) => ({ message, extensions }))).toEqual([
    {
      message: 'ids: Must have at most 100 entries, but has 101. Split the ids into several requests.',
      extensions: {
        code: 'BAD_USER_INPUT',
        issues: [
          {
            path: ['ids'],
            code: 'TOO_LONG',
            message: 'Must have at most 100 entries, but has 101. Split the ids into several requests.',
          },
        ],
      },
    },
  ])
})

test('gives the shown version of each object that has versions, and the cursor to continue from', async () => {
  const { nodes: found } = await graph.data(versions, { ids: Object.values(ids) })
  const versioned = found.filter((one: object) => 'version' in one)
  expect(versioned.map(({ __typename }: { __typename: string }) => __typename)).toEqual([
    'Consumer',
    'Agreement',
    'Charge',
    'Schedule',
  ])
  for (const { id, version, createdAt, updatedAt, eventCursor } of versioned) {
    expect([version, createdAt, updatedAt]).toEqual([expect.any(Number), expect.any(String), expect.any(String)])
    expect(graph.deps.cursors.decode(graph.tenant, eventCursor)).toMatchObject({
      cursor: { kind: 'object', id, version },
    })
  }
})
