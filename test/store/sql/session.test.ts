import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Database, openDatabase, statement } from '../../../src/store/sql/database.ts'
import { durabilityWarnings } from '../../../src/store/sql/durability.ts'
import { isDatabaseOutage } from '../../../src/store/sql/outage.ts'
import { NotReplicated } from '../../../src/store/sql/session.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { until } from '../../support/until.ts'

// A cluster of its own, whose commits wait for a standby that does not exist.
let cluster: TestCluster
let administrator: pg.Client
beforeAll(async () => {
  cluster = await startCluster({ synchronous_standby_names: 'nobody' })
  administrator = new pg.Client(cluster.url())
  await administrator.connect()
  await administrator.query('SET synchronous_commit = local') // it does not wait
  await administrator.query('CREATE TABLE notes (text text NOT NULL)')
})
afterAll(async () => {
  await administrator.end()
  await cluster.stop()
})
beforeEach(() => administrator.query('TRUNCATE notes'))

const add = statement<never>('session-add', `INSERT INTO notes VALUES ('kept')`)
const ownPid = statement<{ pid: number }>('session-pid', 'SELECT pg_backend_pid() AS pid')
const notes = async () => (await administrator.query('SELECT text FROM notes')).rows

async function withDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const database = openDatabase({ url: cluster.url(), maxConnections: 1 })
  await work(database).finally(() => database.close())
}

/** Ends the wait of a COMMIT for its standby, as a timeout does. */
const endWait = () =>
  until('a commit that waits', async () => {
    const { rowCount } = await administrator.query(
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`,
    )
    return rowCount === 1
  })

test('a transaction whose commit no standby confirmed has failed as an outage, and its connection is not used again', () =>
  withDatabase(async database => {
    const before = await database.row(ownPid)
    const committing = database.transaction(sql => sql.commit(add)).catch((error: unknown) => error)
    await endWait()
    const error = await committing
    expect(error).toBeInstanceOf(NotReplicated)
    expect(isDatabaseOutage(error)).toBe(true)
    // PostgreSQL itself had answered with success.
    await expect.poll(notes).toEqual([{ text: 'kept' }])
    expect(await database.row(ownPid)).not.toEqual(before)
  }))

test('so has a single statement', () =>
  withDatabase(async database => {
    const adding = database.rows(add).catch((error: unknown) => error)
    await endWait()
    expect(await adding).toBeInstanceOf(NotReplicated)
    await expect.poll(notes).toEqual([{ text: 'kept' }])
  }))

test('a connection to a server that became read-only is replaced', () =>
  withDatabase(async database => {
    const before = await database.row(ownPid)
    await database.rows(statement('session-read-only', 'SET default_transaction_read_only = on'))
    const refused = await database.transaction(sql => sql.rows(add)).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: '25006' })
    expect(await notes()).toEqual([])
    expect(await database.row(ownPid)).not.toEqual(before)
  }))

test.each([
  ['off', 'on'],
  ['local', 'on'],
  ['remote_write', 'on'],
  ['on', 'on'],
  ['remote_apply', 'remote_apply'],
])('a server with synchronous_commit = %s commits with %s', async (given, used) => {
  await administrator.query(`ALTER DATABASE postgres SET synchronous_commit = '${given}'`)
  await withDatabase(async database => {
    const shown = await database.row(
      statement<{ synchronous_commit: string }>('session-show', 'SHOW synchronous_commit'),
    )
    expect(shown).toEqual({ synchronous_commit: used })
  })
})

test('the start warns of server settings that can lose a commit', () =>
  withDatabase(async database => {
    expect(await durabilityWarnings(database)).toEqual([
      'fsync is off: a crash of the database machine loses payments',
      'full_page_writes is off: a crash of the database machine can damage its data',
    ])
  }))
