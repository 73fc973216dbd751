import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer, addInstrument } from '../support/rows.ts'

const FIELDS = 'retryBudget { used allowed windowStartsAt windowEndsAt rule }'
const declined = { kind: 'SOFT_DECLINE', code: 'INSUFFICIENT_FUNDS', advice: 'RETRY_LATER', message: 'No.' } as const

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

/**
 * An agreement on an instrument of this brand, on which this number of charges was declined, one an hour from
 * 2026-02-20 on.
 */
async function given(brand: string | null, declines = 0) {
  const { database, tenant } = graph
  const consumer = await addConsumer(database, tenant)
  const instrument = await addInstrument(database, consumer, { provider: 'APS', type: 'CARD', brand })
  const agreement = await addAgreement(database, consumer, { instrumentId: instrument.id })
  for (let hour = 0; hour < declines; hour++) {
    const createdAt = new Date(Date.UTC(2026, 1, 20, hour))
    const id = newId('charge', createdAt)
    await addCharge(database, agreement, { id, createdAt, status: 'FAILED', failure: declined })
  }
  return agreement
}

const budgetOf = async ({ id }: { readonly id: string }) =>
  (await graph.data(`query ($id: ID!) { agreement(id: $id) { ${FIELDS} } }`, { id })).agreement.retryBudget

test('a card’s use of its network’s limit (scenario 21)', async () => {
  expect(await budgetOf(await given('VISA', 3))).toEqual({
    used: 3,
    allowed: 15,
    windowStartsAt: '2026-02-20T00:00:00.000Z',
    windowEndsAt: '2026-03-22T00:00:00.000Z',
    rule: 'VISA_15_IN_30_DAYS',
  })
})

test('an unused one: the window would open now (scenario 21)', async () => {
  expect(await budgetOf(await given('MASTERCARD'))).toEqual({
    used: 0,
    allowed: 10,
    windowStartsAt: '2026-03-02T00:00:00.000Z',
    windowEndsAt: '2026-03-03T00:00:00.000Z',
    rule: 'MASTERCARD_10_IN_24_HOURS',
  })
})

test.each(['AMEX', 'MADA', null])('null without a limit: %s (scenario 21)', async brand => {
  expect(await budgetOf(await given(brand, 2))).toBeNull()
})

test('null before there is an instrument (scenario 21)', async () => {
  const consumer = await addConsumer(graph.database, graph.tenant)
  expect(await budgetOf(await addAgreement(graph.database, consumer))).toBeNull()
})

test('of many agreements: one statement more, however many (scenario 21)', async () => {
  for (let index = 0; index < 25; index++) await given(index % 2 ? 'VISA' : 'MASTERCARD', 2)
  for (const n of [1, 20])
    expect(
      (await graph.statements(`query ($n: Int) { agreements(first: $n) { nodes { id ${FIELDS} } } }`, { n })).sort(),
    ).toEqual(['read agreements', 'retry-budget'])
})
