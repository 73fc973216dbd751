import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { backendScopes } from '../../../src/domain/access/scopes.ts'
import type { Caller } from '../../../src/operations/command/caller.ts'
import {
  type EventsRead,
  type EventsReadInput,
  eventCursorRead,
  eventsRead,
} from '../../../src/operations/event-log/read.ts'
import { createCursorCodec } from '../../../src/store/event-log/cursor.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { type Database, openDatabase, type Sql } from '../../../src/store/sql/database.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { append, type NewEvent, newEvent, newTenant, untilReadable } from '../../support/database/log-events.ts'
import { full } from '../../support/full.ts'
import { newVault } from '../../support/world/vault.ts'

// A cluster of its own: open transactions of this test would hold back the log of every database in a shared cluster.
let cluster: TestCluster
let database: Database
let caller: Caller
const cursors = createCursorCodec({ epoch: 'epoch001', vault: newVault(Buffer.alloc(32, 3)) })

beforeAll(async () => {
  cluster = await startCluster()
  await migrate(cluster.url())
  database = openDatabase({ url: cluster.url(), maxConnections: 10 })
})
beforeEach(() => {
  caller = { tenant: newTenant(), merchantName: 'Test', actor: 'key_1', scopes: backendScopes }
})
afterAll(async () => {
  await database.close()
  await cluster.stop()
})

async function read(input: Partial<EventsReadInput>): Promise<EventsRead> {
  const page = await eventsRead({ database, cursors }, caller, { limit: 100, filter: {}, ...input })
  if (!page.ok) throw new Error(page.error.code)
  return page
}
async function given(events: readonly NewEvent[]): Promise<EventsRead> {
  for (const event of events) await append(database, [event])
  await untilReadable(database)
  return await read({})
}
const idsOf = ({ events }: Pick<EventsRead, 'events'>) => events.map(({ row }) => row.id)
const objectCursor = (snapshotXmin: bigint, id: string, version: number) =>
  cursors.encode(caller.tenant, { kind: 'object', snapshotXmin, id, version })

/** The whole log, read in pages of two; asserts that each page says correctly whether there is more on either side. */
async function allOf(from: 'start' | 'end', bounds: Pick<EventsReadInput, 'after' | 'before'>): Promise<string[]> {
  const found: string[] = []
  for (let part = bounds; ; ) {
    const page = await read({ ...part, from, limit: 2 })
    const ids = idsOf(page)
    if (from === 'start') found.push(...ids)
    else found.unshift(...ids)
    const entered = from === 'start' ? part.after : part.before
    if (entered === undefined) expect(await page.beyond()).toBe(false)
    else if (found.length > ids.length) expect(await page.beyond()).toBe(true)
    if (!page.more) return found
    expect(ids).toHaveLength(2)
    part = from === 'start' ? { ...part, after: page.stop } : { ...part, before: page.stop }
  }
}

/** A transaction with an event of a subject of its own, open until it is ended. */
interface OpenWrite {
  readonly id: string
  readonly cursor: string
  end(commits: boolean): Promise<void>
}

async function openWrite(subjectId: string, version: number): Promise<OpenWrite> {
  const written = Promise.withResolvers<bigint>()
  const ending = Promise.withResolvers<boolean>()
  const event = newEvent(caller.tenant, { subjectId, version })
  const ended = database
    .transaction(async (sql: Sql) => {
      written.resolve(await append(sql, [event]))
      if (!(await ending.promise)) throw new Error('rolled back')
    })
    .catch((error: Error) => expect(error.message).toBe('rolled back'))
  return {
    id: event.id,
    cursor: objectCursor(await written.promise, subjectId, version),
    async end(commits) {
      ending.resolve(commits)
      await ended
    },
  }
}

type Step = { readonly writer: number; readonly act: 'write' | 'open' | 'commit' | 'roll back' }

/** The state that a script of writers leaves behind. Some of their transactions may still be open. */
async function run(steps: readonly Step[]) {
  const open = new Map<number, OpenWrite>()
  const versions = new Map<number, number>()
  const made: { readonly cursor: string; readonly id: string }[] = []
  for (const { writer, act } of steps) {
    const pending = open.get(writer)
    const version = (versions.get(writer) ?? 0) + 1
    const commit = async (write: OpenWrite) => {
      await write.end(true)
      versions.set(writer, version)
      made.push(write)
    }
    if (pending === undefined) {
      const write = await openWrite(`chg_${caller.tenant.merchantId}_${writer}`, version)
      if (act === 'write') await commit(write)
      else open.set(writer, write)
    } else if (act === 'commit' || act === 'roll back') {
      open.delete(writer)
      if (act === 'commit') await commit(pending)
      else await pending.end(false)
    }
  }
  return {
    made,
    async end() {
      for (const write of open.values()) await write.end(true)
      open.clear()
    },
  }
}

describe('before and after a cursor', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    writer: fc.nat(3),
    act: fc.constantFrom('write', 'write', 'open', 'commit', 'roll back'),
  })

  test('is the whole log, in whatever order its writers committed', async () => {
    let held = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 18 }), async steps => {
        caller = { ...caller, tenant: newTenant() }
        const { made, end } = await run(steps)
        onTestFinished(end)
        const log = await allOf('start', {})
        expect(await allOf('end', {})).toEqual(log)
        held += made.filter(({ id }) => !log.includes(id)).length
        const first = await read({})
        const ofEvents = first.events.map(({ row, eventCursor }) => ({ id: row.id, cursor: eventCursor }))
        const marks: { readonly before: string[]; readonly page: EventsRead }[] = []
        const mark = async (cursor: string) => {
          const page = await read({ from: 'end', before: cursor })
          const before = idsOf(page)
          // A prefix of the log: it never changes again.
          expect(before).toEqual(log.slice(0, before.length))
          marks.push({ before, page })
          // One page: its own cursor no longer covers what an object's cursor covered.
          return { before, after: idsOf(await read({ after: cursor })) }
        }
        const middle = ofEvents[Math.floor(ofEvents.length / 2)]?.cursor
        if (middle !== undefined)
          for (const part of [{ before: middle }, { after: middle }])
            expect(await allOf('end', part)).toEqual(await allOf('start', part))
        for (const { id, cursor } of ofEvents) {
          const { before, after } = await mark(cursor)
          expect([...before, id, ...after]).toEqual(log)
          expect(await (await read({ after: cursor })).beyond()).toBe(true)
          expect(await (await read({ from: 'end', before: cursor })).beyond()).toBe(true)
        }
        for (const { id, cursor } of made) {
          const { before, after } = await mark(cursor)
          expect(new Set([...before, ...after])).toEqual(new Set(log))
          // Its own change is before it; what others wrote at that time may be on both sides.
          expect([before.includes(id), after.includes(id)]).toEqual([log.includes(id), false])
        }
        const now = await mark(await eventCursorRead({ database, cursors }, caller))
        expect(now).toEqual({ before: log, after: [] })
        await end()
        const whole = await allOf('start', {})
        for (const { before, page } of marks) {
          // The holder of the page follows the log from its end and gets every event once.
          expect([...before, ...idsOf(await read({ after: page.eventCursor }))]).toEqual(whole)
        }
      }),
      { seed: 12, numRuns: full ? 60 : 4, endOnFailure: true },
    )
    // Some were committed, and held back by an older transaction.
    expect(held).toBeGreaterThan(0)
  })
})

test('a page between two cursors, from either end', async () => {
  const events = Array.from({ length: 8 }, () => newEvent(caller.tenant))
  const all = await given(events)
  const [after, before] = [all.events[1]?.eventCursor, all.events[6]?.eventCursor]
  const between = events.slice(2, 6).map(({ id }) => id)
  const oldest = await read({ after, before, limit: 3 })
  expect([idsOf(oldest), oldest.more, await oldest.beyond()]).toEqual([between.slice(0, 3), true, true])
  const newest = await read({ from: 'end', after, before, limit: 3 })
  expect([idsOf(newest), newest.more, await newest.beyond()]).toEqual([between.slice(1), true, true])
  for (const from of ['start', 'end'] as const) {
    expect(idsOf(await read({ from, after, before }))).toEqual(between)
    // Reversed: nothing, and the next page does not go back.
    expect(await read({ from, after: before, before: after })).toMatchObject({
      ...{ events: [], more: false, eventCursor: before },
    })
  }
})

test('an empty page says whether there is anything on either side', async () => {
  const { events } = await given([newEvent(caller.tenant), newEvent(caller.tenant)])
  const [first, second] = events.map(({ eventCursor }) => eventCursor)
  const more = async (input: Partial<EventsReadInput>) => {
    const page = await read({ ...input, limit: 0 })
    return [page.more, await page.beyond()]
  }
  expect(await more({ from: 'start' })).toEqual([true, false])
  expect(await more({ from: 'end' })).toEqual([true, false])
  expect(await more({ from: 'start', after: second })).toEqual([false, true])
  expect(await more({ from: 'end', before: first })).toEqual([false, true])
  expect(await more({ from: 'end', before: second })).toEqual([true, true])
})

test('what the filter excludes is on no side', async () => {
  const events = ['a', 'b', 'a', 'b'].map(type => newEvent(caller.tenant, { type }))
  const all = await given(events)
  const filter = { types: ['a'] }
  const page = await read({ from: 'end', filter, before: all.events[3]?.eventCursor, limit: 1 })
  expect([idsOf(page), page.more, await page.beyond()]).toEqual([[events[2]?.id], true, false])
  const next = await read({ filter, after: all.events[0]?.eventCursor })
  expect([idsOf(next), next.more, await next.beyond()]).toEqual([[events[2]?.id], false, true])
})
