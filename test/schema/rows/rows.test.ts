import { afterAll, beforeAll, expect, test } from 'vitest'
import { createContext } from '../../../schema/context.ts'
import { byStatement } from '../../../schema/rows/rows.ts'
import { reachOf } from '../../../src/domain/access/client-grant.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer } from '../support/rows.ts'

let graph: TestGraph
let chargeId: string
beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  const charge = await addCharge(database, await addAgreement(database, await addConsumer(database, tenant)))
  chargeId = charge.id
})
afterAll(() => graph.stop())

async function statementsOf(more: Partial<Caller>, where: object) {
  const caller: Caller = { tenant: graph.tenant, merchantName: 'Test', actor: 'key_1', scopes: ['operator'], ...more }
  const rows = byStatement(createContext(graph.deps, caller, 'request-1'), 'charge')
  const names: string[] = []
  const stop = graph.database.onStatement(name => names.push(name))
  await rows.findMany({ select: { id: true }, where })
  await rows.findUnique({ select: { id: true }, where: { id: chargeId } })
  stop()
  return names
}

test('a key reads by the statement what that can read', async () => {
  expect(await statementsOf({}, { currency: 'USD' })).toEqual(['select charges', 'select charges'])
  const some = { operations: { some: { status: 'UNKNOWN' } } }
  expect(await statementsOf({}, some)).toEqual(['read charges', 'select charges'])
})

test('a client token reads by Prisma alone, where its grant is enforced', async () => {
  const charge = { id: chargeId, consumerId: 'con_1', agreementId: 'agr_1', scheduleId: null, occurrenceId: null }
  const grant = {
    ...{ tokenId: 'tok_1', expiresAt: new Date('2099-01-01T00:00:00Z') },
    ...{ consumerId: null, agreementId: null, chargeId },
    reach: reachOf({ consumer: null, agreement: null, charge }),
  }
  expect(await statementsOf({ scopes: [], grant }, {})).toEqual(['read charges', 'read charges'])
})
