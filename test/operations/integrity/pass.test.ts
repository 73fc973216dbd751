import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { RealTime } from '../../../src/base/time/real-time.ts'
import { systemTime } from '../../../src/base/time/real-time.ts'
import { chargeRefund } from '../../../src/operations/charge/refund.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { integrityPass, nextFullPass } from '../../../src/operations/integrity/pass.ts'
import { integrityCounts } from '../../../src/store/integrity/known-violations.ts'
import { type Database, openDatabase, type Sql } from '../../../src/store/sql/database.ts'
import { fullPass, makePassDue } from '../../support/database/integrity.ts'
import { charge, givenActiveAgreement, key, mustSucceed, usd } from '../../support/world/story.ts'
import { createWorld, type World } from '../../support/world/world.ts'

let world: World
let chargeId: string
const signal = new AbortController().signal

beforeAll(async () => {
  world = await createWorld()
  chargeId = (await charge(world, (await givenActiveAgreement(world)).id, 1_000n)).id
  await world.quiet()
})
afterAll(() => world.close())
beforeEach(async () => {
  await fullPass(world.deps)
  await nothingIsOpen()
  await fullPass(world.deps)
})

const rows = async (text: string, values: unknown[] = []) => (await world.database.pool.query(text, values)).rows

/** Other test files share the cluster: a transaction of theirs can hold the log back for a moment. */
const nothingIsOpen = () =>
  expect
    .poll(async () =>
      rows(`SELECT max(xid) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS all_read FROM events`),
    )
    .toEqual([{ all_read: true }])

/** A pass over the changed objects, and the checks that it ran. */
async function pass(deps: Deps = world.deps): Promise<string[]> {
  await nothingIsOpen()
  await makePassDue(world.database, { full: false })
  const names: string[] = []
  const off = deps.database.onStatement(name => names.push(name))
  await integrityPass(deps, signal)
  off()
  return names.filter(name => name.startsWith('check-'))
}
const broken = async () => (await integrityCounts(world.database)).get('status-as-in-the-log')
const setStatus = (status: string, id = chargeId) => rows('UPDATE charges SET status = $2 WHERE id = $1', [id, status])
const refund = async () => {
  const input = { idempotencyKey: key(), chargeId, amount: usd(1n) }
  mustSucceed(await chargeRefund(world.deps, world.caller, input))
  await world.quiet()
}

test('a pass in which nothing has changed reads only what is open or planned', async () => {
  expect(await pass()).toEqual(['check-nothing-stuck-open'])
})

test('a pass checks the objects that have changed, each once, and the next pass does not check them again', async () => {
  await refund()
  await refund()
  const ofCharges = ['final-with-evidence', 'no-more-than-authorised', 'nothing-stuck', 'one-purchase-per-request']
  expect(await pass()).toEqual([
    'check-nothing-stuck-open',
    ...[...ofCharges, 'one-success-per-payment'].map(name => `check-${name}-charges`),
    'check-one-event-per-version-charges',
    'check-status-as-in-the-log-charges',
  ])
  expect(await pass()).toEqual(['check-nothing-stuck-open'])
})

test('a violation stays counted in each pass until the rule holds, and is checked again without a change', async () => {
  await setStatus('CAPTURED')
  await refund()
  await setStatus('VOIDED')
  await pass()
  expect(await broken()).toBe(1)
  await pass()
  expect(await broken()).toBe(1)
  await setStatus('PARTIALLY_REFUNDED')
  await pass()
  expect(await broken()).toBe(0)
})

test('a change without an event is found by the full pass', async () => {
  await setStatus('VOIDED')
  await pass()
  expect(await broken()).toBe(0)
  expect((await fullPass(world.deps)).get('status-as-in-the-log')).toBe(1)
  await setStatus('PARTIALLY_REFUNDED')
})

test('a check that fails to run is counted as -1, and its objects are checked by the next pass', async () => {
  await refund()
  await setStatus('VOIDED')
  await rows('ALTER TABLE charge_operations RENAME TO elsewhere')
  await pass()
  const counts = await integrityCounts(world.database)
  expect(counts.get('no-more-than-authorised')).toBe(-1)
  expect(counts.get('one-event-per-version')).toBe(0)
  await rows('ALTER TABLE elsewhere RENAME TO charge_operations')
  expect(await pass()).toContain('check-no-more-than-authorised-charges')
  expect((await integrityCounts(world.database)).get('no-more-than-authorised')).toBe(0)
  await setStatus('PARTIALLY_REFUNDED')
})

test('a statement that takes too long is split into halves', async () => {
  await setStatus('VOIDED')
  const slow = (sql: Sql): Sql => ({
    ...sql,
    rows: async (statement, values = []) => {
      if (statement.name.startsWith('check-') && Array.isArray(values[0]) && values[0].length > 1)
        throw Object.assign(new pg.DatabaseError('canceling statement due to statement timeout', 0, 'error'), {
          code: '57014',
        })
      return sql.rows(statement, values)
    },
  })
  const database: Database = {
    ...world.database,
    transaction: (work, options) => world.database.transaction(sql => work({ ...sql, ...slow(sql) }), options),
  }
  await charge(world, (await givenActiveAgreement(world)).id, 1_000n)
  await world.quiet()
  const counts = await fullPass({ ...world.deps, database })
  expect([counts.get('status-as-in-the-log'), counts.get('one-event-per-version')]).toEqual([1, 0])
  await setStatus('PARTIALLY_REFUNDED')
})

test('a full pass is made once a day, from 03:00 UTC', async () => {
  expect(nextFullPass(new Date('2026-03-01T02:59:59.999Z'))).toEqual(new Date('2026-03-01T03:00:00Z'))
  expect(nextFullPass(new Date('2026-03-01T03:00:00Z'))).toEqual(new Date('2026-03-02T03:00:00Z'))
  expect(await rows('SELECT full_due_at > now() AS later, full_table FROM integrity_pass')).toEqual([
    { later: true, full_table: null },
  ])
})

/** Waits before the pages of a table until the test releases it. */
function stopsAt(database: Database, table: string) {
  const reached = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  const stopping: Database = {
    ...database,
    rows: async (statement, values) => {
      if (statement.name === `integrity-page-${table}`) {
        reached.resolve()
        await gate.promise
      }
      return database.rows(statement, values)
    },
  }
  return { database: stopping, reached: reached.promise, letGo: () => gate.resolve() }
}

test('a new leader continues from the same place, and an earlier one that still runs stores nothing more', async () => {
  const url = world.database.pool.options.connectionString ?? ''
  const second = openDatabase({ url })
  try {
    await makePassDue(world.database, { full: true })
    const first = stopsAt(world.database, 'schedules')
    const stuck = integrityPass({ ...world.deps, database: first.database }, signal)
    await first.reached
    const names: string[] = []
    second.onStatement(name => names.push(name))
    expect(await integrityPass({ ...world.deps, database: second }, signal)).toBe(false)
    expect(names.filter(name => name.startsWith('integrity-page-'))).toEqual([
      'integrity-page-schedules',
      'integrity-page-occurrences',
    ])
    const after = await rows('SELECT * FROM integrity_pass')
    first.letGo()
    expect(await stuck).toBe(false)
    expect(await rows('SELECT * FROM integrity_pass')).toEqual(after)
    expect(after).toMatchObject([{ full_table: null }])
  } finally {
    await second.close()
  }
})

test('a full pass is split: after a minute of real time it lets a pass of changed objects run, and continues', async () => {
  await makePassDue(world.database, { full: true })
  let ms = 0
  const realTime: RealTime = { ...systemTime, nowMs: () => systemTime.nowMs() + ms }
  const database: Database = {
    ...world.database,
    rows: async (statement, values) => {
      if (statement.name === 'integrity-page-agreements') ms = 60_000
      return world.database.rows(statement, values)
    },
  }
  expect(await integrityPass({ ...world.deps, database, realTime }, signal)).toBe(true)
  expect(await rows('SELECT full_table, full_after FROM integrity_pass')).toEqual([
    { full_table: 'consumers', full_after: '' },
  ])
  expect(await integrityPass({ ...world.deps, realTime }, signal)).toBe(false)
  expect(await rows('SELECT full_table FROM integrity_pass')).toEqual([{ full_table: null }])
  // The next one is not due yet, for any process.
  const names: string[] = []
  const off = world.database.onStatement(name => names.push(name))
  expect(await integrityPass({ ...world.deps, realTime }, signal)).toBe(false)
  off()
  expect(names).toEqual(['integrity-claim'])
})

test('a leader that stops lets the next one continue at once', async () => {
  await makePassDue(world.database, { full: true })
  const stopping = new AbortController()
  const first = stopsAt(world.database, 'consumers')
  const stopped = integrityPass({ ...world.deps, database: first.database }, stopping.signal)
  await first.reached
  stopping.abort()
  first.letGo()
  expect(await stopped).toBe(true)
  expect(await rows('SELECT full_table FROM integrity_pass')).toEqual([{ full_table: 'schedules' }])
  expect(await integrityPass(world.deps, signal)).toBe(false)
  expect(await rows('SELECT full_table FROM integrity_pass')).toEqual([{ full_table: null }])
})
