import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createLog } from '../../../src/base/log/log.ts'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import { eventCursorRead, eventsRead } from '../../../src/operations/event-log/read.ts'
import { type LogSubscribeInput, subscribeToLog } from '../../../src/operations/event-log/subscribe.ts'
import { createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { positionOf } from '../../../src/store/event-log/position.ts'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import type { LoggedEventRow } from '../../../src/store/tables.ts'
import { createLogTail, type LogTail } from '../../../src/workers/log/tail.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import {
  append,
  idsOf,
  type NewEvent,
  newEvent,
  newTenant,
  take,
  untilReadable,
} from '../../support/database/log-events.ts'
import { until } from '../../support/until.ts'
import { newVault } from '../../support/world/vault.ts'

const vault = newVault(Buffer.alloc(32, 3))
const cursors = createCursorCodec({ epoch: 'epoch001', vault })
let testDatabase: TestDatabase
let database: Database
let tail: LogTail
let caller: Caller

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  // Limits small enough for a test to reach.
  tail = createLogTail({
    database,
    url: testDatabase.url,
    log: createLog({ level: 'silent', program: 'test' }),
    bufferLimit: 8,
    pageLimit: 5,
  })
  await tail.start()
})
beforeEach(() => {
  caller = { tenant: newTenant(), merchantName: 'Test', actor: 'key_1', scopes: backendScopes }
})
afterAll(async () => {
  await tail.stop()
  await database.close()
  await testDatabase.drop()
})

const deps = () => ({ database, cursors, tail })
const cursorOf = (row: LoggedEventRow) => cursors.encode(caller.tenant, positionOf(row))

async function appendEach(events: readonly NewEvent[]): Promise<void> {
  for (const event of events) {
    await append(database, [event])
    tail.wake()
  }
}

async function subscribed(input: Partial<LogSubscribeInput> = {}): Promise<AsyncIterableIterator<LoggedEventRow>> {
  const answer = await subscribeToLog(deps(), caller, { filter: {}, ...input })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.events
}

async function refused(input: Partial<LogSubscribeInput>): Promise<string> {
  const answer = await subscribeToLog(deps(), caller, { filter: {}, ...input })
  if (answer.ok) throw new Error('a subscription that has to be refused')
  expect(tail.stats().subscriptions).toBe(0)
  return answer.error.code
}

describe('without a cursor', () => {
  test('from now on: earlier events are left out, later ones are delivered', async () => {
    const [before, after] = [newEvent(caller.tenant), newEvent(caller.tenant)]
    await append(database, [before])
    await untilReadable(database)
    const events = await subscribed()
    await append(database, [after])
    tail.wake()
    expect(idsOf(await take(events, 1))).toEqual([after.id])
    await events.return?.()
  })
})

describe('with a cursor', () => {
  test('cut after any event and resumed from its cursor, the rest comes: no duplicates, no gaps (scenario 17)', async () => {
    const written = Array.from({ length: 15 }, () => newEvent(caller.tenant))
    const start = await eventCursorRead(deps(), caller)
    await appendEach(written.slice(0, 10))
    const all = await subscribed({ after: start })
    const rows = await take(all, 10)
    await appendEach(written.slice(10))
    rows.push(...(await take(all, 5)))
    expect(idsOf(rows)).toEqual(idsOf(written))
    for (const [index, row] of rows.slice(0, -1).entries()) {
      const resumed = await subscribed({ after: cursorOf(row) })
      expect(idsOf(await take(resumed, rows.length - index - 1))).toEqual(idsOf(written.slice(index + 1)))
      await resumed.return?.()
    }
    await all.return?.()
    expect(tail.stats().subscriptions).toBe(0)
  })

  test('of an object: what the object contains is left out, events of others are not', async () => {
    const [charge, other] = ['chg_own', 'chg_aside'].map(subjectId => ({ subjectId }))
    const [v1, v2, of, v3] = [
      newEvent(caller.tenant, { ...charge, version: 1 }),
      newEvent(caller.tenant, { ...charge, version: 2 }),
      newEvent(caller.tenant, { ...other, version: 1 }),
      newEvent(caller.tenant, { ...charge, version: 3 }),
    ]
    await append(database, [v1])
    const snapshotXmin = await append(database, [v2])
    const after = cursors.encode(caller.tenant, { kind: 'object', snapshotXmin, id: 'chg_own', version: 2 })
    await appendEach([of, v3])
    const events = await subscribed({ after })
    expect(idsOf(await take(events, 2))).toEqual([of.id, v3.id])
    await events.return?.()
  })

  test('that is malformed, foreign, of another mode, of a log that was replaced or not reached yet: refused', async () => {
    await append(database, [newEvent(caller.tenant)])
    const end = await readLogEnd(database)
    const foreign = cursors.encode(newTenant(), end)
    const live = cursors.encode({ ...caller.tenant, mode: 'LIVE' }, end)
    const former = createCursorCodec({ epoch: 'epoch000', vault }).encode(caller.tenant, end)
    const beyond = cursors.encode(caller.tenant, { ...end, xid: end.xid + 1_000_000n })
    for (const after of ['', 'nonsense', foreign, live]) expect(await refused({ after })).toBe('CURSOR_INVALID')
    for (const after of [former, beyond]) expect(await refused({ after })).toBe('CURSOR_EXPIRED')
    for (const after of ['', foreign, former]) {
      expect(await eventsRead(deps(), caller, { limit: 1, after, filter: {} })).toMatchObject({
        ok: false,
        error: { code: after === former ? 'CURSOR_EXPIRED' : 'CURSOR_INVALID' },
      })
    }
  })
})

test('an id that is unknown, another tenant’s or of another kind is NOT_FOUND; several have to match together', async () => {
  const ids = { agreementId: 'agr_mine', consumerId: 'con_mine' }
  const subjects = [
    { subjectType: 'Consumer', subjectId: 'con_mine', agreementId: null, consumerId: 'con_mine' },
    { subjectType: 'Agreement', subjectId: 'agr_mine', ...ids },
    { subjectType: 'Charge', subjectId: 'chg_mine', ...ids },
    { subjectType: 'Charge', subjectId: 'chg_other', agreementId: 'agr_other', consumerId: 'con_mine' },
  ]
  await append(
    database,
    subjects.map(subject => newEvent(caller.tenant, { ...subject, type: 'created' })),
  )
  await append(database, [newEvent(newTenant(), { subjectId: 'chg_foreign', subjectType: 'Charge' })])
  const unknown = [
    { subjectId: 'chg_none' },
    { subjectId: 'chg_foreign' },
    { subjectId: '' },
    { subjectId: 'agr_mine', subjectType: 'Charge' as const },
    { agreementId: 'chg_mine' },
    { consumerId: 'agr_mine' },
    { subjectId: 'chg_mine', agreementId: 'agr_none' },
    { subjectId: 'chg_mine', consumerId: 'con_none' },
  ]
  for (const filter of unknown) expect(await refused({ filter })).toBe('NOT_FOUND')
  // Events that another database's open transaction holds back would come first.
  await untilReadable(database)
  const both = await subscribed({ filter: { subjectId: 'chg_mine', ...ids } })
  const next = newEvent(caller.tenant, { ...subjects[2], version: 2 })
  await appendEach([newEvent(caller.tenant, { ...subjects[3], version: 2 }), next])
  expect(idsOf(await take(both, 1))).toEqual([next.id])
  await both.return?.()
})

test('subscriptions begun at any moment of concurrent writing have no gaps and no duplicates', async () => {
  const written: string[] = []
  const marks: { cursor: string; seen: Promise<string[]>; known: number }[] = []
  const last = newEvent(caller.tenant, { type: 'last' })
  const follow = async (after: string) => {
    const seen: string[] = []
    for await (const row of await subscribed({ after })) {
      if (row.id === last.id) return seen
      seen.push(row.id)
    }
    throw new Error('the log is never over')
  }
  const write = async () => {
    for (let round = 0; round < 40; round++) {
      const events = [newEvent(caller.tenant), newEvent(caller.tenant)]
      await append(database, events)
      written.push(...idsOf(events))
      tail.wake()
    }
  }
  const readable = async () => {
    const read = await eventsRead(deps(), caller, { limit: 1, filter: {} })
    return read.ok && read.events.length > 0
  }
  const subscribe = async () => {
    await until('an event to be readable', readable)
    for (let round = 0; round < 20; round++) {
      const known = written.length
      const cursor = await eventCursorRead(deps(), caller)
      const read = await eventsRead(deps(), caller, { limit: 100, filter: {} })
      if (!read.ok) throw new Error(read.error.code)
      // Both kinds of cursor: that of the log's end, and that of an event in the middle.
      marks.push({ cursor, seen: follow(cursor), known })
      const middle = read.events[Math.floor(read.events.length / 2)]
      if (middle) marks.push({ cursor: middle.eventCursor, seen: follow(middle.eventCursor), known: 0 })
    }
  }
  await Promise.all([write(), write(), write(), subscribe()])
  await append(database, [last])
  tail.wake()
  await untilReadable(database)
  const whole: string[] = []
  for (let after: string | undefined; ; ) {
    const page = await eventsRead(deps(), caller, { limit: 100, after, filter: {} })
    if (!page.ok) throw new Error(page.error.code)
    whole.push(...page.events.map(({ row }) => row.id))
    after = page.eventCursor
    if (!page.more) break
  }
  expect(whole.pop()).toBe(last.id)
  expect(whole.toSorted()).toEqual(written.toSorted())
  expect(marks).toHaveLength(40)
  for (const { cursor, seen } of marks) {
    const page = await eventsRead(deps(), caller, { limit: 1, after: cursor, filter: {} })
    const first = page.ok ? page.events[0]?.row.id : undefined
    expect(await seen).toEqual(first === last.id ? [] : whole.slice(whole.indexOf(first ?? '')))
  }
  expect(tail.stats().subscriptions).toBe(0)
})

test('pages of events: cursors of events and of empty pages continue correctly', async () => {
  const events = [newEvent(caller.tenant, { type: 'a' }), newEvent(caller.tenant, { type: 'b' })]
  await append(database, events)
  await untilReadable(database)
  const none = await eventsRead(deps(), caller, { limit: 10, filter: { types: ['c'] } })
  expect(none).toMatchObject({ ok: true, events: [], more: false })
  const third = newEvent(caller.tenant, { type: 'c' })
  await append(database, [third])
  await untilReadable(database)
  const after = none.ok ? none.eventCursor : ''
  const next = await eventsRead(deps(), caller, { limit: 10, after, filter: {} })
  expect(next.ok && next.events.map(({ row }) => row.id)).toEqual([third.id])
  const page = await eventsRead(deps(), caller, { limit: 2, filter: {} })
  expect(page.ok && [page.events.map(({ row }) => row.id), page.more]).toEqual([idsOf(events), true])
  expect(page.ok && page.eventCursor).toBe(page.ok && page.events[1]?.eventCursor)
})
