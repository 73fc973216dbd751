import { userInfo } from 'node:os'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openInstallation } from '../../src/app/installation.ts'
import { masterKeys } from '../../src/base/encryption/keys.ts'
import { GATEWAY_APPLICATION } from '../../src/store/merchant/restore.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { createTestDatabase, type TestDatabase } from '../support/database/database.ts'
import { admin } from './support/admin.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

const restore = (...words: string[]) => admin({ DATABASE_URL: database.url }, 'restore', ...words)
const rowOf = async (sql: string) => (await database.pool.query(sql)).rows[0]
const installation = () =>
  rowOf('SELECT log_epoch AS epoch, asks_first_until - restored_at AS asks, schedules_held AS held FROM installation')

test('begin refuses while a gateway is connected, then starts a new epoch and holds the schedules', async () => {
  const gateway = openDatabase({ url: database.url, applicationName: GATEWAY_APPLICATION })
  await openInstallation(gateway, masterKeys([Buffer.alloc(32, 1)]), new Date())
  const before = await installation()
  const refused = await restore('begin')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/^A gateway is connected \(server processes \d+.*\)\. Stop all gateways first\.\n$/)
  expect(await installation()).toEqual(before)
  await gateway.close()

  // Written by a cluster with more transactions than this one: a dump that was restored here.
  await database.pool.query(
    `INSERT INTO events (id, xid, seq, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id,
       version, change, snapshot_xmin)
     SELECT 'evt_' || seq, xid, seq, 'mer_1', 'TEST', 'consumer.created', 'API', now(), 'Consumer', 'con_' || seq, 'con_' || seq, 1, true, 1
     FROM (VALUES (900000000000, 12), (900000000001, 11), (900000000002, 13)) given (xid, seq)`,
  )
  await database.pool.query(
    `INSERT INTO merchants (id, name, created_at) VALUES ('mer_1', 'Shop', now());
     INSERT INTO webhook_endpoints (id, merchant_id, mode, url, ordered, status, encrypted_secrets, log_xid, log_seq, read_at, created_at, updated_at)
     SELECT id, 'mer_1', 'TEST', 'https://shop.example', false, 'ENABLED', '', xid, seq, now(), now(), now()
     FROM (VALUES ('whe_behind', 900000000000, 12), ('whe_at_the_end', 900000000002, 13)) given (id, xid, seq)`,
  )
  const begun = await restore('begin', '--ask-first-days', '2')
  expect(begun).toMatchObject({ code: 0, stderr: '' })
  expect(begun.stdout.split('\n').slice(2, 4)).toEqual([
    "Will be compared with the providers' records: 0 charges, 0 agreements.",
    'The log came from another cluster: its transaction ids were replaced.',
  ])
  const after = await installation()
  expect(after).toMatchObject({ asks: { days: 2 }, held: true })
  expect(after.epoch).not.toBe(before.epoch)
  expect(await rowOf('SELECT array_agg(DISTINCT (xid, snapshot_xmin)::text) AS all FROM events')).toEqual({
    all: ['(1,1)'],
  })
  // The one behind had read 12, and reads it again after 11.
  expect((await database.pool.query('SELECT id, log_xid, log_seq FROM webhook_endpoints ORDER BY id')).rows).toEqual([
    { id: 'whe_at_the_end', log_xid: '1', log_seq: '13' },
    { id: 'whe_behind', log_xid: '1', log_seq: '10' },
  ])
  expect(await rowOf(`SELECT actor_id AS who, action, object_id AS object FROM audit_log`)).toEqual({
    who: userInfo().username,
    action: 'admin:restore begin',
    object: after.epoch,
  })
}, 60_000)

test('release and end are read at the next start', async () => {
  expect(await restore('end')).toMatchObject({
    code: 1,
    stderr: 'Schedules do not charge yet. Run "npm run admin -- restore release" first.\n',
  })
  expect(await installation()).toMatchObject({ asks: { days: 2 }, held: true })
  expect((await restore('release')).stdout).toBe('The schedules are released. Restart the gateways.\n')
  expect((await restore('status')).stdout).toMatch(
    /^restored at .*\nqueries the provider before sending until .*\nschedules released\n$/,
  )
  expect(await installation()).toMatchObject({ asks: { days: 2 }, held: false })
  expect((await restore('end')).stdout).toBe('The restore has ended. Restart the gateways.\n')
  const opened = openDatabase({ url: database.url })
  const { restored } = await openInstallation(opened, masterKeys([Buffer.alloc(32, 1)]), new Date())
  await opened.close()
  expect(restored?.asksFirstUntil).toEqual(restored?.at)
}, 60_000)

test('a log whose first partition was archived gets one for its new numbers', async () => {
  await database.pool.query(
    `ALTER TABLE events DETACH PARTITION events_first;
     INSERT INTO archives (name, table_name, rows, file, sha256, until, archived_at, last_xid, last_seq)
     VALUES ('events_first', 'events', 3, 'events_first.csv.gz', 'x', now(), now(), 1, 13);
     CREATE TABLE events_from_5000000 (LIKE events_rest INCLUDING ALL);
     ALTER TABLE events ATTACH PARTITION events_from_5000000 FOR VALUES FROM (5000000) TO (6000000);
     INSERT INTO events (id, xid, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id,
       version, change, snapshot_xmin)
     VALUES ('evt_20', 900000000000, 'mer_1', 'TEST', 'consumer.created', 'API', now(), 'Consumer', 'con_20', 'con_20', 1, true, 1)`,
  )
  expect(await restore('begin')).toMatchObject({ code: 0, stderr: '' })
  expect(await rowOf('SELECT id, xid, tableoid::regclass::text AS "table" FROM events')).toEqual({
    id: 'evt_20',
    xid: '1',
    table: 'events_restored',
  })
  expect(await rowOf('SELECT last_xid FROM archives')).toEqual({ last_xid: '0' })
}, 60_000)
