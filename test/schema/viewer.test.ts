import { graphql } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../schema/context.ts'
import { schema } from '../../schema/index.ts'
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

test('shows when the key in use expires', async () => {
  const expiresAt = new Date('2027-01-01T00:00:00.000Z')
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: [], expiresAt }
  const contextValue = createContext(graph.deps, caller, 'request-1')
  const { data } = await graphql({ schema, source: '{ viewer { expiresAt } }', contextValue })
  expect(data).toEqual({ viewer: { expiresAt: '2027-01-01T00:00:00.000Z' } })
})

test('shows the merchant of the key in use, without a database query', async () => {
  expect(await graph.data(query)).toEqual({ viewer })
  expect((await graph.data(query, {}, { ...graph.tenant, mode: 'LIVE' })).viewer.mode).toBe('LIVE')
  expect(await graph.statements(query)).toEqual([])
})
