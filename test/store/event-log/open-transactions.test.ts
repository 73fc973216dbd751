import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../../src/base/log/log.ts'
import { logStart, positionOf, startOf } from '../../../src/store/event-log/position.ts'
import { readLogBatch } from '../../../src/store/event-log/read-batch.ts'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { readLogAfter } from '../../../src/store/event-log/read-page.ts'
import { readChangedObjects } from '../../../src/store/integrity/scope.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { eventsByIds } from '../../../src/store/reads/events-by-ids.ts'
import { type Database, openDatabase, type Sql, statement } from '../../../src/store/sql/database.ts'
import type { LoggedEventRow } from '../../../src/store/tables.ts'
import { createLogTail } from '../../../src/workers/log/tail.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { append, idsOf, newEvent, newTenant, take } from '../../support/database/log-events.ts'
import { full } from '../../support/full.ts'
import { eventually } from '../../support/until.ts'

// A cluster of its own: open transactions of this test would hold back the log of every database in a shared cluster.
let cluster: TestCluster
let database: Database

beforeAll(async () => {
  cluster = await startCluster()
  await migrate(cluster.url())
  database = openDatabase({ url: cluster.url(), maxConnections: 40 })
})
afterEach(async () => {
  // Transactions that a failed test left open would block the other tests.
  await Promise.all(open.splice(0).map(transaction => transaction.end(async () => {}).catch(() => {})))
})
afterAll(async () => {
  await database.close()
  await cluster.stop()
})

const assignTransactionId = statement('test-assign-transaction-id', 'SELECT pg_current_xact_id()')

/** A transaction that has its id and waits. */
interface OpenTransaction {
  /** Lets it do its last work and commit, or roll back if that throws. */
  end(work: (sql: Sql) => Promise<unknown>): Promise<unknown>
}
const open: OpenTransaction[] = []

async function openTransaction(): Promise<OpenTransaction> {
  const opened = Promise.withResolvers<void>()
  const work = Promise.withResolvers<(sql: Sql) => Promise<unknown>>()
  const ended = database.transaction(async sql => {
    await sql.row(assignTransactionId)
    opened.resolve()
    await (await work.promise)(sql)
  })
  await opened.promise
  const transaction: OpenTransaction = {
    end: last => {
      work.resolve(last)
      return ended
    },
  }
  open.push(transaction)
  return transaction
}

test('a late commit keeps the place where its transaction began, and no reader has passed it', async () => {
  const tenant = newTenant()
  const [slow, quick] = [newEvent(tenant), newEvent(tenant)]
  const transaction = await openTransaction()
  await append(database, [quick])
  const early = await readLogAfter(database, { tenant, filter: {} }, logStart, { limit: 10 })
  expect(early).toMatchObject({ rows: [], more: false })
  await transaction.end(sql => append(sql, [slow]))
  const late = await readLogAfter(database, { tenant, filter: {} }, early.position, { limit: 10 })
  expect(idsOf(late.rows)).toEqual([slow.id, quick.id])
})

test('the integrity checks find late commits, and nothing twice', async () => {
  const tenant = newTenant()
  const [slow, quick] = [newEvent(tenant), newEvent(tenant)]
  const before = await readLogEnd(database)
  const transaction = await openTransaction()
  await append(database, [quick])
  const early = await readChangedObjects(database, before, 10)
  expect(early).toMatchObject({ ids: { charges: [] }, more: false })
  await transaction.end(sql => append(sql, [slow]))
  const late = await readChangedObjects(database, early.position, 10)
  expect(late.ids.charges).toEqual([slow.subjectId, quick.subjectId])
  expect((await readChangedObjects(database, late.position, 10)).ids.charges).toEqual([])
})

test('a page with events ends before what is held back, and continues with it', async () => {
  const tenant = newTenant()
  const events = Array.from({ length: 4 }, () => newEvent(tenant))
  const [first, slow, quick, last] = events
  if (!first || !slow || !quick || !last) throw new Error('four events')
  await append(database, [first])
  const transaction = await openTransaction()
  await append(database, [quick])
  const page = await readLogAfter(database, { tenant, filter: {} }, logStart, { limit: 10 })
  expect(idsOf(page.rows)).toEqual([first.id])
  await transaction.end(sql => append(sql, [slow]))
  await append(database, [last])
  const rest = await readLogAfter(database, { tenant, filter: {} }, page.position, { limit: 10 })
  expect(idsOf(rest.rows)).toEqual([slow.id, quick.id, last.id])
})

test('an object’s cursor, returned while a slower transaction is open, loses no event (scenario 16)', async () => {
  const tenant = newTenant()
  const [own, other, ownNext] = [
    newEvent(tenant, { subjectId: 'chg_own', version: 1 }),
    newEvent(tenant, { subjectId: 'chg_other', version: 1 }),
    newEvent(tenant, { subjectId: 'chg_own', version: 2 }),
  ]
  const transaction = await openTransaction()
  const snapshotXmin = await append(database, [own])
  const { position, contained } = startOf({ kind: 'object', snapshotXmin, id: 'chg_own', version: 1 })
  if (contained === undefined) throw new Error('an object’s cursor contains the object')
  const view = { tenant, filter: {}, contained }
  const tail = createLogTail({ database, url: cluster.url(), log: createLog({ level: 'silent', program: 'test' }) })
  await tail.start()
  const live = tail.subscribe(view, position)
  const first = live.next()
  await transaction.end(sql => append(sql, [other]))
  await append(database, [ownNext])
  tail.wake()
  expect([(await first).value?.id, ...idsOf(await take(live, 1))]).toEqual([other.id, ownNext.id])
  await tail.stop()
  const read = await readLogAfter(database, view, position, { limit: 10 })
  expect(idsOf(read.rows)).toEqual([other.id, ownNext.id])
})

test('the log’s end, then a list, then the log from that end: every event is in the list or in the log', async () => {
  const tenant = newTenant()
  const [before, open, after] = [newEvent(tenant), newEvent(tenant), newEvent(tenant)]
  await append(database, [before])
  const transaction = await openTransaction()
  const end = await readLogEnd(database)
  const list = await database.rows(
    statement<{ id: string }>('test-list', 'SELECT id FROM events WHERE merchant_id = $1'),
    [tenant.merchantId],
  )
  await transaction.end(sql => append(sql, [open]))
  await append(database, [after])
  const { rows } = await readLogAfter(database, { tenant, filter: {} }, end, { limit: 10 })
  expect([idsOf(list), idsOf(rows)]).toEqual([[before.id], [open.id, after.id]])
})

test('an event that is held back is not found by its id either: its place would be a cursor that loses other events', async () => {
  const tenant = newTenant()
  const event = newEvent(tenant)
  const transaction = await openTransaction()
  await append(database, [event])
  expect(await eventsByIds(database, tenant, [event.id])).toEqual([])
  await transaction.end(async () => {})
  expect(idsOf(await eventsByIds(database, tenant, [event.id]))).toEqual([event.id])
})

test('the tail reports that events are held back, and delivers them once the transaction has ended', async () => {
  const tenant = newTenant()
  const event = newEvent(tenant)
  const tail = createLogTail({ database, url: cluster.url(), log: createLog({ level: 'silent', program: 'test' }) })
  await tail.start()
  const live = tail.subscribe({ tenant, filter: {} }, await readLogEnd(database))
  const pending = live.next()
  const transaction = await openTransaction()
  await append(database, [event])
  await eventually(() => expect(tail.stats().heldBackMs).toBeGreaterThan(100))
  expect(tail.stats()).toMatchObject({ openTransactionIds: 2n, deliveredEvents: 0 })
  // Rolled back without a wake-up: the poll finds that the log can continue.
  await expect(transaction.end(() => Promise.reject(new Error('rolled back')))).rejects.toThrow('rolled back')
  expect((await pending).value?.id).toBe(event.id)
  await eventually(() => expect(tail.stats()).toMatchObject({ heldBackMs: 0, openTransactionIds: 0n }))
  await tail.stop()
})

test('32 writers, slow and rolled back ones among them: each reader gets every committed event once, in order per object (scenario 16)', async () => {
  const tenant = newTenant()
  const rounds = full ? 60 : 6
  const random = createRandom(16)
  const committed = new Map<string, number>()
  const versions = new Map<string, number>()
  let writing = true

  // One that follows from memory, and one that overflows at once and reads pages.
  const log = createLog({ level: 'silent', program: 'test' })
  const tails = [1_000, 2].map(bufferLimit => createLogTail({ database, url: cluster.url(), log, bufferLimit }))
  await Promise.all(tails.map(tail => tail.start()))

  // Each writer has an object of its own: its events must come in the order of its versions.
  const write = async (writer: number) => {
    for (let round = 0; round < rounds; round++) {
      const subjectId = `chg_${writer}`
      const version = (versions.get(subjectId) ?? 0) + 1
      const event = newEvent(tenant, { subjectId, version })
      const [fails, slow] = [random() < 0.2, random() < 0.3]
      const pauseMs = slow ? random() * 30 : 0
      await database
        .transaction(async sql => {
          await append(sql, [event])
          await new Promise(resolve => setTimeout(resolve, pauseMs))
          if (fails) throw new Error('rolled back')
          return undefined
        })
        .then(
          () => {
            committed.set(event.id, version)
            versions.set(subjectId, version)
            for (const tail of tails) tail.wake()
          },
          (error: Error) => expect(error.message).toBe('rolled back'),
        )
    }
  }
  const readPages = async (limit: number) => {
    const seen: LoggedEventRow[] = []
    let position = logStart
    for (let over = false; ; ) {
      const page = await readLogAfter(database, { tenant, filter: {} }, position, { limit })
      seen.push(...page.rows)
      // As a client does: it resumes from the last event's own cursor if there is one.
      const last = page.rows.at(-1)
      position = last === undefined ? page.position : positionOf(last)
      if (over && !page.more) return seen.filter(row => row.type !== 'last')
      over = !writing
    }
  }
  const followers = tails.map(async tail => {
    const reader = tail.subscribe({ tenant, filter: {} }, logStart)
    const seen: LoggedEventRow[] = []
    for (;;) {
      const { value } = await reader.next()
      if (value === undefined) throw new Error('the log is never over')
      if (value.type === 'last') return seen
      seen.push(value)
    }
  })
  const readers = [readPages(1), readPages(7), readPages(100)]
  await Promise.all(Array.from({ length: 32 }, (_, writer) => write(writer)))
  writing = false
  await append(database, [newEvent(tenant, { type: 'last' })])
  const views = await Promise.all([...readers, ...followers])
  await Promise.all(tails.map(tail => tail.stop()))
  expect(committed.size).toBeGreaterThan(32 * rounds * 0.6)
  for (const seen of views) {
    expect(idsOf(seen).toSorted()).toEqual([...committed.keys()].toSorted())
    for (const [subjectId, events] of Map.groupBy(seen, row => row.subjectId)) {
      const expected = Array.from({ length: versions.get(subjectId) ?? 0 }, (_, index) => index + 1)
      expect(events.map(({ version }) => version)).toEqual(expected)
    }
    expect(idsOf(seen)).toEqual(idsOf(views[0] ?? []))
  }
})

test('a batch of the tail is what its snapshot xmin allows, and says what is not', async () => {
  const tenant = newTenant()
  const end = await readLogEnd(database)
  const [first, held] = [newEvent(tenant), newEvent(tenant)]
  await append(database, [first])
  const transaction = await openTransaction()
  await append(database, [held])
  const batch = await readLogBatch(database, end, 10)
  expect(idsOf(batch.rows)).toEqual([first.id])
  expect(batch).toMatchObject({ more: false, openTransactionIds: 2n, heldBack: { xid: batch.position.xid + 1n } })
  expect(await readLogBatch(database, end, 0)).toMatchObject({ rows: [], more: false, position: batch.position })
  await transaction.end(async () => {})
  const next = await readLogBatch(database, batch.position, 1)
  expect(idsOf(next.rows)).toEqual([held.id])
  expect(next).toMatchObject({ more: true, heldBack: undefined, openTransactionIds: 0n })
})

/** The same numbers every time (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}
