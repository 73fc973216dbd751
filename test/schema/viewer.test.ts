import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from './support/graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const query = '{ viewer { kind mode merchantName scopes expiresAt } }'
const viewer = {
  kind: 'MERCHANT',
  mode: 'TEST',
  merchantName: 'Test merchant',
  scopes: ['read', 'charge', 'refund', 'manage', 'operator'],
  expiresAt: null,
}

test('shows the merchant of the key in use, without a database query', async () => {
  expect(await graph.data(query)).toEqual({ viewer })
  expect((await graph.data(query, {}, { ...graph.tenant, mode: 'LIVE' })).viewer.mode).toBe('LIVE')
  expect(await graph.statements(query)).toEqual([])
})
