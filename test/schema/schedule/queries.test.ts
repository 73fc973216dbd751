import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../src/base/id.ts'
import { startGraph, type TestGraph } from '../support/graph.ts'
import { addAgreement, addCharge, addConsumer, type NewAgreement } from '../support/rows.ts'
import { addOccurrence, addSchedule, type NewSchedule } from '../support/schedule-rows.ts'

let graph: TestGraph
let agreement: NewAgreement
let other: NewAgreement
let plain: NewSchedule
let rich: NewSchedule

beforeAll(async () => {
  graph = await startGraph()
  const { database, tenant } = graph
  agreement = await addAgreement(database, await addConsumer(database, tenant))
  other = await addAgreement(database, await addConsumer(database, tenant))
  plain = await addSchedule(database, other)
  await addOccurrence(database, plain, { index: 1 })
  rich = await addSchedule(database, agreement, {
    version: 4,
    reference: 'sub-1',
    description: 'Gold plan',
    status: 'CANCELED',
    statusReason: 'AGREEMENT_REVOKED_BY_CONSUMER',
    amount: 1_500n,
    currency: 'KWD',
    intervalUnit: 'WEEK',
    intervalCount: 2,
    anchorDate: '2026-02-28',
    timeOfDay: '23:30',
    timeZone: 'Asia/Kuwait',
    endDate: '2027-02-28',
    maxOccurrences: 12,
    retryAfterDays: [2, 5],
    onExhausted: 'CANCEL',
    metadata: { plan: 'gold' },
  })
})
afterAll(() => graph.stop())

test('shows a schedule as it is recorded', async () => {
  const query = `query ($id: ID!) { schedule(id: $id) {
    __typename id version reference description agreement { id } consumer { id } status terminal statusReason amount { value currency decimal }
    interval intervalCount anchorDate timeOfDay timeZone endDate maxOccurrences nextChargeAt upcoming
    retryPolicy { retryAfterDays onExhausted } metadata createdAt updatedAt } }`
  expect((await graph.data(query, { id: rich.id })).schedule).toEqual({
    __typename: 'Schedule',
    id: rich.id,
    version: 4,
    reference: 'sub-1',
    description: 'Gold plan',
    agreement: { id: agreement.id },
    consumer: { id: agreement.consumerId },
    status: 'CANCELED',
    terminal: true,
    statusReason: 'AGREEMENT_REVOKED_BY_CONSUMER',
    amount: { value: '1500', currency: 'KWD', decimal: '1.500' },
    interval: 'WEEK',
    intervalCount: 2,
    anchorDate: '2026-02-28',
    timeOfDay: '23:30',
    timeZone: 'Asia/Kuwait',
    endDate: '2027-02-28',
    maxOccurrences: 12,
    nextChargeAt: null,
    upcoming: [],
    retryPolicy: { retryAfterDays: [2, 5], onExhausted: 'CANCEL' },
    metadata: { plan: 'gold' },
    createdAt: rich.createdAt.toISOString(),
    updatedAt: rich.updatedAt.toISOString(),
  })
})

test('an omitted field is null', async () => {
  const query =
    'query ($id: ID!) { schedule(id: $id) { reference description statusReason endDate maxOccurrences metadata } }'
  expect((await graph.data(query, { id: plain.id })).schedule).toEqual({
    ...{ reference: null, description: null, statusReason: null, endDate: null, maxOccurrences: null, metadata: null },
  })
})

const list = 'query ($filter: ScheduleFilter) { schedules(filter: $filter) { nodes { id } } }'
const found = async (filter: unknown) =>
  (await graph.data(list, { filter })).schedules.nodes.map(({ id }: { id: string }) => id)

test.each([
  [{ status: ['CANCELED', 'COMPLETED'] }],
  [{ reference: 'sub-1' }],
  [{ status: ['CANCELED'], reference: 'sub-1' }],
])('filter %j finds the one', async filter => {
  expect(await found(filter)).toEqual([rich.id])
})

test('filters by its parents and its time of creation', async () => {
  expect(await found({})).toEqual([rich.id, plain.id])
  expect(await found({ agreementId: agreement.id })).toEqual([rich.id])
  expect(await found({ consumerId: other.consumerId })).toEqual([plain.id])
  expect(await found({ createdAfter: rich.createdAt.toISOString() })).toEqual([rich.id])
  expect(await found({ createdBefore: rich.createdAt.toISOString() })).toEqual([plain.id])
})

test.each([[{ status: [] }], [{ agreementId: 'agr_unknown' }], [{ reference: 'sub' }]])(
  'filter %j finds nothing',
  async filter => {
    expect(await found(filter)).toEqual([])
  },
)

test('an agreement lists the schedules that charge it', async () => {
  const query = 'query ($id: ID!) { agreement(id: $id) { schedules { nodes { id } pageInfo { hasNextPage } } } }'
  expect(await graph.data(query, { id: agreement.id })).toEqual({
    agreement: { schedules: { nodes: [{ id: rich.id }], pageInfo: { hasNextPage: false } } },
  })
})

test('a charge names its schedule and occurrence, a caller’s charge names none', async () => {
  const { database } = graph
  const schedule = await addSchedule(database, agreement, { reference: 'charged' })
  const occurrence = await addOccurrence(database, schedule, { index: 3, status: 'PAID' })
  const made = await addCharge(database, agreement, { scheduleId: schedule.id, occurrenceId: occurrence.id })
  const alone = await addCharge(database, agreement)
  const query =
    'query ($id: ID!) { charge(id: $id) { schedule { id reference } occurrence { id index schedule { id } } } }'
  expect((await graph.data(query, { id: made.id })).charge).toEqual({
    schedule: { id: schedule.id, reference: 'charged' },
    occurrence: { id: occurrence.id, index: 3, schedule: { id: schedule.id } },
  })
  expect((await graph.data(query, { id: alone.id })).charge).toEqual({ schedule: null, occurrence: null })
})

describe('another merchant', () => {
  test('sees none of it', async () => {
    const occurrence = await addOccurrence(graph.database, await addSchedule(graph.database, agreement))
    const query = `query ($id: ID!, $occurrence: ID!, $filter: ScheduleFilter) {
      schedule(id: $id) { id } schedules(filter: $filter) { nodes { id } } occurrence: node(id: $occurrence) { id } }`
    const variables = { id: rich.id, occurrence: occurrence.id, filter: { agreementId: agreement.id } }
    const nothing = { schedule: null, schedules: { nodes: [] }, occurrence: null }
    expect(await graph.data(query, variables, graph.stranger)).toEqual(nothing)
    expect(await graph.data(query, variables, { ...graph.tenant, mode: 'LIVE' })).toEqual(nothing)
    expect((await graph.data(query, variables)).schedule).toEqual({ id: rich.id })
  })
})

test('an id of another type and an unknown id find no schedule', async () => {
  const query = 'query ($id: ID!) { schedule(id: $id) { id } }'
  for (const id of [agreement.id, newId('schedule', new Date()), 'sch_1', ''])
    expect(await graph.data(query, { id }), id).toEqual({ schedule: null })
})
