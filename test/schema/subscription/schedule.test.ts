import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventCursorRead } from '../../../src/operations/event-log/read.ts'
import { scheduleCancel } from '../../../src/operations/schedule/cancel.ts'
import { schedulePause } from '../../../src/operations/schedule/pause.ts'
import { scheduleResume } from '../../../src/operations/schedule/resume.ts'
import { scheduleUpdate } from '../../../src/operations/schedule/update.ts'
import { givenSchedule } from '../../support/world/schedule.ts'
import { control, givenActiveAgreement, mustSucceed } from '../../support/world/story.ts'
import { type ChargedWorld, createChargedWorld } from '../support/charged-world.ts'
import { createLiveWorld, type LiveWorld, live, refusal } from '../support/live.ts'

const statusChanges = `subscription ($scheduleId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  scheduleStatusChanged(scheduleId: $scheduleId, agreementId: $agreementId, consumerId: $consumerId, after: $after) {
    version previousStatus status terminal source schedule { id status terminal version }
  }
}`
const changes = `subscription ($scheduleId: ID, $agreementId: ID, $consumerId: ID, $after: EventCursor) {
  scheduleChanged(scheduleId: $scheduleId, agreementId: $agreementId, consumerId: $consumerId, after: $after) {
    type previousStatus status schedule { id version }
    ... on ChangeEvent { eventCursor version occurredAt source terminal }
  }
}`

let world: ChargedWorld & LiveWorld
beforeAll(async () => {
  world = await createLiveWorld(await createChargedWorld('2027-01-15T12:00:00Z'))
})
afterAll(() => world.close())

const by =
  <Input>(change: (deps: LiveWorld['deps'], caller: LiveWorld['caller'], input: Input) => Promise<unknown>) =>
  (input: Input) =>
    change(world.deps, world.caller, input)
const [pause, resume, cancel] = [by(schedulePause), by(scheduleResume), by(scheduleCancel)]

test('each change of the status once, whatever caused it; each version once, live and replayed without a gap', async () => {
  const agreement = await givenActiveAgreement(world)
  const after = await eventCursorRead(world.deps, world.caller)
  const [statuses, versions] = [
    await live(world, { source: statusChanges, variables: { agreementId: agreement.id, after } }),
    await live(world, { source: changes, variables: { consumerId: agreement.consumerId } }),
  ]
  const { id: scheduleId } = await givenSchedule(world, agreement.id, { timeOfDay: '13:00' })
  await control(world, 'outcomes', { provider: 'PPRO', operation: 'charge', outcomes: ['INSUFFICIENT_FUNDS'] })
  await world.chargeAt('2027-01-15T13:00:00Z', { scheduleId, index: 0, status: 'RETRYING' })
  await pause({ scheduleId })
  await resume({ scheduleId })
  const early = await statuses.take(4)
  expect(
    early.map(({ version, previousStatus, status, terminal, source }) => [
      version,
      previousStatus,
      status,
      terminal,
      source,
    ]),
  ).toEqual([
    [1, null, 'ACTIVE', false, 'API'],
    // Not an event of the schedule itself: its occurrence's payment was declined.
    [3, 'ACTIVE', 'PAST_DUE', false, 'SCHEDULER'],
    [4, 'PAST_DUE', 'PAUSED', false, 'API'],
    [5, 'PAUSED', 'PAST_DUE', false, 'API'],
  ])
  const next = statuses.next()
  await cancel({ scheduleId })
  const ended = await next
  expect(ended).toMatchObject({ previousStatus: 'PAST_DUE', status: 'CANCELED', terminal: true, source: 'API' })
  expect(ended.schedule).toEqual({ id: scheduleId, status: 'CANCELED', terminal: true, version: expect.any(Number) })

  const told = await versions.take(ended.schedule.version)
  expect(
    told.map(({ version, type, previousStatus, status, terminal }) => [
      version,
      type,
      previousStatus,
      status,
      terminal,
    ]),
  ).toEqual([
    [1, 'schedule.created', null, 'ACTIVE', false],
    [2, 'schedule.occurrence_processing', null, 'ACTIVE', false],
    [3, 'schedule.occurrence_retrying', 'ACTIVE', 'PAST_DUE', false],
    [4, 'schedule.paused', 'PAST_DUE', 'PAUSED', false],
    [5, 'schedule.resumed', 'PAUSED', 'PAST_DUE', false],
    [6, 'schedule.occurrence_retrying', null, 'PAST_DUE', false],
    [7, 'schedule.canceled', 'PAST_DUE', 'CANCELED', true],
    [8, 'schedule.occurrence_failed', null, 'CANCELED', true],
    [9, 'schedule.occurrence_skipped', null, 'CANCELED', true],
  ])
  expect(told.map(({ occurredAt }) => occurredAt)).toEqual(
    told.map(({ version }) => (version === 1 ? '2027-01-15T12:00:00.000Z' : '2027-01-15T13:00:00.000Z')),
  )
  // Disconnected after the second, and back with its cursor: the rest comes, nothing twice.
  const again = await live(world, { source: changes, variables: { scheduleId, after: told[1].eventCursor } })
  const now = { id: scheduleId, version: told.length }
  expect(await again.take(told.length - 2)).toEqual(told.slice(2).map(event => ({ ...event, schedule: now })))
  await Promise.all([statuses, versions, again].map(stream => stream.close()))
  expect(world.tail.stats().subscriptions).toBe(0)
})

test('after a schedule moves to another agreement, subscribers of that agreement get its events', async () => {
  world.setClock('2027-01-15T12:00:00Z')
  const old = await givenActiveAgreement(world)
  const other = await givenActiveAgreement(world, { consumerId: old.consumerId })
  const after = await eventCursorRead(world.deps, world.caller)
  const { id: scheduleId } = await givenSchedule(world, old.id)
  mustSucceed(await scheduleUpdate(world.deps, world.caller, { scheduleId, agreementId: other.id }))
  await pause({ scheduleId })
  const types = async (variables: object, count: number) => {
    const stream = await live(world, { source: changes, variables: { ...variables, after } })
    const events = await stream.take(count)
    await stream.close()
    return events.map(({ type }) => type)
  }
  expect(await types({ agreementId: other.id }, 2)).toEqual(['schedule.updated', 'schedule.paused'])
  expect(await types({ agreementId: old.id }, 1)).toEqual(['schedule.created'])
  expect(await types({ scheduleId }, 3)).toEqual(['schedule.created', 'schedule.updated', 'schedule.paused'])
})

test('unknown ids and unusable cursors are request errors', async () => {
  const agreement = await givenActiveAgreement(world)
  const { id: scheduleId } = await givenSchedule(world, agreement.id)
  const stranger = await world.stranger()
  for (const source of [changes, statusChanges]) {
    const codes = (variables: Record<string, unknown>, caller = world.caller) =>
      refusal(world, { source, variables, caller })
    expect(await codes({ scheduleId: 'sch_unknown' })).toEqual(['NOT_FOUND'])
    expect(await codes({ scheduleId: agreement.id })).toEqual(['NOT_FOUND'])
    expect(await codes({ agreementId: scheduleId })).toEqual(['NOT_FOUND'])
    expect(await codes({ consumerId: scheduleId })).toEqual(['NOT_FOUND'])
    expect(await codes({ scheduleId }, stranger)).toEqual(['NOT_FOUND'])
    expect(await codes({ scheduleId, after: 'nonsense' })).toEqual(['CURSOR_INVALID'])
    expect(await codes({ scheduleId: null })).toEqual(['BAD_USER_INPUT'])
  }
  expect(world.tail.stats().subscriptions).toBe(0)
})
