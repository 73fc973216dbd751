import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { nextDue } from '../../../src/store/sandbox-clock/next-due.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { type DueOccurrence, queues } from '../../../src/store/work-queue/queues.ts'
import { claimDue } from '../../../src/store/work-queue/work-queue.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { genericPlan } from '../support/generic-plan.ts'

const now = new Date('2027-01-15T12:00:00Z')
const realNow = new Date('2026-11-23T12:00:00Z')
const LEASE_MS = 15_000

let testDatabase: TestDatabase
let database: Database
let client: pg.PoolClient

// 5 merchants. 10,000 occurrences are due: 6,000 of mer_0 for an hour, 1,000 of each of the others for a minute, a
// millisecond apart. 100,000 are upcoming. 10,000 are paid, 1,000 are processing; the charges of 10 of these are final.
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  client = await testDatabase.pool.connect()
  await client.query(`
    SET session_replication_role = replica;
    CREATE TEMPORARY TABLE planned AS SELECT n, 'mer_' || CASE WHEN n < 6000 THEN 0 ELSE n % 5 END AS merchant_id,
      CASE WHEN n < 110000 THEN 'UPCOMING' WHEN n < 111000 THEN 'PROCESSING' ELSE 'PAID' END AS status,
      timestamptz '${now.toISOString()}' + interval '1 millisecond' * n
        + CASE WHEN n < 6000 THEN interval '-1 hour' WHEN n < 10000 THEN interval '-1 minute' ELSE interval '1 hour' END AS due_at
    FROM generate_series(0, 120999) n;
    UPDATE planned SET merchant_id = 'mer_' || 1 + n % 4 WHERE n BETWEEN 6000 AND 9999;
    INSERT INTO schedules (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, status, amount, currency,
      interval_unit, interval_count, anchor_date, time_of_day, time_zone, retry_after_days, on_exhausted, created_at, updated_at)
    SELECT 'sch_' || n, merchant_id, 'TEST', 1, 3, 'agr_' || n, 'con_' || n, 'ACTIVE', 1000, 'USD', 'MONTH', 1,
      '2027-01-15', '09:00', 'UTC', '{1}', 'PAUSE', now(), now() FROM planned;
    INSERT INTO occurrences (id, merchant_id, mode, schedule_id, index, status, amount, currency, due_date, due_at, next_at,
      tries, created_at, updated_at)
    SELECT 'occ_' || n, merchant_id, 'TEST', 'sch_' || n, 0, status::occurrence_status, 1000, 'USD', '2027-01-15', due_at,
      CASE status WHEN 'UPCOMING' THEN due_at END, 0, now(), now() FROM planned;
    INSERT INTO charges (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, provider, payment_method, status,
      amount, currency, capture_mode, initiator, reason, schedule_id, occurrence_id, attempt_number, authentication_methods, created_at, updated_at)
    SELECT 'chg_' || n, merchant_id, 'TEST', 1, 3, 'agr_' || n, 'con_' || n, 'PPRO', 'AMAZON_PAY',
      (CASE WHEN status = 'PAID' OR n % 100 = 0 THEN 'CAPTURED' ELSE 'PROCESSING' END)::charge_status, 1000, 'USD',
      'AUTOMATIC', 'MERCHANT', 'SCHEDULED', 'sch_' || n, 'occ_' || n, 1, '[]', now(), now()
    FROM planned WHERE status <> 'UPCOMING';
    SET session_replication_role = origin`)
  // Plans depend on statistics and on the visibility map: they are made now, and not at some moment by autovacuum.
  await client.query('VACUUM ANALYZE schedules, occurrences, charges')
})
afterEach(async () => {
  await client.query('UPDATE occurrences SET lease_until = NULL WHERE lease_until IS NOT NULL')
})
afterAll(async () => {
  client.release()
  await database.close()
  await testDatabase.drop()
})

interface Given {
  readonly now?: Date
  readonly realNow?: Date
  readonly after?: string | undefined
}
const leaseUntil = new Date(realNow.getTime() + LEASE_MS)
const claim = (limit: number, { after, ...given }: Given = {}) =>
  claimDue(database, queues.scheduler, { now, realNow, leaseUntil, limit, lastMerchantId: after, ...given })
const merchantsOf = (claimed: readonly DueOccurrence[]) => claimed.map(({ merchantId }) => Number(merchantId.slice(4)))
const idsOf = (claimed: readonly DueOccurrence[]) => claimed.map(({ id }) => id)

test('merchants take turns, each with its oldest occurrence, and a claim continues where the last one ended', async () => {
  const first = await claim(12)
  expect(merchantsOf(first)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1])
  expect(idsOf(first.filter(({ merchantId }) => merchantId === 'mer_0'))).toEqual(['occ_0', 'occ_1', 'occ_2'])
  expect(idsOf(first.filter(({ merchantId }) => merchantId === 'mer_1'))).toEqual(['occ_6000', 'occ_6004', 'occ_6008'])
  expect(merchantsOf(await claim(3, { after: 'mer_1' }))).toEqual([2, 3, 4])
  expect(merchantsOf(await claim(3, { after: 'mer_4' }))).toEqual([0, 1, 2])
})

test('thousands that were due earlier delay nobody, however few are claimed at once', async () => {
  const claimed: DueOccurrence[] = []
  for (let turn = 0; turn < 10; turn++) claimed.push(...(await claim(1, { after: claimed.at(-1)?.merchantId })))
  expect(merchantsOf(claimed)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
})

test('a merchant with nothing left to claim takes no turn', async () => {
  await client.query(
    `UPDATE occurrences SET lease_until = $1 WHERE next_at <= $2 AND merchant_id IN ('mer_1', 'mer_4')`,
    [new Date(realNow.getTime() + 1), now],
  )
  expect(merchantsOf(await claim(4, { after: 'mer_0' }))).toEqual([2, 3, 0, 2])
  expect(merchantsOf(await claim(1, { after: 'mer_3' }))).toEqual([0])
})

test('if the merchant with the last turn is gone or never existed, the next one follows', async () => {
  expect(merchantsOf(await claim(2, { after: 'mer_2a' }))).toEqual([3, 4])
  expect(merchantsOf(await claim(2, { after: 'z' }))).toEqual([0, 1])
})

test('a claimed occurrence is left alone until its lease has ended, by real time', async () => {
  const [one] = await claim(1)
  expect(one).toEqual({
    ...{ id: 'occ_0', scheduleId: 'sch_0', agreementId: 'agr_0', merchantId: 'mer_0', mode: 'TEST' },
    ...{ fencingToken: expect.any(Number), dueAt: new Date(now.getTime() - 3_600_000) },
    ...{ table: 'occurrences', dueRows: queues.scheduler[0] },
  })
  const other = await claim(1, { realNow: new Date(realNow.getTime() + LEASE_MS) })
  expect(idsOf(other)).toEqual(['occ_1'])
  const again = await claim(1, { realNow: new Date(realNow.getTime() + LEASE_MS + 1) })
  expect(again).toEqual([{ ...one, fencingToken: (one?.fencingToken ?? 0) + 1 }])
})

test('two concurrent claims take different occurrences', async () => {
  const both = await Promise.all([claim(32), claim(32)])
  expect(both.map(({ length }) => length)).toEqual([32, 32])
  expect(new Set(both.flatMap(idsOf)).size).toBe(64)
})

test('before the first is due there is nothing', async () => {
  expect(await claim(32, { now: new Date(now.getTime() - 3_600_001) })).toEqual([])
  expect(merchantsOf(await claim(32, { now: new Date(now.getTime() - 3_600_000) }))).toEqual([0])
})

test('a claim reads only the rows of each merchant that it takes', async () => {
  const plan = await genericPlan(client, database, sql =>
    claimDue(sql, queues.scheduler, { now, realNow, leaseUntil, limit: 32 }),
  )
  expect(plan).not.toMatch(/Seq Scan/)
  expect(plan).toMatch(
    /LockRows\n.*Index Scan using occurrences_due on .*\n.*Index Cond: .*ROW\(merchant_id, next_at\) > .*ROW\(merchant_id, next_at\) <= /,
  )
  expect(plan).toMatch(/Index Scan (using|on) occurrences_(pkey|id_merchant_id_mode_key)/)
  expect(plan).toMatch(/Index Scan (using|on) schedules_pkey/)
  // Whether anything is due at all.
  expect(plan.match(/occurrences_next/g)).toHaveLength(1)
  expect(plan).toMatch(/Index Only Scan using occurrences_next/)
})

test('occurrences with a final charge are found among those that are processing, by their last try', async () => {
  const settle = { now, realNow, leaseUntil, limit: 20 }
  expect((await claimDue(database, queues.settlement, settle)).map(({ id }) => id)).toEqual(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(hundred => `occ_110${hundred}00`),
  )
  const plan = await genericPlan(client, database, sql => claimDue(sql, queues.settlement, settle))
  expect(plan).not.toMatch(/Seq Scan/)
  // No sort before the LIMIT.
  expect(plan).toMatch(/Limit\n +-> +LockRows\n +-> +Nested Loop\n +-> +Index Scan using occurrences_under_way/)
  expect(plan).toMatch(/Index Scan Backward using charges_one_per_try/)
})

test('the next due time of occurrences comes from an index; the next one to settle comes from those that are processing', async () => {
  const plan = await genericPlan(client, database, sql => nextDue(sql, { realNow }))
  expect(plan).toMatch(/Index Scan using occurrences_next on /)
  expect(plan).toMatch(/Scan (using|on) occurrences_under_way/)
  expect(plan).toMatch(/Index Scan Backward using charges_one_per_try on /)
  expect(plan).not.toMatch(/Seq Scan on charges/)
})
