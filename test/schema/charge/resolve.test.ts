import { graphql } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const source = `mutation { chargeResolve(input: {
  idempotencyKey: "k", chargeId: "chg_1", operationId: "auz_1", outcome: FAILED, note: "seen" }) {
  ... on UserError { code } } }`

test('a key without the scope operator is refused before anything is looked at', async () => {
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: [] }
  const answer = await graphql({ schema, source, contextValue: createContext(graph.deps, caller, 'request-1') })
  expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN'])
})

test('with it, an unknown charge is an answer', async () => {
  expect(await graph.data(source)).toEqual({ chargeResolve: { code: 'NOT_FOUND' } })
})
