import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TenantClient, tenantClient } from '../../../src/store/prisma/tenant-client.ts'
import { parentsWithChild } from '../../../src/store/reads/any-child.ts'
import { occurrenceCounts } from '../../../src/store/reads/occurrence-counts.ts'
import { occurrenceEvents } from '../../../src/store/reads/timeline/occurrence-events.ts'
import { plannedRetries } from '../../../src/store/reads/timeline/planned-retries.ts'
import { upcomingOccurrences } from '../../../src/store/reads/upcoming-occurrences.ts'
import { type Database, openDatabase, type Sql } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { genericPlan, planOfPrisma } from '../support/generic-plan.ts'

const tenant = { merchantId: 'mer_1', mode: 'TEST' } as const
let testDatabase: TestDatabase
let database: Database
let client: pg.PoolClient

// 2,000 schedules of 40 merchants, 20 occurrences of each, a charge and three events for each occurrence.
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  client = await testDatabase.pool.connect()
  await client.query(`
    SET session_replication_role = replica;
    INSERT INTO schedules (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, status, amount, currency,
      interval_unit, interval_count, anchor_date, time_of_day, time_zone, retry_after_days, on_exhausted, reference, created_at, updated_at)
    SELECT 'sch_' || s, 'mer_' || s % 40, 'TEST', 1, 3, 'agr_' || s / 2, 'con_' || s / 4, 'ACTIVE', 1000, 'USD', 'MONTH', 1,
      '2026-01-31', '09:00', 'UTC', '{1}', 'PAUSE', 'sub-' || s, now(), now()
    FROM generate_series(0, 1999) s;
    INSERT INTO occurrences (id, merchant_id, mode, schedule_id, index, status, amount, currency, due_date, due_at, next_at,
      tries, created_at, updated_at)
    SELECT 'occ_' || s || '.' || i, 'mer_' || s % 40, 'TEST', 'sch_' || s, i,
      (CASE i WHEN 19 THEN 'UPCOMING' WHEN 18 THEN 'RETRYING' ELSE 'PAID' END)::occurrence_status, 1000, 'USD', '2026-01-31',
      '2026-01-31', CASE WHEN i >= 18 THEN '2026-01-31'::timestamptz END, 1, now(), now()
    FROM generate_series(0, 1999) s, generate_series(0, 19) i;
    INSERT INTO charges (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, provider, payment_method, status,
      amount, currency, capture_mode, initiator, reason, schedule_id, occurrence_id, attempt_number, authentication_methods, created_at, updated_at)
    SELECT 'chg_' || o.id, o.merchant_id, 'TEST', 1, 3, 'agr_1', 'con_1', 'PPRO', 'AMAZON_PAY', 'CAPTURED', 1000, 'USD',
      'AUTOMATIC', 'MERCHANT', 'SCHEDULED', o.schedule_id, o.id, 1, '[]', now(), now() FROM occurrences o;
    INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change,
      data, snapshot_xmin)
    SELECT 'evt_' || o.id || '.' || n, o.merchant_id, 'TEST', 'schedule.occurrence_paid', 'SCHEDULER', now(), 'Schedule',
      o.schedule_id, 'con_1', 3 * o.index + n + 1, true, jsonb_build_object('occurrenceId', o.id), 3
    FROM occurrences o, generate_series(0, 2) n;
    SET session_replication_role = origin;
    ANALYZE schedules, occurrences, charges, events`)
})
afterAll(async () => {
  client.release()
  await database.close()
  await testDatabase.drop()
})

// By the primary key, or by the tenant's ids.
const BY_ID = /Index Cond: .*\bid = ANY/
const schedules = ['sch_1', 'sch_41']

test.each<[string, (sql: Sql) => Promise<unknown>, RegExp[]]>([
  ['how many occurrences', sql => occurrenceCounts(sql, tenant, schedules), [/occurrences_schedule_id_index_key/]],
  [
    'occurrences on one side of a cursor',
    sql =>
      parentsWithChild(
        sql,
        tenant,
        { model: 'occurrence', parent: 'scheduleId' },
        { column: 'index', comparison: 'gte', edge: 3 },
        schedules,
      ),
    [/occurrences_schedule_id_index_key/],
  ],
  ['the next occurrence', sql => upcomingOccurrences(sql, tenant, schedules), [/occurrences_one_upcoming/]],
  [
    'events of occurrences',
    sql => occurrenceEvents(sql, tenant, ['occ_1.3', 'occ_41.3']),
    [/events_first_of_occurrences/],
  ],
  [
    'planned retries',
    sql => plannedRetries(sql, tenant, ['chg_occ_1.18', 'chg_occ_41.18']),
    [BY_ID, /occurrences_(pkey|id_merchant_id_mode_key)/, /charges_one_per_try/],
  ],
])('%s: by an index', async (_what, read, indexes) => {
  const plan = await genericPlan(client, database, read)
  for (const index of indexes) expect(plan).toMatch(index)
  // The rest is empty.
  expect(plan).not.toMatch(/Seq Scan on (?!events_rest)/)
})

const newest = { orderBy: { id: 'desc' }, take: 21 } as const
const id = { select: { id: true } } as const

test.each<[string, (prisma: TenantClient) => Promise<unknown>, RegExp[]]>([
  [
    'schedules of a merchant',
    prisma => prisma.schedule.findMany({ ...newest, ...id }),
    [/schedules_merchant_id_mode_id_key/],
  ],
  [
    'schedules of an agreement, among all',
    prisma => prisma.schedule.findMany({ ...newest, ...id, where: { agreementId: 'agr_7' } }),
    [/schedules_agreement_id_id_idx/],
  ],
  [
    'schedules by reference',
    prisma => prisma.schedule.findMany({ ...newest, ...id, where: { reference: 'sub-1' } }),
    [/schedules_merchant_id_mode_reference_id_idx/],
  ],
  [
    'a schedule by its id',
    prisma => prisma.schedule.findUnique({ ...id, where: { id: 'sch_1' } }),
    [/schedules_(pkey|merchant_id_mode_id_key)/],
  ],
  [
    'schedules of agreements',
    prisma =>
      prisma.schedule.findMany({ ...newest, select: { agreement: { select: { schedules: { ...newest, ...id } } } } }),
    [/schedules_agreement_id_id_idx/],
  ],
  [
    'a page of occurrences, and their charges',
    prisma =>
      prisma.schedule.findMany({
        ...newest,
        select: {
          occurrences: {
            ...{ orderBy: { index: 'desc' }, take: 21, where: { index: { lt: 17 } } },
            select: { id: true, charges: { orderBy: { attemptNumber: 'asc' }, ...id } },
          },
        },
      }),
    [/occurrences_schedule_id_index_key\s+Index Cond: .*schedule_id = .*index < /, /charges_one_per_try/],
  ],
])('by Prisma, %s: by an index', async (_what, read, indexes) => {
  const plan = await planOfPrisma(client, database, () => read(tenantClient(database, tenant)))
  for (const index of indexes) expect(plan).toMatch(index)
  expect(plan).not.toMatch(/Seq Scan/)
})
