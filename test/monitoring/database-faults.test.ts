import pg from 'pg'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type DatabaseGate, openDatabaseGate } from '../http/support/database-gate.ts'
import { startCluster, type TestCluster } from '../support/database/cluster.ts'
import type { TestDatabase } from '../support/database/database.ts'
import { startStandby } from '../support/database/standby.ts'
import { full } from '../support/full.ts'
import { eventually } from '../support/until.ts'
import { givenConsumer } from '../support/world/story.ts'
import { skipsPrometheusTests } from './support/prometheus.ts'
import { askRunbook } from './support/runbook-sql.ts'
import { openSession, type Stage, startStage } from './support/stage.ts'
import { traffic } from './support/traffic.ts'

describe.skipIf(!full || skipsPrometheusTests(5))('faults of PostgreSQL fire their own alerts, and no others', () => {
  let cluster: TestCluster
  let gate: DatabaseGate
  let stage: Stage
  let database: TestDatabase
  /** The read of the figures may take two seconds of a scrape, as in production. */
  const start = async (settings: Record<string, string>) => {
    cluster = await startCluster(settings)
    gate = await openDatabaseGate(cluster.url())
    const pool = new pg.Pool({ connectionString: cluster.url() })
    database = { url: gate.url, pool, drop: () => pool.end() }
    stage = await startStage({ database, figuresKeptMs: 3_000 }, 3)
  }
  const stop = async () => {
    await stage.close()
    await gate.close()
    await cluster.stop()
  }
  const sql = (text: string) => database.pool.query(text)

  describe('without an archive', () => {
    beforeAll(() => start({}))
    afterAll(stop)

    test('LogLag: a transaction that has written stays open', async () => {
      await stage.firesExactly()
      const session = await openSession(database)
      await session.query('BEGIN; SELECT pg_current_xact_id()')
      await givenConsumer(stage.world)
      await stage.firesExactly('LogLag')
      const [sessions] = await askRunbook(database.pool, 'log-lag')
      expect(sessions).toMatchObject([{ state: 'idle in transaction' }])
      await session.query('COMMIT')
      await stage.firesExactly()
    })

    test('PoolExhausted, GatewayNotReady: all connections wait for a table that somebody has locked', async () => {
      const session = await openSession(database)
      await session.query('BEGIN; LOCK TABLE consumers IN SHARE MODE')
      const stopTraffic = traffic(() => givenConsumer(stage.world), 100)
      await stage.firesExactly('GatewayNotReady', 'PoolExhausted')
      const [waiting, holders] = await askRunbook(database.pool, 'pool-exhausted')
      expect(waiting?.[0]).toMatchObject({ state: 'active', wait_event_type: 'Lock' })
      expect(holders).toMatchObject([{ state: 'idle in transaction' }])
      await session.query('COMMIT')
      await stopTraffic()
      await stage.firesExactly()
    })

    test('GatewayNotReady, NoLeader: the database cannot be reached', async () => {
      await gate.become('cut')
      await stage.firesExactly('GatewayNotReady', 'NoLeader')
      // Either part of the expression.
      for (const part of [
        'perennial_log_silent_seconds > 15',
        'up == 1 unless on (instance) perennial_unknown_requests',
      ])
        await eventually(async () => expect([part, await stage.prometheus.series(part)]).toEqual([part, 1]), 250)
      await gate.become('open')
      await stage.firesExactly()
    })

    test('ReplicationLag: a standby receives and does not replay', async () => {
      const standby = await startStandby(cluster)
      onTestFinished(() => standby.stop())
      const replay = new pg.Client(standby.url())
      onTestFinished(() => replay.end())
      await replay.connect()
      const stopTraffic = traffic(() => givenConsumer(stage.world), 1_000)
      await stage.firesExactly()
      await replay.query('SELECT pg_wal_replay_pause()')
      await stage.firesExactly('ReplicationLag')
      expect(await askRunbook(database.pool, 'replication-lag')).toMatchObject([[{ state: 'streaming' }]])
      await replay.query('SELECT pg_wal_replay_resume()')
      await stage.firesExactly()
      await stopTraffic()
    })
  })

  describe('with an archive', () => {
    beforeAll(() => start({ archive_mode: 'on' }))
    afterAll(stop)

    const archiveBy = async (command: string) => {
      await sql(`ALTER SYSTEM SET archive_command = '${command}'`)
      await sql('SELECT pg_reload_conf()')
      await sql(`SELECT pg_logical_emit_message(false, 'test', 'something to archive'), pg_switch_wal()`)
    }

    test('WalArchiveOld: the command has never worked, then works, then fails', async () => {
      await stage.firesExactly()
      for (const [command, fires] of [
        ['/bin/false', ['WalArchiveOld']],
        ['/bin/true', []],
        ['/bin/false', ['WalArchiveOld']],
      ] as const) {
        await archiveBy(command)
        await stage.firesExactly(...fires)
        const [[archiver] = []] = await askRunbook(database.pool, 'wal-archive-old')
        expect(archiver).toMatchObject({ last_failed_wal: expect.any(String) })
      }
    })
  })
})
