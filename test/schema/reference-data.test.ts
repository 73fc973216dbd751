import { afterAll, beforeAll, expect, test } from 'vitest'
import { TAXONOMY_VERSION } from '../../src/domain/decline/taxonomy.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import { addAgreement, addCharge, addConsumer } from './support/rows.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

test('every currency with its name and its decimals, without a statement', async () => {
  const query = '{ currencies { code name exponent } }'
  const { currencies } = await graph.data(query)
  expect(currencies).toHaveLength(167)
  const codes = currencies.map(({ code }: { code: string }) => code)
  expect(codes).toEqual([...new Set(codes)].toSorted())
  expect(
    currencies.filter(({ name, code }: { name: string; code: string }) => !/^\p{L}/u.test(name) || name === code),
  ).toEqual([])
  const of = (wanted: string) => currencies.find(({ code }: { code: string }) => code === wanted)
  expect(['USD', 'JPY', 'KWD', 'CLF', 'EUR'].map(of)).toEqual([
    { code: 'USD', name: 'US Dollar', exponent: 2 },
    { code: 'JPY', name: 'Japanese Yen', exponent: 0 },
    { code: 'KWD', name: 'Kuwaiti Dinar', exponent: 3 },
    { code: 'CLF', name: 'Chilean Unit of Account (UF)', exponent: 4 },
    { code: 'EUR', name: 'Euro', exponent: 2 },
  ])
  expect(await graph.statements(query)).toEqual([])
})

test('the failure codes, with the meaning of each', async () => {
  const query = '{ declineTaxonomy { version codes { code kind advice retryable description consumerMessage } } }'
  const { declineTaxonomy } = await graph.data(query)
  expect(declineTaxonomy.version).toBe(TAXONOMY_VERSION)
  const expired = declineTaxonomy.codes.find(({ code }: { code: string }) => code === 'EXPIRED_CARD')
  expect(expired).toEqual({
    ...{ code: 'EXPIRED_CARD', kind: 'HARD_DECLINE', advice: 'UPDATE_PAYMENT_METHOD', retryable: false },
    ...{ description: 'The card has expired.', consumerMessage: 'Your card has expired. Please use another card.' },
  })
  const { database, tenant } = graph
  const agreement = await addAgreement(database, await addConsumer(database, tenant))
  const shown = async (kind: 'HARD_DECLINE' | 'FRAUD_SUSPECTED', code: string) => {
    const failure = { kind, code, advice: 'DO_NOT_RETRY', message: 'For a developer.' } as const
    const { id } = await addCharge(database, agreement, { status: 'FAILED', failure })
    return (await graph.data('query ($id: ID!) { charge(id: $id) { failure { consumerMessage } } }', { id })).charge
  }
  expect(await shown('HARD_DECLINE', 'EXPIRED_CARD')).toEqual({ failure: { consumerMessage: expired.consumerMessage } })
  const declined = 'Your payment was declined. Please use another payment method, or contact your bank.'
  expect(await shown('FRAUD_SUSPECTED', 'STOLEN_CARD')).toEqual({ failure: { consumerMessage: declined } })
})
