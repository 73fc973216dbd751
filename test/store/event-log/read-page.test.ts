import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Tenant } from '../../../src/domain/enums.ts'
import { isInView, type LogFilter, type LogView } from '../../../src/store/event-log/filter.ts'
import { isAfter, logStart, positionOf } from '../../../src/store/event-log/position.ts'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { readLogAfter, readLogBefore } from '../../../src/store/event-log/read-page.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import type { LoggedEventRow } from '../../../src/store/tables.ts'
import { addAgreement, addCharge, addConsumer, type NewAgreement, type NewCharge } from '../../schema/support/rows.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import {
  append as appendUnread,
  idsOf,
  type NewEvent,
  newEvent,
  newTenant,
  untilReadable,
} from '../../support/database/log-events.ts'

let testDatabase: TestDatabase
let database: Database
let tenant: Tenant

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
})
beforeEach(() => {
  tenant = newTenant()
})
afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

const all = (): LogView => ({ tenant, filter: {} })

async function append(events: readonly NewEvent[]): Promise<bigint> {
  const snapshotXmin = await appendUnread(database, events)
  await untilReadable(database)
  return snapshotXmin
}

/** Appends each event in a transaction of its own. */
async function appendEach(events: readonly NewEvent[]): Promise<void> {
  for (const event of events) await append([event])
}

async function everything(view: LogView): Promise<readonly LoggedEventRow[]> {
  const { rows, more } = await readLogAfter(database, view, logStart, { limit: 1_000 })
  expect(more).toBe(false)
  return rows
}

describe('pages', () => {
  test('give events as they were written, with their place', async () => {
    const event = newEvent(tenant, {
      actor: 'key_1',
      previousStatus: 'AUTHORIZED',
      status: 'CAPTURED',
      data: { amount: '1000' },
    })
    const snapshotXmin = await append([event])
    expect(await everything(all())).toEqual([
      { ...event, snapshotXmin, xid: expect.any(BigInt), seq: expect.any(BigInt) },
    ])
  })

  test('of every size, from every event, have each event once and in the order of the log', async () => {
    const events = Array.from({ length: 12 }, () => newEvent(tenant))
    await append(events.slice(0, 3))
    await appendEach(events.slice(3, 8))
    await append([newEvent(newTenant())])
    await append(events.slice(8))
    const rows = await everything(all())
    expect(idsOf(rows)).toEqual(idsOf(events))
    for (const [index, row] of rows.entries()) {
      for (const limit of [1, 2, 5, 100]) {
        const page = await readLogAfter(database, all(), positionOf(row), { limit })
        expect(idsOf(page.rows)).toEqual(idsOf(events.slice(index + 1, index + 1 + limit)))
        expect(page.more).toBe(index + 1 + limit < events.length)
      }
    }
  })

  test('end after the last event read: the last one of a full page, else the end of the log', async () => {
    await appendEach([newEvent(tenant), newEvent(tenant), newEvent(tenant)])
    const full = await readLogAfter(database, all(), logStart, { limit: 2 })
    expect(full.position).toEqual(positionOf(full.rows[1] as LoggedEventRow))
    const before = await readLogEnd(database)
    const rest = await readLogAfter(database, all(), full.position, { limit: 2 })
    const empty = await readLogAfter(database, { tenant, filter: { types: ['none'] } }, logStart, { limit: 2 })
    for (const { position } of [rest, empty]) expect(isAfter(before, position)).toBe(false)
    await append([newEvent(tenant)])
    expect((await readLogAfter(database, all(), rest.position, { limit: 2 })).rows).toHaveLength(1)
  })

  test('without events say whether there are any', async () => {
    expect(await readLogAfter(database, all(), logStart, { limit: 0 })).toMatchObject({ rows: [], more: false })
    await append([newEvent(tenant)])
    const page = await readLogAfter(database, all(), logStart, { limit: 0 })
    expect(page).toEqual({ rows: [], more: true, position: logStart, keptFrom: logStart })
  })

  test('read a limited number of events, and continue from there', async () => {
    const events = Array.from({ length: 10 }, (_, index) => newEvent(tenant, { type: index === 7 ? 'rare' : 'common' }))
    await append(events)
    const view = { tenant, filter: { types: ['rare'] } }
    const found: string[][] = []
    let position = logStart
    for (let more = true; more; ) {
      const page = await readLogAfter(database, view, position, { limit: 5, scanLimit: 4 })
      found.push(idsOf(page.rows))
      position = page.position
      more = page.more
    }
    expect(found).toEqual([[], [events[7]?.id], []])
  })
})

describe('the newest events', () => {
  test('of every size, up to every event, are the same as read from the start', async () => {
    const events = Array.from({ length: 7 }, () => newEvent(tenant))
    await append(events.slice(0, 3))
    await appendEach(events.slice(3))
    const rows = await everything(all())
    for (const [index, row] of rows.entries()) {
      for (const limit of [1, 2, 100]) {
        const page = await readLogBefore(database, all(), { before: positionOf(row) }, { limit })
        expect(idsOf(page.rows)).toEqual(idsOf(events.slice(Math.max(0, index - limit), index)))
        expect(page.more).toBe(index > limit)
      }
    }
    const last = await readLogBefore(database, all(), {}, { limit: 2 })
    expect([idsOf(last.rows), last.more]).toEqual([idsOf(events.slice(-2)), true])
    expect(last.position).toEqual(positionOf(last.rows[0] as LoggedEventRow))
  })

  test('are found among a limited number of events, and the next page goes further back', async () => {
    const events = Array.from({ length: 10 }, (_, index) => newEvent(tenant, { type: index === 2 ? 'rare' : 'common' }))
    await append(events)
    const view = { tenant, filter: { types: ['rare'] } }
    const found: string[][] = []
    let part = {}
    for (let more = true; more; ) {
      const page = await readLogBefore(database, view, part, { limit: 5, scanLimit: 4 })
      found.push(idsOf(page.rows))
      part = { before: page.position }
      more = page.more
    }
    expect(found).toEqual([[], [events[2]?.id], []])
  })
})

describe('filters', () => {
  let agreement: NewAgreement
  let charge: NewCharge
  beforeEach(async () => {
    agreement = await addAgreement(database, await addConsumer(database, tenant))
    charge = await addCharge(database, agreement)
  })

  test('decide the same in the database as in memory', async () => {
    const { consumerId } = charge
    const version = { version: 1 }
    const subjects = [
      { subjectType: 'Charge', subjectId: charge.id, agreementId: agreement.id, consumerId },
      { subjectType: 'Charge', subjectId: 'chg_other', agreementId: agreement.id, consumerId },
      { subjectType: 'Agreement', subjectId: agreement.id, agreementId: agreement.id, consumerId },
      { subjectType: 'Consumer', subjectId: consumerId, agreementId: null, consumerId },
      { subjectType: 'Charge', subjectId: 'chg_foreign', agreementId: 'agr_foreign', consumerId: 'con_foreign' },
    ]
    const kinds = [
      { type: 'created', change: true, status: 'AUTHORIZED', version: 1 },
      { type: 'requested', change: true, status: null, version: 2 },
      { type: 'break', change: false, status: null, version: 2 },
      { type: 'succeeded', change: true, status: 'CAPTURED', version: 3 },
    ]
    const events = subjects.flatMap(subject => kinds.map(kind => newEvent(tenant, { ...version, ...subject, ...kind })))
    await append(events)
    const logged = await everything(all())
    const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
    const views = fc.record({
      types: fc.option(fc.subarray(['created', 'requested', 'break', 'none']), { nil: undefined, freq: 2 }),
      subjectType: maybe(['Charge', 'Agreement', 'Consumer'] as const),
      subjectId: maybe([charge.id, agreement.id, consumerId, 'chg_none']),
      agreementId: maybe([agreement.id, 'agr_none']),
      consumerId: maybe([consumerId, 'con_none']),
      only: maybe(['changes', 'statusChanges'] as const),
      contained: maybe([1, 2, 3]),
    })
    let matched = 0
    await fc.assert(
      fc.asyncProperty(views, async ({ contained, ...given }) => {
        const filter = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as LogFilter
        const view: LogView = {
          tenant,
          filter,
          ...(contained && { contained: { subjectId: charge.id, version: contained } }),
        }
        const expected = idsOf(logged.filter(row => isInView(view, row)))
        matched += expected.length
        expect(idsOf(await everything(view))).toEqual(expected)
      }),
      { seed: 16, numRuns: 200 },
    )
    expect(matched).toBeGreaterThan(200)
  })

  test('what an object contains at a version is left out, but not a note of that version', async () => {
    const [one, two] = [charge.id, 'chg_two']
    const events = [
      newEvent(tenant, { subjectId: one, version: 1 }),
      newEvent(tenant, { subjectId: one, version: 2 }),
      newEvent(tenant, { subjectId: two, version: 1 }),
      newEvent(tenant, { subjectId: one, version: 2, change: false, type: 'reconciliation.break' }),
      newEvent(tenant, { subjectId: one, version: 3 }),
    ]
    await append(events)
    const seen = await everything({ ...all(), contained: { subjectId: one, version: 2 } })
    expect(idsOf(seen)).toEqual(idsOf(events.slice(2)))
  })

  test('nothing of another merchant or mode is seen, whatever the filter says', async () => {
    const { consumerId } = charge
    await append([newEvent(tenant, { subjectId: charge.id, agreementId: agreement.id, consumerId })])
    for (const stranger of [newTenant(), { ...tenant, mode: 'LIVE' as const }]) {
      for (const filter of [{}, { subjectId: charge.id }, { agreementId: agreement.id }, { consumerId }])
        expect(await everything({ tenant: stranger, filter })).toEqual([])
    }
  })
})
