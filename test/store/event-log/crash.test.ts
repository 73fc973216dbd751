import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLogBatch } from '../../../src/store/event-log/read-batch.ts'
import { readLogEnd } from '../../../src/store/event-log/read-end.ts'
import { readLogAfter } from '../../../src/store/event-log/read-page.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { type Database, openDatabase, statement } from '../../../src/store/sql/database.ts'
import { durabilityWarnings } from '../../../src/store/sql/durability.ts'
import { append, idsOf, newEvent, newTenant } from '../../support/log-events.ts'
import { type ReplicatedPair, startReplicatedPair } from '../../support/replicated-pair.ts'

// A transaction that is rolled back has an id, and its record reaches neither the disk nor a standby at once. After a
// crash the id is given again. A position must not have been issued after it.
let pair: ReplicatedPair
const tenant = newTenant()
const horizon = statement<{ next: bigint }>(
  'crash-next',
  'SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next',
)
const rolledBack = statement<never>('crash-rolled-back', 'SELECT pg_current_xact_id()')

beforeAll(async () => {
  pair = await startReplicatedPair()
  await migrate(pair.primaryUrl)
})
afterAll(() => pair.stop())

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ url, maxConnections: 2 })
  return work(database).finally(() => database.close())
}

test('a standby is not taken for the primary, and a primary with a synchronous standby has nothing to warn of it', async () => {
  const refused = withDatabase(pair.standbyUrl, database => database.row(horizon))
  await expect(refused).rejects.toThrow('the database server is a standby: a failover is under way')
  const warnings = await withDatabase(pair.primaryUrl, durabilityWarnings)
  expect(warnings.filter(text => text.includes('standbys'))).toEqual([])
})

test('a cursor from before a failover misses no event of the new primary, although ids of transactions come again', async () => {
  const before = newEvent(tenant)
  const issued = await withDatabase(pair.primaryUrl, async database => {
    await append(database, [before])
    for (let count = 0; count < 20; count++)
      await database
        .transaction(async sql => {
          await sql.row(rolledBack)
          throw new Error('rolled back')
        })
        .catch(() => {})
    const view = { tenant, filter: {} }
    const start = { kind: 'position', xid: 0n, seq: 0n } as const
    return {
      next: (await database.row(horizon))?.next ?? 0n,
      end: await readLogEnd(database),
      page: (await readLogAfter(database, view, start, { limit: 10 })).position,
      tail: (await readLogBatch(database, start, 0)).position,
    }
  })

  await pair.failOver()

  await withDatabase(pair.standbyUrl, async database => {
    // The premise: the new primary gives ids again.
    expect((await database.row(horizon))?.next).toBeLessThan(issued.next)
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
