import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { logStart } from '../../../src/store/event-log/position.ts'
import { readLogAfter } from '../../../src/store/event-log/read-page.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { replicaDatabase } from '../../../src/store/replica/database.ts'
import { createFreshness } from '../../../src/store/replica/freshness.ts'
import { type Database, openDatabase, statement } from '../../../src/store/sql/database.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { newTenant } from '../../support/database/log-events.ts'
import { startStandby } from '../../support/database/standby.ts'
import { full } from '../../support/full.ts'
import { until } from '../../support/until.ts'

// Two servers: only in the long run. freshness.test.ts has the decisions.
let primaryServer: TestCluster
let replicaServer: TestCluster
let primary: Database
let replica: Database
let admin: pg.Client
beforeAll(async () => {
  if (!full) return
  primaryServer = await startCluster()
  await migrate(primaryServer.url())
  replicaServer = await startStandby(primaryServer)
  primary = openDatabase({ url: primaryServer.url() })
  replica = openDatabase({ url: replicaServer.url(), standby: true })
  admin = new pg.Client(replicaServer.url())
  admin.on('error', () => {})
  await admin.connect()
}, 60_000)
afterAll(async () => {
  if (!full) return
  await admin.end().catch(() => {})
  await Promise.all([primary.close(), replica.close()])
  await Promise.all([replicaServer.stop(), primaryServer.stop()])
})

const tenant = newTenant()
const add = statement<{ version: number }>(
  'test-add',
  `WITH object AS (
     INSERT INTO consumers (id, merchant_id, mode, version, snapshot_xmin, country, created_at, updated_at)
     VALUES ($1, $2, 'TEST', $3, pg_snapshot_xmin(pg_current_snapshot())::text::bigint, 'DE', now(), now())
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, snapshot_xmin = excluded.snapshot_xmin
   )
   INSERT INTO events (id, merchant_id, mode, type, source, occurred_at, subject_type, subject_id, consumer_id, version, change, snapshot_xmin)
   VALUES ('evt_' || $1 || $3, $2, 'TEST', 'x', 'API', now(), 'Consumer', $1, $1, $3, true, 1) RETURNING version`,
)
const change = (version: number) => primary.row(add, ['con_1', tenant.merchantId, version])
const read = statement<{ version: number; xmin: bigint }>(
  'test-read',
  `SELECT version, snapshot_xmin AS xmin FROM consumers WHERE id = 'con_1'`,
)
const freshness = (waitMs: number) => createFreshness({ primary, replica, now: () => performance.now(), waitMs })

test.runIf(full)('a fresh replica has whatever was committed before the question, each time', async () => {
  for (let version = 1; version <= 20; version++) {
    await change(version)
    expect(await freshness(30_000).ask()).toBe('fresh')
    expect((await replica.row(read))?.version).toBe(version)
  }
})

test.runIf(full)('a replica that lags is late, rests, and is asked again; meanwhile nothing old is read', async () => {
  await admin.query('SELECT pg_wal_replay_pause()')
  await until(
    'a pause',
    async () => (await admin.query('SELECT pg_get_wal_replay_pause_state() AS state')).rows[0]?.state === 'paused',
  )
  await change(21)
  const asked = freshness(20)
  expect(await asked.ask()).toBe('late')
  expect(await asked.ask()).toBe('resting')
  expect((await replica.row(read))?.version).toBe(20)
})

test.runIf(full)('the cursor of an object that was read on a lagging replica skips no event', async () => {
  const old = await replica.row(read)
  if (old === undefined) throw new Error('no row')
  await change(22)
  const { rows } = await readLogAfter(
    primary,
    { tenant, filter: {}, contained: { subjectId: 'con_1', version: old.version } },
    { kind: 'position', xid: old.xmin, seq: 0n },
    { limit: 100 },
  )
  expect(rows.map(({ version }) => version)).toEqual([21, 22])
  // The end of the log on the replica is never beyond what it shows: an open transaction of the primary holds it back.
  const shown = await readLogAfter(replica, { tenant, filter: {} }, logStart, { limit: 100 })
  expect(shown.rows.map(({ version }) => version)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  const missed = await readLogAfter(primary, { tenant, filter: {} }, shown.position, { limit: 100 })
  expect(missed.rows.map(({ version }) => version)).toEqual([21, 22])
})

test.runIf(full)(
  'what the replica cannot run, runs on the primary: a write, and everything once it is gone',
  async () => {
    let faults = 0
    const lists = replicaDatabase(primary, replica.pool, () => {
      faults += 1
    })
    await lists.row(add, ['con_1', tenant.merchantId, 23])
    expect(faults).toBe(1)
    expect((await primary.row(read))?.version).toBe(23)
    await admin.query('SELECT pg_wal_replay_resume()')
    await until('the replay', async () => (await replica.row(read))?.version === 23)
    await replicaServer.stop()
    expect((await lists.row(read))?.version).toBe(23)
    expect(faults).toBe(2)
    expect(await freshness(20).ask()).toBe('failed')
  },
)
