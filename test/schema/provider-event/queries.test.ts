import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scope } from '../../../src/domain/access/scopes.ts'
import type { ProviderEventStatus } from '../../../src/domain/enums.ts'
import { createProviderRegistry } from '../../../src/providers/registry.ts'
import { sentByPrisma } from '../../store/support/sent-by-prisma.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer, addProviderEvent, givenBody, type NewCharge } from '../support/rows.ts'

let graph: TestGraph
let charge: NewCharge
const ids: string[] = []

beforeAll(async () => {
  // Also without credentials: stored events can be read.
  graph = await startGraph(
    createProviderRegistry({ ppro: undefined, aps: undefined }, { log: pino({ level: 'silent' }) }),
  )
  const { database, tenant, vault, stranger } = graph
  charge = await addCharge(database, await addAgreement(database, await addConsumer(database, tenant)))
  const add = async (given: Parameters<typeof addProviderEvent>[2]) =>
    ids.push((await addProviderEvent(database, tenant, given)).id)
  await add({
    subjectType: 'Charge',
    subjectId: charge.id,
    deliveries: 2,
    ...givenBody(vault, '{"id":"evt_1","amount":{"value":1000}}'),
    processedAt: new Date('2026-03-01T09:00:01Z'),
  })
  await add({ type: null, status: 'FAILED', error: 'not JSON', ...givenBody(vault, '{"id":') })
  await add({ type: 'PAYMENT_AGREEMENT_ACTIVE', status: 'UNMATCHED' })
  await addProviderEvent(database, stranger)
  await addProviderEvent(database, null)
})
afterAll(() => graph.stop())

test('shows the notifications of the merchant, newest first, with their contents', async () => {
  const query = `{ providerEvents { nodes {
    id provider type status deliveries subject { __typename id } receivedAt processedAt body error } } }`
  const { providerEvents } = await graph.data(query)
  expect(providerEvents.nodes.map(({ receivedAt: _, ...node }: { receivedAt: string }) => node)).toEqual([
    {
      id: ids[2],
      provider: 'PPRO',
      type: 'PAYMENT_AGREEMENT_ACTIVE',
      status: 'UNMATCHED',
      deliveries: 1,
      subject: null,
      processedAt: null,
      body: null,
      error: null,
    },
    {
      id: ids[1],
      provider: 'PPRO',
      type: null,
      status: 'FAILED',
      deliveries: 1,
      subject: null,
      processedAt: null,
      body: null,
      error: 'not JSON',
    },
    {
      id: ids[0],
      provider: 'PPRO',
      type: 'PAYMENT_CHARGE_SUCCESS',
      status: 'PROCESSED',
      deliveries: 2,
      subject: { __typename: 'Charge', id: charge.id },
      processedAt: '2026-03-01T09:00:01.000Z',
      body: { id: 'evt_1', amount: { value: 1000 } },
      error: null,
    },
  ])
})

test('bodies are read only where they are asked for', async () => {
  const read = async (fields: string) => {
    const query = `{ providerEvents { nodes { ${fields} } } }`
    const sent = await sentByPrisma(graph.database, () => graph.data(query, {}, undefined, ['read']))
    return sent.map(({ text }) => text.includes('encrypted_body'))
  }
  expect(await read('id status')).toEqual([false])
  expect(await read('id body')).toEqual([true])
})

test.each([
  [{ status: ['FAILED', 'UNMATCHED'] }, [2, 1]],
  [{ type: 'PAYMENT_CHARGE_SUCCESS' }, [0]],
  [{ provider: 'PPRO', status: ['PROCESSED'] }, [0]],
  [{ subjectId: 'chg_unknown' }, []],
])('filter %j', async (filter, found) => {
  const query = 'query ($filter: ProviderEventFilter) { providerEvents(filter: $filter) { nodes { id } } }'
  expect(await graph.data(query, { filter })).toEqual({
    providerEvents: { nodes: found.map(index => ({ id: ids[index] })) },
  })
})

test('filters by its objects', async () => {
  const query = 'query ($id: ID!) { providerEvents(filter: { subjectId: $id }) { nodes { id } } }'
  expect(await graph.data(query, { id: charge.id })).toEqual({ providerEvents: { nodes: [{ id: ids[0] }] } })
  expect(await graph.data(query, { id: charge.id }, graph.stranger)).toEqual({ providerEvents: { nodes: [] } })
})

test.each([
  [
    'PPRO',
    '{"data":{"instrumentId":"canary","instrument":{"id":"canary","type":"CARD"},"id":"kept"}}',
    { data: { instrumentId: '[hidden]', instrument: { id: '[hidden]', type: 'CARD' }, id: 'kept' } },
  ],
  ['APS', '{"token_name":"canary","status":"14"}', { token_name: '[hidden]', status: '14' }],
  // Stored by a version that accepted such bodies: they are no longer readable.
  ['PPRO', `{"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, null],
  ['APS', `{"data":${'['.repeat(5_000)}${']'.repeat(5_000)}}`, null],
  [
    'APS',
    'token_name=canary&status=14&customer_name=O%27Neil',
    { token_name: '[hidden]', status: '14', customer_name: "O'Neil" },
  ],
] as const)('a body of %s is shown without its token', async (provider, body, shown) => {
  const { database, tenant, vault } = graph
  const { id } = await addProviderEvent(database, tenant, { provider, ...givenBody(vault, body) })
  const { node } = await graph.data(`{ node(id: "${id}") { ... on ProviderEvent { body } } }`)
  expect(node.body).toEqual(shown)
})

describe('a notification that is not matched to an object of the account’s owner', () => {
  const given = (status: ProviderEventStatus, matched = false) =>
    addProviderEvent(graph.database, graph.tenant, {
      type: `of-others-${status}`,
      status,
      ...givenBody(graph.vault, '{"customer_email":"ada@other.example"}'),
      ...(matched && { subjectType: 'Charge', subjectId: charge.id }),
    })
  const query = `query ($id: ID!, $type: String!) {
    node(id: $id) { ... on ProviderEvent { status body } }
    nodes(ids: [$id]) { ... on ProviderEvent { status body } }
    providerEvents(filter: { type: $type }) { nodes { status body } }
  }`
  const seenBy = async (scopes: readonly Scope[], { id, type }: { id: string; type: string | null }) =>
    graph.data(query, { id, type }, graph.tenant, scopes)
  const everywhere = (node: unknown) => ({
    node,
    nodes: [node],
    providerEvents: { nodes: node === null ? [] : [node] },
  })
  const body = { customer_email: 'ada@other.example' }

  test('is hidden from the owner while it is RECEIVED', async () => {
    const event = await given('RECEIVED')
    expect(await seenBy(['read'], event)).toEqual(everywhere(null))
    expect(await seenBy(['read', 'operator'], event)).toEqual(everywhere({ status: 'RECEIVED', body }))
  })

  test.each(['UNMATCHED', 'REJECTED', 'FAILED', 'PROCESSED'] as const)(
    'is shown to the owner without its body if it is %s',
    async status => {
      const event = await given(status)
      expect(await seenBy(['read'], event)).toEqual(everywhere({ status, body: null }))
      expect(await seenBy(['read', 'operator'], event)).toEqual(everywhere({ status, body }))
    },
  )

  test('shows its body to the owner of the object as soon as it is matched, even while it is RECEIVED again', async () => {
    const event = await given('RECEIVED', true)
    expect(await seenBy(['read'], event)).toEqual(everywhere({ status: 'RECEIVED', body }))
  })
})
