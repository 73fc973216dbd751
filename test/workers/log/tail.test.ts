import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../../src/base/log/log.ts'
import type { LogFilter } from '../../../src/store/event-log/filter.ts'
import { logStart } from '../../../src/store/event-log/position.ts'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createLogTail, type LogTail } from '../../../src/workers/log/tail.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { append, idsOf, type NewEvent, newEvent, newTenant, take } from '../../support/database/log-events.ts'
import { eventually } from '../../support/until.ts'

const log = createLog({ level: 'silent', program: 'test' })
let testDatabase: TestDatabase
let database: Database
const tails: LogTail[] = []

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
})
afterEach(async () => {
  await Promise.all(tails.splice(0).map(tail => tail.stop()))
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

async function startTail(options: { bufferLimit?: number; pageLimit?: number } = {}): Promise<LogTail> {
  const tail = createLogTail({ database, url: testDatabase.url, log, ...options })
  tails.push(tail)
  await tail.start()
  return tail
}

/** Asks each reader for its first event, and waits until all of them follow from memory. */
async function follow<T>(tail: LogTail, readers: readonly AsyncIterator<T>[]): Promise<Promise<IteratorResult<T>>[]> {
  const waiting = readers.map(reader => reader.next())
  await eventually(() => expect(tail.stats().catchingUp).toBe(0), 1)
  return waiting
}

/** Counts the pages that subscriptions read from the database. */
function countPages(): () => number {
  let count = 0
  database.onStatement(name => {
    if (name.startsWith('log-read-page')) count += 1
  })
  return () => count
}

const listening = (tail: LogTail) => eventually(() => expect(tail.stats().listening).toBe(true))

test('a wake-up brings a committed event to its subscriptions, and to no other tenant’s', async () => {
  const tail = await startTail()
  const [tenant, other] = [newTenant(), newTenant()]
  const end = await readLogEnd(database)
  const mine = tail.subscribe({ tenant, filter: {} }, end)
  const others = tail.subscribe({ tenant: other, filter: {} }, end)
  const events = [newEvent(tenant), newEvent(other), newEvent({ ...tenant, mode: 'LIVE' }), newEvent(tenant)]
  const pages = countPages()
  const [first, foreign] = await follow(tail, [mine, others])
  await append(database, events)
  tail.wake()
  expect([(await first)?.value?.id, ...idsOf(await take(mine, 1))]).toEqual([events[0]?.id, events[3]?.id])
  expect((await foreign)?.value?.id).toBe(events[1]?.id)
  expect(pages()).toBe(0)
  expect(tail.stats()).toMatchObject({ subscriptions: 2, catchingUp: 0, bufferedEvents: 0, deliveredEvents: 3 })
})

test('the recorded events come first, then new ones, without a gap', async () => {
  const tail = await startTail({ pageLimit: 3 })
  const tenant = newTenant()
  const events = Array.from({ length: 10 }, () => newEvent(tenant))
  for (const event of events.slice(0, 7)) await append(database, [event])
  const reader = tail.subscribe({ tenant, filter: {} }, logStart)
  const first = await take(reader, 2)
  for (const event of events.slice(7)) await append(database, [event])
  expect(idsOf([...first, ...(await take(reader, 8))])).toEqual(idsOf(events))
})

test('NOTIFY wakes the tail of another process; it is sent once for many wake-ups', async () => {
  const [near, far] = [await startTail(), await startTail()]
  await Promise.all([listening(near), listening(far)])
  const observer = await testDatabase.pool.connect()
  const heard: number[] = []
  observer.on('notification', () => heard.push(performance.now()))
  await observer.query('LISTEN perennial_log')
  const tenant = newTenant()
  const reader = far.subscribe({ tenant, filter: {} }, await readLogEnd(database))
  const [pending] = await follow(far, [reader])
  const event = newEvent(tenant)
  await append(database, [event])
  for (let count = 0; count < 100; count++) near.wake()
  expect((await pending)?.value?.id).toBe(event.id)
  await eventually(async () => {
    await observer.query('SELECT 1')
    expect(heard).toHaveLength(1)
  })
  observer.release(true)
})

test('without a wake-up the poll finds committed events', async () => {
  const tail = await startTail()
  const tenant = newTenant()
  const reader = tail.subscribe({ tenant, filter: {} }, await readLogEnd(database))
  const [pending] = await follow(tail, [reader])
  const event = newEvent(tenant)
  await append(database, [event])
  expect((await pending)?.value?.id).toBe(event.id)
})

test('a killed listening connection is opened again, and delivery continues meanwhile', async () => {
  const tail = await startTail()
  await listening(tail)
  const tenant = newTenant()
  const reader = tail.subscribe({ tenant, filter: {} }, await readLogEnd(database))
  const [pending] = await follow(tail, [reader])
  const { rows: killed } = await testDatabase.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'perennial-log'`,
  )
  expect(killed).toHaveLength(1)
  await eventually(() => expect(tail.stats().listening).toBe(false), 1)
  const [first, second] = [newEvent(tenant), newEvent(tenant)]
  await append(database, [first])
  tail.wake()
  expect((await pending)?.value?.id).toBe(first.id)
  await listening(tail)
  const other = await startTail()
  await listening(other)
  const [next] = await follow(tail, [reader])
  await append(database, [second])
  other.wake()
  expect((await next)?.value?.id).toBe(second.id)
})

test('connections of the pool that die do not end a subscription', async () => {
  const tail = await startTail({ pageLimit: 2 })
  const tenant = newTenant()
  const events = Array.from({ length: 7 }, () => newEvent(tenant))
  for (const event of events.slice(0, 6)) await append(database, [event])
  const reader = tail.subscribe({ tenant, filter: {} }, logStart)
  const seen = await take(reader, 1)
  const kill = () =>
    testDatabase.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'perennial'`,
    )
  await kill()
  seen.push(...(await take(reader, 3)))
  await kill()
  await eventually(() => append(database, events.slice(6)))
  seen.push(...(await take(reader, 3)))
  expect(idsOf(seen)).toEqual(idsOf(events))
})

test('a subscription ends at once when it is returned, aborted or the tail stops, even while it waits', async () => {
  const tail = await startTail()
  const [tenant, end] = [newTenant(), await readLogEnd(database)]
  const aborting = new AbortController()
  const [returned, aborted, stopped] = [undefined, aborting.signal, undefined].map(signal =>
    tail.subscribe({ tenant, filter: {} }, end, signal),
  )
  const waiting = [returned?.next(), aborted?.next(), stopped?.next()]
  expect(await returned?.return?.()).toEqual({ done: true, value: undefined })
  expect(await waiting[0]).toEqual({ done: true, value: undefined })
  aborting.abort()
  expect(await waiting[1]).toEqual({ done: true, value: undefined })
  expect(tail.stats().subscriptions).toBe(1)
  await tail.stop()
  expect(await waiting[2]).toEqual({ done: true, value: undefined })
  expect(tail.stats().subscriptions).toBe(0)
  expect(await tail.subscribe({ tenant, filter: {} }, end).next()).toEqual({ done: true, value: undefined })
})

test('a stalled subscription costs limited memory, delays nobody and continues where it was', async () => {
  const tail = await startTail({ bufferLimit: 500, pageLimit: 50 })
  const [tenant, end] = [newTenant(), await readLogEnd(database)]
  const [stalled, quick] = [tail.subscribe({ tenant, filter: {} }, end), tail.subscribe({ tenant, filter: {} }, end)]
  const events = Array.from({ length: 10_000 }, () => newEvent(tenant))
  const [first, alsoFirst] = await follow(tail, [stalled, quick])
  // Counted from here: the log's end moves with every transaction of the cluster, and a subscription may begin after
  // it.
  const pages = countPages()
  await append(database, events.slice(0, 1))
  tail.wake()
  expect([(await first)?.value?.id, (await alsoFirst)?.value?.id]).toEqual([events[0]?.id, events[0]?.id])
  const seen: string[] = []
  for (let from = 1; from < events.length; from += 400) {
    const some = events.slice(from, from + 400)
    await append(database, some)
    tail.wake()
    seen.push(...idsOf(await take(quick, some.length)))
    expect(tail.stats().bufferedEvents).toBeLessThanOrEqual(500)
  }
  expect(seen).toEqual(idsOf(events.slice(1)))
  expect({ ...tail.stats(), pages: pages() }).toMatchObject({ catchingUp: 1, bufferedEvents: 0, pages: 0 })
  expect(idsOf(await take(stalled, events.length - 1))).toEqual(idsOf(events.slice(1)))
  expect(pages()).toBe(Math.ceil((events.length - 1) / 50))
  const [pending] = await follow(tail, [stalled])
  const last = newEvent(tenant)
  await append(database, [last])
  tail.wake()
  expect((await pending)?.value?.id).toBe(last.id)
})

test('filters: by subject, agreement, consumer, type, kind of change; an agreement’s event comes once', async () => {
  const tail = await startTail()
  const [tenant, end] = [newTenant(), await readLogEnd(database)]
  const ids = { agreementId: 'agr_a', consumerId: 'con_a' }
  const created = newEvent(tenant, {
    ...ids,
    type: 'agreement.created',
    subjectType: 'Agreement',
    subjectId: 'agr_a',
    status: 'INITIALIZING',
  })
  const moved = newEvent(tenant, { ...ids, subjectId: 'chg_a', type: 'charge.capture_succeeded', status: 'CAPTURED' })
  const kept = newEvent(tenant, { ...ids, subjectId: 'chg_b' })
  const note = newEvent(tenant, { ...ids, subjectId: 'chg_a', type: 'reconciliation.break', change: false })
  const other = newEvent(tenant, { subjectId: 'chg_c' })
  const filters: { filter: LogFilter; expected: NewEvent[] }[] = [
    { filter: { agreementId: 'agr_a' }, expected: [created, moved, kept, note] },
    { filter: { consumerId: 'con_a' }, expected: [created, moved, kept, note] },
    { filter: { subjectId: 'chg_a' }, expected: [moved, note] },
    { filter: { subjectId: 'chg_a', agreementId: 'agr_a', only: 'changes' }, expected: [moved] },
    { filter: { subjectId: 'agr_a' }, expected: [created] },
    { filter: { types: ['reconciliation.break', 'agreement.created'] }, expected: [created, note] },
    { filter: { only: 'statusChanges', subjectType: 'Charge' }, expected: [moved] },
    { filter: { only: 'changes', subjectType: 'Charge' }, expected: [moved, kept, other] },
  ]
  const last = newEvent(tenant, { ...ids, subjectId: 'chg_a', status: 'REFUNDED', version: 9 })
  const live = filters.map(({ filter }) => tail.subscribe({ tenant, filter }, end))
  const waiting = await follow(tail, live)
  await append(database, [created, moved, kept, note, other])
  tail.wake()
  for (const [index, { expected }] of filters.entries()) {
    const first = await waiting[index]
    const rest = await take(live[index] as AsyncIterator<{ id: string }>, expected.length - 1)
    expect([first?.value?.id, ...idsOf(rest)]).toEqual(idsOf(expected))
  }
  // Nothing else had come: the next one is the next event that matches.
  const next = tail.subscribe({ tenant, filter: { subjectId: 'chg_b' } }, end)
  expect(idsOf(await take(next, 1))).toEqual([kept.id])
  await append(database, [last])
  tail.wake()
  expect(idsOf(await take(live[2] as AsyncIterator<{ id: string }>, 1))).toEqual([last.id])
})
