import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLogBatch } from '../../../src/store/event-log/read-batch.ts'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { readLogAfter } from '../../../src/store/event-log/read-page.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { type Database, openDatabase, statement } from '../../../src/store/sql/database.ts'
import { durabilityWarnings } from '../../../src/store/sql/durability.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { append, idsOf, newEvent, newTenant } from '../../support/database/log-events.ts'
import { startStandby } from '../../support/database/standby.ts'
import { until } from '../../support/until.ts'

// A rollback does not wait for the standby. So the new primary of a failover does not know its transaction id, and
// assigns it again. A position after that id would skip the new transaction's events.
let primary: TestCluster
let standby: TestCluster
const tenant = newTenant()
const nextId = statement<{ xid: bigint }>('crash-next-id', 'SELECT pg_current_xact_id()::text::bigint AS xid')

beforeAll(async () => {
  primary = await startCluster({ synchronous_standby_names: '*' })
  standby = await startStandby(primary)
  await migrate(primary.url())
})
afterAll(() => Promise.all([primary, standby].map(server => server.stop())))

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, maxConnections: 2 })
  return work(database).finally(() => database.close())
}

async function onStandby(work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(standby.url())
  await client.connect()
  await work(client).finally(() => client.end())
}

/** What the primary writes from now on reaches the standby never. */
const endReplication = () =>
  onStandby(async client => {
    await client.query(`ALTER SYSTEM SET primary_conninfo = ''`)
    await client.query('SELECT pg_reload_conf()')
    const receivers = async () => (await client.query('SELECT FROM pg_stat_wal_receiver')).rowCount
    await until('the standby to receive nothing', async () => (await receivers()) === 0)
  })

/** Takes the next transaction id and rolls its transaction back. */
async function rolledBackId(database: Database): Promise<bigint> {
  const taken = Promise.withResolvers<bigint>()
  const rolledBack = database.transaction(async sql => {
    taken.resolve((await sql.row(nextId))?.xid ?? 0n)
    throw new Error('rolled back')
  })
  await expect(rolledBack).rejects.toThrow('rolled back')
  return taken.promise
}

test('a standby is not taken for the primary, and a primary with a synchronous standby has nothing to warn of it', async () => {
  const refused = withDatabase(standby.url(), database => database.row(nextId))
  await expect(refused).rejects.toThrow('the database server is a standby: a failover is under way')
  const warnings = await withDatabase(primary.url(), durabilityWarnings)
  expect(warnings.filter(text => text.includes('standbys'))).toEqual([])
})

test('a cursor from before a failover misses no event of the new primary, although ids of transactions come again', async () => {
  const before = newEvent(tenant)
  const issued = await withDatabase(primary.url(), async database => {
    await append(database, [before])
    await endReplication()
    const rolledBack = [await rolledBackId(database), await rolledBackId(database), await rolledBackId(database)]
    const view = { tenant, filter: {} }
    const start = { kind: 'position', xid: 0n, seq: 0n } as const
    return {
      rolledBack,
      end: await readLogEnd(database),
      page: (await readLogAfter(database, view, start, { limit: 10 })).position,
      tail: (await readLogBatch(database, start, 0)).position,
    }
  })

  await primary.stop()
  await onStandby(client => client.query('SELECT pg_promote()'))

  await withDatabase(standby.url(), async database => {
    // The premise: the new primary gives the same ids again, to this transaction and to the event.
    expect(await rolledBackId(database)).toBe(issued.rolledBack[0])
    const after = newEvent(tenant)
    await append(database, [after])
    const view = { tenant, filter: {} }
    for (const position of [issued.end, issued.page, issued.tail]) {
      const { rows } = await readLogAfter(database, view, position, { limit: 10 })
      expect(idsOf(rows)).toEqual([after.id])
    }
    expect(idsOf((await readLogBatch(database, issued.tail, 10)).rows)).toEqual([after.id])
  })
})
