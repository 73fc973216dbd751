import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer, addOperation, type NewAgreement } from '../support/rows.ts'

let graph: TestGraph
let agreement: NewAgreement

beforeAll(async () => {
  graph = await startGraph()
  agreement = await addAgreement(graph.database, await addConsumer(graph.database, graph.tenant))
})
afterAll(() => graph.stop())

const failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'No funds.',
} as const
const amounts = `authorizedAmount { decimal } capturedAmount { decimal } refundedAmount { decimal } voidedAmount { decimal }
  capturableAmount { decimal } refundableAmount { decimal } pendingRefundAmount { decimal currency }`

test('totals count what succeeded; what is open counts as taken', async () => {
  const { database } = graph
  const charge = await addCharge(database, agreement, { status: 'PARTIALLY_CAPTURED', amount: 10_000n })
  await addOperation(database, charge, 'AUTHORIZATION', { status: 'FAILED', failure })
  await addOperation(database, charge, 'AUTHORIZATION')
  await addOperation(database, charge, 'CAPTURE', { amount: 6_000n })
  await addOperation(database, charge, 'CAPTURE', { amount: 500n, status: 'UNKNOWN' })
  await addOperation(database, charge, 'CAPTURE', { amount: 900n, status: 'FAILED', failure })
  await addOperation(database, charge, 'VOID', { amount: 1_000n })
  await addOperation(database, charge, 'REFUND', { amount: 2_000n })
  await addOperation(database, charge, 'REFUND', { amount: 300n, status: 'PENDING' })
  await addOperation(database, charge, 'REFUND', { amount: 50n, status: 'PROCESSING' })
  expect((await graph.data(`query ($id: ID!) { charge(id: $id) { ${amounts} } }`, { id: charge.id })).charge).toEqual({
    authorizedAmount: { decimal: '100.00' },
    capturedAmount: { decimal: '60.00' },
    refundedAmount: { decimal: '20.00' },
    voidedAmount: { decimal: '10.00' },
    capturableAmount: { decimal: '25.00' },
    refundableAmount: { decimal: '36.50' },
    pendingRefundAmount: { decimal: '3.50', currency: 'USD' },
  })
})

test('shows every operation with its kind, oldest first', async () => {
  const { database } = graph
  const charge = await addCharge(database, agreement, { currency: 'JPY', amount: 500n })
  const authorization = await addOperation(database, charge, 'AUTHORIZATION', { providerReference: 'auth_1' })
  const first = await addOperation(database, charge, 'CAPTURE', { amount: 200n, reference: 'first' })
  const second = await addOperation(database, charge, 'CAPTURE', { amount: 100n, status: 'FAILED', failure })
  const refund = await addOperation(database, charge, 'REFUND', { amount: 50n, reason: 'damaged', status: 'UNKNOWN' })
  const lapse = await addOperation(database, charge, 'VOID', { amount: 300n })
  const query = `query ($id: ID!) { charge(id: $id) {
    authorizations { __typename id amount { value decimal currency } providerReference charge { id } }
    captures { id status amount { decimal } reference failure { code retryable } } refunds { id status reason createdAt updatedAt }
    voids { id } } }`
  const { charge: shown } = await graph.data(query, { id: charge.id })
  expect(shown).toEqual({
    authorizations: [
      {
        __typename: 'Authorization',
        id: authorization.id,
        amount: { value: '500', decimal: '500', currency: 'JPY' },
        providerReference: 'auth_1',
        charge: { id: charge.id },
      },
    ],
    captures: [
      { id: first.id, status: 'SUCCEEDED', amount: { decimal: '200' }, reference: 'first', failure: null },
      {
        id: second.id,
        status: 'FAILED',
        amount: { decimal: '100' },
        reference: null,
        failure: { code: 'INSUFFICIENT_FUNDS', retryable: true },
      },
    ],
    refunds: [
      {
        id: refund.id,
        status: 'UNKNOWN',
        reason: 'damaged',
        createdAt: refund.createdAt.toISOString(),
        updatedAt: refund.updatedAt.toISOString(),
      },
    ],
    voids: [{ id: lapse.id }],
  })
})

test('an operation that is fetched alone knows its charge and currency', async () => {
  const { database } = graph
  const charge = await addCharge(database, agreement, { currency: 'BHD', amount: 3_475n })
  const capture = await addOperation(database, charge, 'CAPTURE')
  const query = `query ($id: ID!) { node(id: $id) { ... on ChargeOperation { amount { decimal currency } charge { id status } } } }`
  expect((await graph.data(query, { id: capture.id })).node).toEqual({
    amount: { decimal: '3.475', currency: 'BHD' },
    charge: { id: charge.id, status: 'CAPTURED' },
  })
})

test('terminal: a settled status with no open operation', async () => {
  const { database } = graph
  const terminal = async (id: string) =>
    (await graph.data('query ($id: ID!) { charge(id: $id) { terminal } }', { id })).charge.terminal
  const charge = await addCharge(database, agreement)
  await addOperation(database, charge, 'CAPTURE')
  expect(await terminal(charge.id)).toBe(true)
  await addOperation(database, charge, 'REFUND', { amount: 1n, status: 'PENDING' })
  expect(await terminal(charge.id)).toBe(false)
  const authorized = await addCharge(database, agreement, { status: 'AUTHORIZED' })
  expect(await terminal(authorized.id)).toBe(false)
  expect(await graph.statements('query ($id: ID!) { charge(id: $id) { terminal } }', { id: authorized.id })).toEqual([
    'select charges',
  ])
})

test('a retry names the charge that it retries', async () => {
  const { database } = graph
  const declined = await addCharge(database, agreement, { status: 'FAILED', failure })
  const retry = await addCharge(database, agreement, { retryOfId: declined.id, attemptNumber: 2 })
  const query =
    'query ($id: ID!) { charge(id: $id) { attemptNumber retryOf { id attemptNumber failure { code } retryOf { id } } } }'
  expect((await graph.data(query, { id: retry.id })).charge).toEqual({
    attemptNumber: 2,
    retryOf: { id: declined.id, attemptNumber: 1, failure: { code: 'INSUFFICIENT_FUNDS' }, retryOf: null },
  })
})
