import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from '../support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addOperation,
  type NewAgreement,
  type NewCharge,
} from '../support/rows.ts'

let graph: TestGraph
let agreement: NewAgreement
let charge: NewCharge
let other: NewCharge

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  agreement = await addAgreement(database, await addConsumer(database, tenant))
  charge = await addCharge(database, agreement, {
    status: 'UNKNOWN',
    currency: 'EUR',
    reference: 'order-1',
    description: 'March',
    needsAttention: true,
    captureMode: 'MANUAL',
    initiator: 'CONSUMER',
    reason: 'INITIAL',
    captureBefore: new Date('2026-03-08T09:00:00Z'),
    providerReference: 'chg_ppro_1',
    metadata: { order: '1' },
    version: 2,
  })
  await addOperation(database, charge, 'AUTHORIZATION', { status: 'UNKNOWN' })
  other = await addCharge(database, await addAgreement(database, await addConsumer(database, tenant)))
})
afterAll(() => graph.stop())

test('shows a charge as it is recorded', async () => {
  const query = `query ($id: ID!) { charge(id: $id) {
    id version reference description provider paymentMethod status agreement { id } consumer { id } retryOf { id } attemptNumber
    amount { value currency decimal } captureBefore captureMode initiator reason authenticationMethods { type } failure { code }
    needsAttention providerReference metadata createdAt updatedAt } }`
  expect((await graph.data(query, { id: charge.id })).charge).toEqual({
    id: charge.id,
    version: 2,
    reference: 'order-1',
    description: 'March',
    provider: 'PPRO',
    paymentMethod: 'AMAZON_PAY',
    status: 'UNKNOWN',
    agreement: { id: agreement.id },
    consumer: { id: agreement.consumerId },
    retryOf: null,
    attemptNumber: 1,
    amount: { value: '1000', currency: 'EUR', decimal: '10.00' },
    captureBefore: '2026-03-08T09:00:00.000Z',
    captureMode: 'MANUAL',
    initiator: 'CONSUMER',
    reason: 'INITIAL',
    authenticationMethods: [],
    failure: null,
    needsAttention: true,
    providerReference: 'chg_ppro_1',
    metadata: { order: '1' },
    createdAt: charge.createdAt.toISOString(),
    updatedAt: charge.updatedAt.toISOString(),
  })
})

const list = 'query ($filter: ChargeFilter) { charges(filter: $filter) { nodes { id } } }'
const found = async (filter: unknown) =>
  (await graph.data(list, { filter })).charges.nodes.map(({ id }: { id: string }) => id)

test.each([
  [{ status: ['UNKNOWN', 'PROCESSING'] }],
  [{ operationStatus: ['UNKNOWN'] }],
  [{ needsAttention: true }],
  [{ currency: 'EUR' }],
  [{ reference: 'order-1' }],
  [{ provider: 'PPRO', status: ['UNKNOWN'], operationStatus: ['UNKNOWN'], needsAttention: true, reference: 'order-1' }],
])('filter %j finds the one', async filter => {
  expect(await found(filter)).toEqual([charge.id])
})

test('filters by its parents and its time of creation', async () => {
  expect(await found({})).toEqual([other.id, charge.id])
  expect(await found({ agreementId: agreement.id })).toEqual([charge.id])
  expect(await found({ consumerId: other.consumerId })).toEqual([other.id])
  expect(await found({ needsAttention: false })).toEqual([other.id])
  expect(await found({ createdAfter: other.createdAt.toISOString() })).toEqual([other.id])
  expect(await found({ createdBefore: other.createdAt.toISOString() })).toEqual([charge.id])
})

test.each([[{ status: [] }], [{ operationStatus: [] }], [{ agreementId: 'agr_unknown' }], [{ reference: 'order' }]])(
  'filter %j finds nothing',
  async filter => {
    expect(await found(filter)).toEqual([])
  },
)

test('a malformed scalar is a request error with its code', async () => {
  const { data, errors } = await graph.run(list, { filter: { createdAfter: 'yesterday' } })
  expect(data).toBeUndefined()
  expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'BAD_USER_INPUT' }])
})
