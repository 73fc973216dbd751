import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LogFilter } from '../../../src/store/event-log/filter.ts'
import { logStart } from '../../../src/store/event-log/position.ts'
import { readLogBatch } from '../../../src/store/event-log/read-batch.ts'
import { readLogAfter, readLogBefore } from '../../../src/store/event-log/read-page.ts'
import { readStatusAtVersion } from '../../../src/store/event-log/status-at-version.ts'
import { readUnknownSubjects } from '../../../src/store/event-log/unknown-subjects.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { genericPlan } from '../support/generic-plan.ts'

const tenant = { merchantId: 'mer_1', mode: 'TEST' } as const
let testDatabase: TestDatabase
let database: Database
let client: pg.PoolClient

// A log of 40,000 events: 40 merchants, 400 consumers with 2 agreements each, 10 charges on each, 5 events on each charge.
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  client = await testDatabase.pool.connect()
  await client.query(`
    INSERT INTO events (id, xid, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id,
                        agreement_id, version, change, status, snapshot_xmin)
    SELECT 'evt_' || n, 3 + n / 3, 'mer_' || (n / 5 / 10 / 2 % 40), 'TEST', 'charge.step', 'API', now(), 'Charge',
           'chg_' || (n / 5), 'con_' || (n / 5 / 10 / 2), 'agr_' || (n / 5 / 10), 1 + n % 5, true, 'CAPTURED', 3
    FROM generate_series(0, 39999) n`)
  await client.query('ANALYZE events')
})
afterAll(async () => {
  client.release()
  await database.close()
  await testDatabase.drop()
})

const plan = (run: (database: Database) => Promise<unknown>) => genericPlan(client, database, run)

const page = (filter: LogFilter) =>
  plan(sql => readLogAfter(sql, { tenant, filter }, { kind: 'position', xid: 9_000n, seq: 0n }, { limit: 100 }))

test('the tail reads in the order of the log, without a sort', async () => {
  const batch = await plan(sql => readLogBatch(sql, logStart, 500))
  expect(batch.match(/Index Scan using events_first_pkey/g)).toHaveLength(1)
  expect(batch.match(/Index Only Scan using events_first_pkey/g)).toHaveLength(1)
  expect(batch).not.toMatch(/Seq Scan on events_first/)
})

test.each<[string, LogFilter, string]>([
  ['a merchant', {}, 'events_first_merchant_id_mode_xid_seq_idx'],
  ['a merchant, by type', { types: ['charge.created'] }, 'events_first_merchant_id_mode_xid_seq_idx'],
  ['a consumer', { consumerId: 'con_7' }, 'events_first_consumer_id_xid_seq_idx'],
  ['an agreement', { agreementId: 'agr_7' }, 'events_first_consumer_id_xid_seq_idx'],
])('a page of %s goes by its own index, from its place to the snapshot xmin', async (_of, filter, index) => {
  const found = await page(filter)
  expect(found).toMatch(new RegExp(`(using|Bitmap Index Scan on) ${index}`))
  expect(found).toMatch(/Index Cond: .*ROW\(.*xid.*seq.*\) > ROW\(.*xid.* < /)
  expect(found).not.toMatch(/Seq Scan on events_first/)
})

test('the newest of a merchant’s and a consumer’s events are read from the end of the index, without a sort', async () => {
  for (const filter of [{}, { types: ['charge.created'] }]) {
    const found = await plan(sql => readLogBefore(sql, { tenant, filter }, {}, { limit: 100 }))
    expect(found).toMatch(/Index Scan Backward using events_first_merchant_id_mode_xid_seq_idx/)
    expect(found).not.toMatch(/Seq Scan on events_first/)
  }
})

test('a page of an object takes its few events by an index', async () => {
  const found = await page({ subjectId: 'chg_7' })
  expect(found).toMatch(/(using|Bitmap Index Scan on) events_(first_subject_id_seq_idx|one_per_version)/)
  expect(found).not.toMatch(/BitmapAnd/)
  expect(found).not.toMatch(/Seq Scan on events_first/)
})

test('the other filters of subscriptions use an index', async () => {
  const status = await plan(sql => readStatusAtVersion(sql, tenant, { subjectId: 'chg_7', version: 3 }))
  const unknown = await plan(sql => readUnknownSubjects(sql, tenant, [{ id: 'chg_7', type: 'Charge' }]))
  expect(status).toMatch(/using events_one_per_version on events_first/)
  expect(unknown).toMatch(/using (events_first_subject_id_seq_idx|events_one_per_version) on events_first/)
  for (const found of [status, unknown]) expect(found).not.toMatch(/Seq Scan on events_first/)
})
