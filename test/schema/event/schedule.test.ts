import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LoggedEventRow } from '../../../src/store/tables.ts'
import { untilReadable } from '../../support/database/log-events.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import { givenActiveAgreement } from '../../support/world/story.ts'
import { type ChargedWorld, createChargedWorld, type ShownOccurrence } from '../support/charged-world.ts'
import { ask } from '../support/world-graph.ts'

let world: ChargedWorld
let scheduleId: string
let agreementId: string
let consumerId: string
let occurrence: ShownOccurrence
beforeAll(async () => {
  world = await createChargedWorld('2027-01-15T12:00:00Z')
  const agreement = await givenActiveAgreement(world)
  agreementId = agreement.id
  consumerId = agreement.consumerId
  scheduleId = (await givenSchedule(world, agreementId, { timeOfDay: '13:00' })).id
  occurrence = await world.chargeAt('2027-01-15T13:00:00Z', { scheduleId, index: 0, status: 'PAID' })
  await givenSchedule(world, (await givenActiveAgreement(world)).id)
  await world.quiet()
  await untilReadable(world.database)
})
afterAll(() => world.close())

const query = `query ($filter: LogEventFilter) { events(first: 100, filter: $filter) { nodes {
  type source subjectType subjectId version previousStatus status data subject { __typename id ... on Schedule { status } } } } }`
const events = async (filter: object, as = world.caller) => (await ask(world, query, { filter }, as)).events.nodes

test('the log has the events of a schedule and its occurrences, with links to it', async () => {
  const of = { subjectType: 'Schedule', subjectId: scheduleId }
  const subject = { __typename: 'Schedule', id: scheduleId, status: 'ACTIVE' }
  const unmoved = { previousStatus: null, status: null }
  const told = { occurrenceId: occurrence.id, index: 0 }
  expect(await events({ subjectId: scheduleId })).toEqual([
    {
      ...{
        ...of,
        type: 'schedule.created',
        source: 'API',
        version: 1,
        previousStatus: null,
        status: 'ACTIVE',
        subject,
      },
      data: { amount: '1000', currency: 'USD', nextChargeAt: '2027-01-15T13:00:00.000Z' },
    },
    {
      ...{ ...of, ...unmoved, type: 'schedule.occurrence_processing', source: 'SCHEDULER', version: 2, subject },
      data: { ...told, occurrenceStatus: 'PROCESSING', attempt: 1 },
    },
    {
      ...{ ...of, ...unmoved, type: 'schedule.occurrence_paid', source: 'SCHEDULER', version: 3, subject },
      data: { ...told, occurrenceStatus: 'PAID' },
    },
  ])
})

test('a query reads the subject itself: what the log has shown so far can be older', async () => {
  const tail = {
    ...world.deps.tail,
    newestChange: (event: LoggedEventRow) => ({ ...event, version: 1, subjectStatus: 'PAUSED' }),
  }
  const { caller, deps } = world
  const asked = await ask({ caller, deps: { ...deps, tail } }, query, { filter: { subjectId: scheduleId } })
  expect(asked.events.nodes.map(({ subject }: { subject: object }) => subject)).toEqual(
    Array(3).fill({ __typename: 'Schedule', id: scheduleId, status: 'ACTIVE' }),
  )
})

test.each([
  ['agreement', () => ({ agreementId })],
  ['consumer', () => ({ consumerId })],
])('an %s’s events include its schedules', async (_of, filter) => {
  const found = await events(filter())
  const ofSchedules = found.filter(({ subjectType }: { subjectType: string }) => subjectType === 'Schedule')
  expect(ofSchedules.map(({ subjectId, version }: never) => [subjectId, version])).toEqual([
    [scheduleId, 1],
    [scheduleId, 2],
    [scheduleId, 3],
  ])
  expect(new Set(found.map(({ subjectType }: never) => subjectType))).toContain('Charge')
})

test('by type', async () => {
  const found = await events({ types: ['schedule.occurrence_paid'] })
  expect(found.map(({ subjectId }: never) => subjectId)).toEqual([scheduleId])
})

test('another merchant sees none of them', async () => {
  expect(await events({ subjectId: scheduleId }, await world.stranger())).toEqual([])
})
