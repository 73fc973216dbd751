import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nextDue } from '../../../src/store/sandbox-clock/next-due.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { queues } from '../../../src/store/work-queue/queues.ts'
import { claimDue, type DueRows } from '../../../src/store/work-queue/work-queue.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { genericPlan } from '../support/generic-plan.ts'

const realNow = new Date('2026-11-23T12:00:00Z')

let testDatabase: TestDatabase
let database: Database
let client: pg.PoolClient

// 5,000 agreements, each with a schedule and five paid charges. Every agreement is compared once a day; all else is done.
// 5,000 webhook endpoints, a few of them enabled, each with five deliveries that have ended.
beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = openDatabase({ url: testDatabase.url })
  client = await testDatabase.pool.connect()
  await client.query(`
    SET session_replication_role = replica;
    INSERT INTO agreements (id, merchant_id, mode, version, snapshot_xmin, consumer_id, provider, payment_method, status,
      amount_rule, authentication_methods, reconcile_at, created_at, updated_at)
    SELECT 'agr_' || n, 'mer_1', 'TEST', 1, 3, 'con_' || n, 'PPRO', 'AMAZON_PAY', 'ACTIVE', 'VARIABLE', '[]',
      now() + interval '1 second' * n, now(), now() FROM generate_series(1, 5000) n;
    INSERT INTO schedules (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, status, amount, currency,
      interval_unit, interval_count, anchor_date, time_of_day, time_zone, retry_after_days, on_exhausted, created_at, updated_at)
    SELECT 'sch_' || n, 'mer_1', 'TEST', 1, 3, 'agr_' || n, 'con_' || n, 'ACTIVE', 1000, 'USD', 'MONTH', 1, '2026-01-31', '09:00',
      'UTC', '{1}', 'PAUSE', now(), now() FROM generate_series(1, 5000) n;
    INSERT INTO charges (id, merchant_id, mode, version, snapshot_xmin, agreement_id, consumer_id, provider, payment_method, status,
      amount, currency, capture_mode, initiator, reason, schedule_id, occurrence_id, attempt_number, authentication_methods,
      created_at, updated_at)
    SELECT 'chg_' || n, 'mer_1', 'TEST', 1, 3, 'agr_' || n % 5000, 'con_1', 'PPRO', 'AMAZON_PAY', 'CAPTURED', 1000, 'USD',
      'AUTOMATIC', 'MERCHANT', 'SCHEDULED', 'sch_' || n % 5000, 'occ_' || n, 1, '[]', now(), now()
    FROM generate_series(1, 25000) n;
    INSERT INTO occurrences (id, merchant_id, mode, schedule_id, index, status, amount, currency, due_date, due_at, tries,
      created_at, updated_at)
    SELECT 'occ_' || n, 'mer_1', 'TEST', 'sch_' || n % 5000, n / 5000, 'PAID', 1000, 'USD', '2026-01-31', '2026-01-31', 1,
      now(), now() FROM generate_series(1, 25000) n;
    INSERT INTO provider_requests (id, merchant_id, mode, provider, purpose, agreement_id, charge_id, state, encrypted_request,
      first_sent_at, settled_at, created_at)
    SELECT 'prq_' || n, 'mer_1', 'TEST', 'PPRO', 'CHARGE_CREATE', 'agr_1', 'chg_' || n, 'SETTLED', '', now(), now(), now()
    FROM generate_series(1, 25000) n;
    INSERT INTO provider_events (id, provider, provider_event_id, status, deliveries, encrypted_body, received_at)
    SELECT 'pev_' || n, 'PPRO', 'e' || n, 'PROCESSED', 1, '', now() FROM generate_series(1, 25000) n;
    INSERT INTO webhook_endpoints (id, merchant_id, mode, url, event_types, ordered, status, encrypted_secrets, log_xid, log_seq,
      read_at, created_at, updated_at)
    SELECT 'whe_' || n, 'mer_' || n, 'TEST', 'https://shop.example/hooks', '{}', false,
      CASE WHEN n % 100 = 0 THEN 'ENABLED' ELSE 'PAUSED' END::webhook_endpoint_status, '', 0, 0, now(), now(), now()
    FROM generate_series(1, 5000) n;
    INSERT INTO webhook_deliveries (id, merchant_id, mode, endpoint_id, event_id, event_type, event_xid, event_seq, subject_id, body,
      replayed, state, tries, created_at, ended_at)
    SELECT 'whd_' || n, 'mer_' || n % 5000, 'TEST', 'whe_' || n % 5000, 'evt_' || n, 'charge.created', n, n, 'chg_' || n, '{}', false,
      'SUCCEEDED', '[]', now(), now() FROM generate_series(1, 25000) n;
    INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change,
      snapshot_xmin)
    SELECT 'evt_' || n, 'mer_' || n % 5000, 'TEST', 'charge.created', 'API', now(), 'Charge', 'chg_' || n, 'con_1', 1, true, 3
    FROM generate_series(1, 25000) n;
    SET session_replication_role = origin`)
  await client.query('VACUUM ANALYZE')
})
afterAll(async () => {
  client.release()
  await database.close()
  await testDatabase.drop()
})

test.each(Object.entries(queues))('a claim of %s reads indexes only', async (_job, queue) => {
  const claim = { now: realNow, realNow, leaseUntil: realNow, limit: 20 }
  for (const rows of queue as readonly DueRows<object>[])
    expect(await genericPlan(client, database, sql => claimDue(sql, [rows], claim))).not.toContain('Seq Scan')
})

test('what is due next, and what is in flight, are read off indexes', async () => {
  expect(await genericPlan(client, database, sql => nextDue(sql, { realNow }))).not.toContain('Seq Scan')
})
