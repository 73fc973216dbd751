import { afterAll, beforeAll, expect, test } from 'vitest'
import { append, newEvent } from '../support/database/log-events.ts'
import { startGraph, type TestGraph } from './support/graph.ts'
import {
  addAgreement,
  addCharge,
  addConsumer,
  addInstrument,
  addOperation,
  addProviderEvent,
  addProviderRequest,
  addRevocation,
  type NewAgreement,
  nextInstant,
} from './support/rows.ts'
import { addOccurrence, addSchedule } from './support/schedule-rows.ts'

// Queries as frontends write them. Each runs a fixed number of statements, however long its lists are: one more per row
// would show here.

let graph: TestGraph

beforeAll(async () => {
  graph = await startGraph()
  await Promise.all(Array.from({ length: 100 }, addStory))
})
afterAll(() => graph.stop())

/** A consumer with everything around them. */
async function addStory() {
  const { database, tenant } = graph
  const consumer = await addConsumer(database, tenant)
  const instrument = await addInstrument(database, consumer)
  const agreement = await addAgreement(database, consumer, { instrumentId: instrument.id, chargeCount: 12 })
  await addRevocation(database, agreement)
  const initial = await addCharge(database, agreement, { reason: 'INITIAL', initiator: 'CONSUMER' })
  const declined = await addCharge(database, agreement, { status: 'FAILED', failure })
  const retry = await addCharge(database, agreement, { retryOfId: declined.id, attemptNumber: 2 })
  for (const charge of [initial, retry]) {
    await addOperation(database, charge, 'AUTHORIZATION')
    await addOperation(database, charge, 'CAPTURE')
    await addProviderRequest(database, charge)
    await addProviderEvent(database, tenant, { subjectType: 'Charge', subjectId: charge.id })
    await append(database, [newEvent(tenant, { subjectId: charge.id, status: 'CAPTURED' })])
  }
  await append(database, [newEvent(tenant, { subjectType: 'Agreement', subjectId: agreement.id, status: 'ACTIVE' })])
  await addScheduleStory(agreement)
}

/** A schedule with three occurrences: one paid, one declined twice that waits for the third try, and the next one. */
async function addScheduleStory(agreement: NewAgreement) {
  const { database, tenant } = graph
  const schedule = await addSchedule(database, agreement, { status: 'PAST_DUE' })
  const paid = await addOccurrence(database, schedule, { status: 'PAID', tries: 1 })
  const declined = await addOccurrence(database, schedule, { index: 1, status: 'RETRYING', nextAt: nextInstant() })
  await addOccurrence(database, schedule, { index: 2 })
  await addCharge(database, agreement, { scheduleId: schedule.id, occurrenceId: paid.id })
  const of = { scheduleId: schedule.id, occurrenceId: declined.id, status: 'FAILED', failure } as const
  const { id: retryOfId } = await addCharge(database, agreement, of)
  await addCharge(database, agreement, { ...of, retryOfId, attemptNumber: 2 })
  const subject = { subjectType: 'Schedule', subjectId: schedule.id, data: { occurrenceId: declined.id, index: 1 } }
  await append(database, [newEvent(tenant, { ...subject, type: 'schedule.occurrence_retrying' })])
}
const failure = {
  kind: 'SOFT_DECLINE',
  code: 'INSUFFICIENT_FUNDS',
  advice: 'RETRY_LATER',
  message: 'No funds.',
} as const

const goldenQueries: Record<string, { query: string; statements: string[] }> = {
  'consumers with their agreements and charges': {
    query: `query ($n: Int) { consumers(first: $n) {
      pageInfo { hasNextPage endCursor }
      edges { cursor node { id eventCursor name email
        agreements(first: 5) { nodes { id status } pageInfo { hasNextPage } }
        charges(first: 5) { nodes { id status amount { decimal currency } } } } } } }`,
    statements: ['read consumers'],
  },
  'agreements with all that belongs to them': {
    query: `query ($n: Int) { agreements(first: $n) { nodes {
      id status terminal chargesRemaining instrument { type } consumer { id name } revocations { status agreement { id status } }
      history { status at } initialCharge { id status }
      charges(first: 5) { nodes { id status consumer { id } capturedAmount { decimal } refundableAmount { decimal } terminal } } } } }`,
    statements: ['agreement-history', 'charge-counts', 'initial-charges', 'read agreements'],
  },
  'schedules with their occurrences': {
    query: `query ($n: Int) { schedules(first: $n) { nodes {
      id status terminal amount { decimal } nextChargeAt upcoming(first: 3) agreement { id status } consumer { id name } retryPolicy { onExhausted }
      retriesAfter(failureCode: "INSUFFICIENT_FUNDS") { retries }
      occurrences(first: 5) { totalCount nodes { id index status amount { decimal } schedule { id }
        charges { id status attemptNumber capturedAmount { decimal } } } } } } }`,
    statements: ['occurrence-counts', 'read schedules', 'upcoming-occurrences'],
  },
  'a list of schedules alone': {
    query: 'query ($n: Int) { schedules(first: $n) { nodes { id status amount { decimal } nextChargeAt upcoming } } }',
    statements: ['read schedules', 'upcoming-occurrences'],
  },
  'agreements with their schedules, charges with theirs': {
    query: `query ($n: Int) {
      agreements(first: $n) { nodes { id schedules(first: 5) { nodes { id status nextChargeAt } pageInfo { hasNextPage } } } }
      charges(first: $n) { nodes { id schedule { id reference } occurrence { id index dueAt status nextRetryAt } nextStep { action } } } }`,
    statements: [
      'planned-retries',
      'planned-status-queries',
      'read agreements',
      'select charges',
      'upcoming-occurrences',
    ],
  },
  'charges with their whole story': {
    query: `query ($n: Int) { charges(first: $n) { nodes {
      id status terminal failure { code retryable } agreement { id status } consumer { id email } retryOf { id status }
      authorizedAmount { decimal } capturedAmount { decimal } refundedAmount { decimal } voidedAmount { decimal }
      capturableAmount { decimal } refundableAmount { decimal } pendingRefundAmount { decimal }
      authorizations { id amount { decimal } } captures { id amount { decimal } charge { id } } refunds { id } voids { id }
      timeline { at source summary } nextStep { at action } } } }`,
    statements: [
      'archived-tables',
      'charge-calls',
      'charge-events',
      'charge-webhooks',
      'occurrence-events',
      'planned-retries',
      'planned-status-queries',
      'select charges',
    ],
  },
  'a list of charges alone': {
    query: 'query ($n: Int) { charges(first: $n) { nodes { id status amount { value currency decimal } createdAt } } }',
    statements: ['select charges'],
  },
  'notifications with their bodies and subjects': {
    query:
      'query ($n: Int) { providerEvents(first: $n) { nodes { id status body subject { id ... on Charge { status } } } } }',
    statements: ['read charges', 'select provider_events'],
  },
}

test.each(Object.entries(goldenQueries))(
  '%s: 1, 20 or 100, the same statements',
  async (_name, { query, statements }) => {
    for (const n of [1, 20, 100])
      expect((await graph.statements(query, { n })).sort(), `first: ${n}`).toEqual(statements)
  },
)

test('nodes: one statement for each type, however many ids', async () => {
  const { charges, consumers } = await graph.data(
    '{ charges(first: 50) { nodes { id } } consumers(first: 50) { nodes { id } } }',
  )
  const ids = [...charges.nodes, ...consumers.nodes].map(({ id }: { id: string }) => id)
  expect(ids).toHaveLength(100)
  const names = await graph.statements('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
  expect(names.sort()).toEqual(['read charges', 'read consumers'])
})

test('one object by its id is one statement, with all below it', async () => {
  const { agreements, charges, consumers } = await graph.data(
    '{ agreements(first: 1) { nodes { id } } charges(first: 1) { nodes { id } } consumers(first: 1) { nodes { id } } }',
  )
  const statements = (field: string, selection: string, of: { nodes: [object] }) =>
    graph.statements(`query ($id: ID!) { ${field}(id: $id) { ${selection} } }`, { ...of.nodes[0] })
  expect(await statements('consumer', 'id name eventCursor', consumers)).toEqual(['read consumers'])
  expect(await statements('charge', 'id captures { id } consumer { id }', charges)).toEqual(['select charges'])
  expect(await statements('charge', 'id status eventCursor', charges)).toEqual(['select charges'])
  const charge = 'charges(first: 10) { nodes { id amount { value } authorizations { id } captures { id } } }'
  expect(await statements('agreement', `id consumer { id } ${charge}`, agreements)).toEqual(['select agreements'])
})
