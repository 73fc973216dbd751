import { afterAll, beforeAll, expect, test } from 'vitest'
import { insert, write } from '../../../src/store/sql/write.ts'
import { providerCalls } from '../../../src/store/tables.ts'
import { append, newEvent } from '../../support/database/log-events.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addProviderEvent,
  addProviderRequest,
  type NewCharge,
} from '../support/rows.ts'

let graph: TestGraph
let charge: NewCharge
let untold: NewCharge
const at = (second: number) => new Date(Date.UTC(2026, 2, 1, 9, 0, second))

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  const agreement = await addAgreement(database, await addConsumer(database, tenant))
  charge = await addCharge(database, agreement, { status: 'UNKNOWN' })
  untold = await addCharge(database, agreement)
  const providerRequest = await addProviderRequest(database, charge, {
    state: 'UNKNOWN',
    nextStatusQueryAt: at(30),
    statusQueries: 1,
  })
  await addProviderRequest(database, untold)
  const subject = { subjectId: charge.id, data: { amount: '1000', currency: 'USD' } }
  await append(database, [
    newEvent(tenant, {
      ...subject,
      type: 'charge.created',
      version: 1,
      status: 'PROCESSING',
      actor: 'key_1',
      occurredAt: at(0),
    }),
    newEvent(tenant, {
      ...subject,
      type: 'charge.authorization_unknown',
      source: 'PROVIDER_RESPONSE',
      version: 2,
      status: 'UNKNOWN',
      occurredAt: at(10),
    }),
  ])
  const said = { providerRequestId: providerRequest.id, httpStatus: null, durationMs: 10_000 }
  await write(database, [
    insert(providerCalls, [
      { ...said, verb: 'send', outcome: 'unknown', summary: 'timeout after 10000 ms', at: at(9) },
      { ...said, verb: 'queryStatus', outcome: 'absent', httpStatus: 404, summary: '404, not found', at: at(12) },
    ]),
  ])
  await addProviderEvent(database, tenant, {
    subjectType: 'Charge',
    subjectId: charge.id,
    receivedAt: at(20),
    status: 'RECEIVED',
  })
  await addProviderEvent(database, graph.stranger, { subjectType: 'Charge', subjectId: charge.id })
})
afterAll(() => graph.stop())

const query = `query ($id: ID!) { charge(id: $id) {
  timeline { at source actor type summary detail } nextStep { at action reason } } }`

test('merges our decisions, each call to the provider and each notification', async () => {
  const { timeline } = (await graph.data(query, { id: charge.id })).charge
  expect(timeline.map(({ detail: _, ...entry }: { detail: unknown }) => entry)).toEqual([
    {
      at: '2026-03-01T09:00:00.000Z',
      source: 'API',
      actor: 'key_1',
      type: 'charge.created',
      summary: 'Charge of 10.00 USD recorded, before anything was sent.',
    },
    {
      at: '2026-03-01T09:00:09.000Z',
      source: 'PROVIDER_RESPONSE',
      actor: null,
      type: 'provider.request',
      summary: 'Sent the charge to PPRO: no reliable answer (timeout after 10000 ms).',
    },
    {
      at: '2026-03-01T09:00:10.000Z',
      source: 'PROVIDER_RESPONSE',
      actor: null,
      type: 'charge.authorization_unknown',
      summary:
        'The response to the authorization of 10.00 USD was lost: it may have happened. The gateway queries the provider for the outcome. The charge is now UNKNOWN.',
    },
    {
      at: '2026-03-01T09:00:12.000Z',
      source: 'RECONCILIATION',
      actor: null,
      type: 'provider.status_query',
      summary: 'Queried PPRO for the status of the charge: 404, not found.',
    },
    {
      at: '2026-03-01T09:00:20.000Z',
      source: 'WEBHOOK',
      actor: null,
      type: 'provider.notification',
      summary: 'PPRO sent the webhook PAYMENT_CHARGE_SUCCESS: not processed yet.',
    },
  ])
  expect(timeline[3].detail).toEqual({
    provider: 'PPRO',
    purpose: 'CHARGE_CREATE',
    outcome: 'absent',
    httpStatus: 404,
    durationMs: 10_000,
  })
})

test('gives the next step and its reason', async () => {
  expect((await graph.data(query, { id: charge.id })).charge.nextStep).toEqual({
    at: '2026-03-01T09:00:30.000Z',
    action: 'LOOK_UP',
    reason:
      'The response to the charge was lost, so the outcome is not known. The gateway queries the provider for it. ' +
      'Status queries so far: 1.',
  })
})

test('a charge without events has an empty timeline and no next step', async () => {
  expect(await graph.data(query, { id: untold.id })).toEqual({ charge: { timeline: [], nextStep: null } })
})
