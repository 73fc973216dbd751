import { graphql } from 'graphql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { schema } from '../../../schema/index.ts'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'

let graph: TestGraph
beforeAll(async () => {
  graph = await startGraph()
})
afterAll(() => graph.stop())

const source = `mutation { chargeResolve(input: {
  idempotencyKey: "k", chargeId: "chg_1", operationId: "auz_1", outcome: FAILED, note: "seen" }) {
  ... on UserError { code } } }`

test('a key without the scope operator is refused before anything is read', async () => {
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: [] }
  const answer = await graphql({ schema, source, contextValue: createContext(graph.deps, caller, 'request-1') })
  expect(answer.errors?.map(({ extensions }) => extensions['code'])).toEqual(['FORBIDDEN'])
})

test('with it, an unknown charge is an expected error', async () => {
  expect(await graph.data(source)).toEqual({ chargeResolve: { code: 'NOT_FOUND' } })
})

test('an error in one of several mutations nulls only that one', async () => {
  const createThenResolve = `mutation {
    a: consumerCreate(input: { idempotencyKey: "a", country: "DE" }) { ... on ConsumerCreatePayload { consumer { id country } } }
    b: chargeResolve(input: { idempotencyKey: "b", chargeId: "chg_1", operationId: "auz_1", outcome: FAILED, note: "seen" }) {
      ... on UserError { code } }
    c: consumerCreate(input: { idempotencyKey: "a", country: "DE" }) { ... on ConsumerCreatePayload { replayed } } }`
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: backendScopes }
  const contextValue = createContext(graph.deps, caller, 'request-1')
  const answer = await graphql({ schema, source: createThenResolve, contextValue })
  expect(JSON.parse(JSON.stringify(answer))).toMatchObject({
    data: { a: { consumer: { id: expect.stringMatching(/^con_/), country: 'DE' } }, b: null, c: { replayed: true } },
    errors: [{ path: ['b'], extensions: { code: 'FORBIDDEN' } }],
  })
})

test('an unexpected error in one of several mutations nulls only that one', async () => {
  const source = `mutation {
    a: consumerCreate(input: { idempotencyKey: "d", country: "DE" }) { ... on ConsumerCreatePayload { consumer { country } } }
    b: consumerUpdate(input: { consumerId: "con_1", country: "FR" }) { ... on UserError { code } } }`
  const caller = { tenant: graph.tenant, merchantName: 'Shop', actor: 'key_1', scopes: backendScopes }
  const tail = {
    ...graph.deps.tail,
    wake: () => {
      throw new Error('broken')
    },
  }
  const contextValue = createContext({ ...graph.deps, tail }, caller, 'request-1')
  const answer = await graphql({ schema, source, contextValue })
  expect(JSON.parse(JSON.stringify(answer))).toMatchObject({
    data: { a: null, b: { code: 'NOT_FOUND' } },
    errors: [{ path: ['a'] }],
  })
})
