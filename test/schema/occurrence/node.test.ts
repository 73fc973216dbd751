import { afterAll, beforeAll, expect, test } from 'vitest'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer, type NewAgreement } from '../support/rows.ts'
import { addOccurrence, addSchedule, type NewSchedule } from '../support/schedule-rows.ts'

let graph: TestGraph
let agreement: NewAgreement
let schedule: NewSchedule
beforeAll(async () => {
  graph = await startGraph()
  agreement = await addAgreement(graph.database, await addConsumer(graph.database, graph.tenant))
  schedule = await addSchedule(graph.database, agreement, { currency: 'JPY' })
})
afterAll(() => graph.stop())

const query = `query ($id: ID!) { node(id: $id) { ... on Occurrence { __typename id index amount { value currency decimal } dueAt
  status statusReason nextRetryAt schedule { id } charges { id attemptNumber status occurrence { id } nextStep { at action } } } } }`
const failure = { kind: 'SOFT_DECLINE', code: 'INSUFFICIENT_FUNDS', advice: 'RETRY_LATER', message: 'No.' } as const

test('shows an occurrence as it is recorded, with its charges oldest first', async () => {
  const { database } = graph
  const occurrence = await addOccurrence(database, schedule, {
    index: 2,
    amount: 500n,
    status: 'RETRYING',
    statusReason: 'INSUFFICIENT_FUNDS',
    nextAt: new Date('2026-05-02T13:00:00Z'),
    tries: 2,
  })
  const of = { scheduleId: schedule.id, occurrenceId: occurrence.id, status: 'FAILED', failure } as const
  const first = await addCharge(database, agreement, of)
  const second = await addCharge(database, agreement, { ...of, retryOfId: first.id, attemptNumber: 2 })
  await addCharge(database, agreement)
  expect((await graph.data(query, { id: occurrence.id })).node).toEqual({
    __typename: 'Occurrence',
    id: occurrence.id,
    index: 2,
    amount: { value: '500', currency: 'JPY', decimal: '500' },
    dueAt: '2026-05-01T13:00:00.000Z',
    status: 'RETRYING',
    statusReason: 'INSUFFICIENT_FUNDS',
    nextRetryAt: '2026-05-02T13:00:00.000Z',
    schedule: { id: schedule.id },
    charges: [
      // It was retried already.
      { id: first.id, attemptNumber: 1, status: 'FAILED', occurrence: { id: occurrence.id }, nextStep: null },
      {
        ...{ id: second.id, attemptNumber: 2, status: 'FAILED', occurrence: { id: occurrence.id } },
        nextStep: { at: '2026-05-02T13:00:00.000Z', action: 'RETRY' },
      },
    ],
  })
})

test('the planned time of an UPCOMING occurrence is not a retry, and a paused schedule has no retry', async () => {
  const { database } = graph
  const upcoming = await addOccurrence(database, schedule, { index: 4 })
  const waiting = await addOccurrence(database, schedule, {
    index: 3,
    status: 'RETRYING',
    statusReason: 'DO_NOT_HONOR',
  })
  expect((await graph.data(query, { id: upcoming.id })).node).toMatchObject({
    ...{ status: 'UPCOMING', statusReason: null, nextRetryAt: null, charges: [] },
  })
  expect((await graph.data(query, { id: waiting.id })).node).toMatchObject({ status: 'RETRYING', nextRetryAt: null })
})
