import { cp, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLogAfter } from '../../../src/store/event-log/read-page.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { listPartitions } from '../../../src/store/partitions/list.ts'
import { partitionedTables } from '../../../src/store/partitions/tables.ts'
import { type Database, openDatabase } from '../../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../../support/database/database.ts'
import { untilReadable } from '../../support/database/log-events.ts'

const migrations = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url))
const FIRST = '20261130200000_partition_log_position'

let testDatabase: TestDatabase
let database: Database
let folder: string
beforeEach(async () => {
  testDatabase = await createTestDatabase()
  await testDatabase.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  database = openDatabase({ url: testDatabase.url })
  folder = await mkdtemp(path.join(os.tmpdir(), 'perennial-migrations-'))
  const isEarlier = (source: string) => source === migrations || path.relative(migrations, source) < FIRST
  await cp(migrations, folder, { recursive: true, filter: isEarlier })
})
afterEach(async () => {
  await database.close()
  await testDatabase.drop()
  await rm(folder, { recursive: true, force: true })
})

const rows = async (text: string) => (await testDatabase.pool.query(text)).rows
const addEvent = (version: number) =>
  rows(`INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change, snapshot_xmin)
    VALUES ('evt_${version}', 'mer_1', 'TEST', 'x', 'API', now(), 'Charge', 'chg_1', 'con_1', ${version}, true, 1)`)
const addCall = `INSERT INTO provider_calls (provider_request_id, verb, outcome, summary, duration_ms, at)
  VALUES ('att_1', 'send', 'unknown', 'timeout', 1, now()) RETURNING id::int`
const filesOf = (...tables: string[]) =>
  rows(`SELECT ${tables.map(table => `pg_relation_filenode('${table}') AS ${table.replace('_first', '')}`).join(', ')}`)

test('a database with a log, an open request and keys goes on: nothing is copied, numbered again or lost', async () => {
  await migrate(database.pool.options.connectionString ?? '', { folder })
  // Rows of one charge, without what they refer to.
  await rows(`BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO provider_requests (id, merchant_id, mode, provider, purpose, agreement_id, state, first_sent_at, next_status_query_at, created_at)
      VALUES ('att_1', 'mer_1', 'TEST', 'PPRO', 'CHARGE_CREATE', 'agr_1', 'UNKNOWN', now(), now(), now());
    ${addCall}; COMMIT`)
  await rows(`INSERT INTO idempotency_keys (merchant_id, mode, mutation, key, fingerprint, object_id, created_at)
    VALUES ('mer_1', 'TEST', 'chargeCreate', 'invoice-1', '\\x01', 'chg_1', now())`)
  for (const version of [1, 2, 3]) await addEvent(version)
  const places = await rows('SELECT id, xid, seq FROM events ORDER BY xid, seq')
  const files = await filesOf('events', 'provider_calls')

  await migrate(testDatabase.url)
  expect(await filesOf('events_first', 'provider_calls_first')).toEqual(files)
  expect(await rows('SELECT id, xid, seq FROM events ORDER BY xid, seq')).toEqual(places)
  await addEvent(4)
  expect(await rows(addCall)).toEqual([{ id: 2 }])
  await untilReadable(database)
  const after = { kind: 'position', xid: BigInt(places[0]?.xid), seq: BigInt(places[0]?.seq) } as const
  const page = await readLogAfter(database, { tenant: { merchantId: 'mer_1', mode: 'TEST' }, filter: {} }, after, {
    limit: 9,
  })
  expect(page.rows.map(({ version }) => version)).toEqual([2, 3, 4])
  expect(
    await rows(`SELECT id FROM provider_requests WHERE state = 'UNKNOWN' AND next_status_query_at <= now()`),
  ).toEqual([{ id: 'att_1' }])
  await expect(addEvent(4)).rejects.toThrow('events_id_key')
  await expect(rows(`UPDATE events SET type = 'y'`)).rejects.toThrow('never changed')
  await expect(rows('INSERT INTO idempotency_keys SELECT * FROM idempotency_keys')).rejects.toThrow(
    'idempotency_keys_pkey',
  )
  for (const table of partitionedTables)
    expect(await listPartitions(database, table)).toMatchObject({ partitions: [{ from: null }], isRestUsed: false })
})
