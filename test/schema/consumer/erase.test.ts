import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from '../support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addProviderRequest,
  addRevocation,
  givenPersonal,
} from '../support/rows.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const personal = {
  name: 'Jane Doe',
  email: 'jane@shop.example',
  phone: null,
  birthDate: '1990-02-28',
  taxId: null,
  billingAddress: null,
}
const erase = `mutation ($id: ID!) { consumerErase(input: { consumerId: $id }) {
  ... on ConsumerErasePayload {
    consumer { id version erasedAt name email birthDate country locale reference metadata }
    revocations { id status }
  }
  ... on UserError { code message } } }`
const asManager = (id: string) => graph.data(erase, { id }, graph.tenant, ['manage'])

test('an erased consumer has no personal data in any answer, and says when it was erased', async () => {
  const { database, tenant, vault } = graph
  const given = {
    ...givenPersonal(vault, personal),
    reference: 'customer-7',
    locale: 'en-US',
    metadata: { plan: 'gold' },
  }
  const consumer = await addConsumer(database, tenant, { ...given, country: 'DE' })
  const agreement = await addAgreement(database, consumer, { status: 'REVOKED_BY_MERCHANT' })
  const revocation = await addRevocation(database, agreement, { status: 'SUCCEEDED' })
  const shown = `query ($id: ID!) { node(id: $id) { ... on Consumer { name erasedAt } } }`
  expect(await graph.data(shown, { id: consumer.id })).toEqual({ node: { name: 'Jane Doe', erasedAt: null } })

  const { consumerErase } = await asManager(consumer.id)
  const nothing = { name: null, email: null, birthDate: null, locale: null, reference: null, metadata: null }
  expect(consumerErase).toEqual({
    consumer: { id: consumer.id, version: 2, erasedAt: '2026-03-02T00:00:00.000Z', country: 'DE', ...nothing },
    revocations: [{ id: revocation.id, status: 'SUCCEEDED' }],
  })
  expect(await asManager(consumer.id)).toEqual({ consumerErase })
  expect(await graph.data(shown, { id: consumer.id })).toEqual({
    node: { name: null, erasedAt: '2026-03-02T00:00:00.000Z' },
  })
  const { consumers } = await graph.data('{ consumers(filter: { email: "jane@shop.example" }) { nodes { id } } }')
  expect(consumers.nodes).toEqual([])
})

test('without the scope manage nothing is erased', async () => {
  const { id } = await addConsumer(graph.database, graph.tenant, givenPersonal(graph.vault, personal))
  const { errors } = await graph.run(erase, { id }, graph.tenant, ['read', 'charge', 'refund', 'operator'])
  expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN'])
  const { rows } = await graph.database.pool.query('SELECT erased_at, version FROM consumers WHERE id = $1', [id])
  expect(rows).toEqual([{ erased_at: null, version: 1 }])
})

test('another merchant’s consumer is not found', async () => {
  const { id } = await addConsumer(graph.database, graph.stranger, givenPersonal(graph.vault, personal))
  expect((await asManager(id)).consumerErase.code).toBe('NOT_FOUND')
  const { rows } = await graph.database.pool.query('SELECT erased_at, version FROM consumers WHERE id = $1', [id])
  expect(rows).toEqual([{ erased_at: null, version: 1 }])
})

test('the refusal names what is open', async () => {
  const { database, tenant, vault } = graph
  const consumer = await addConsumer(database, tenant, givenPersonal(vault, personal))
  const agreement = await addAgreement(database, consumer)
  const charges = []
  for (let index = 0; index < 12; index++) {
    const charge = await addCharge(database, agreement, { status: 'UNKNOWN' })
    await addProviderRequest(database, charge, { state: 'UNKNOWN' })
    charges.push(charge.id)
  }
  const { code, message } = (await asManager(consumer.id)).consumerErase
  expect(code).toBe('INVALID_STATE')
  expect(message).toBe(
    `The outcome of a provider request is not known yet, and the request may have to be sent again: ${charges.slice(0, 10).join(', ')} ` +
      'and 2 more. Erase the consumer after the outcome is known. For a charge, chargeSync queries the provider now.',
  )
})
