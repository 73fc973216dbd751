import { describe, expect, test } from 'vitest'
import { partitionedTables } from '../../src/store/partitions/tables.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { admin } from '../admin/support/admin.ts'
import { makePassDue } from '../support/database/integrity.ts'
import { narrow } from '../support/database/partitions.ts'
import { full } from '../support/full.ts'
import { until } from '../support/until.ts'
import { charge, control } from '../support/world/story.ts'
import { skipsPrometheusTests } from './support/prometheus.ts'
import { askRunbook } from './support/runbook-sql.ts'
import { openSession, settleUnknown, stageOfFile } from './support/stage.ts'

describe.skipIf(!full || skipsPrometheusTests(5))('what no process does fires its own alerts, and no others', () => {
  const given = stageOfFile()

  test('NoLeader: a session that hangs holds the lock', async () => {
    const session = await openSession(given.stage.app.database)
    await session.query(`SET application_name = 'somebody'`)
    await given.stage.restart(() => session.query('SELECT pg_advisory_lock(70736938, 1)'))
    await given.stage.firesExactly('NoLeader')
    expect(await askRunbook(given.stage.app.database.pool, 'no-leader')).toEqual([
      [expect.objectContaining({ application_name: 'somebody', state: 'idle' })],
    ])
    await session.query('SELECT pg_advisory_unlock(70736938, 1)')
    await given.stage.firesExactly()
  })

  test('QueueOld, NoLeader, UnknownOld: no process with workers runs', async () => {
    await control(given.stage.world, 'faults', { rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    await given.stage.restart(async () => {}, { role: 'api' })
    expect((await charge(given.stage.world, given.agreementId, 700n)).status).toBe('UNKNOWN')
    await given.stage.firesExactly('NoLeader', 'QueueOld', 'UnknownOld')
    await control(given.stage.world, 'faults', {})
    await given.stage.restart(async () => {})
    await settleUnknown(given.stage)
    await given.stage.firesExactly()
  })

  test('PartitionMissing: a long transaction has read the table, and the next partition waits for its lock', async () => {
    const { database } = given.stage.app
    const own = openDatabase({ url: database.url })
    for (const table of partitionedTables) {
      const session = await openSession(database)
      await given.stage.restart(async () => {
        await narrow(own, table)
        await session.query('BEGIN')
        await session.query(`SELECT count(*) FROM ${table.name}_rest`)
      })
      await given.stage.firesExactly('PartitionMissing')
      const [holders] = await askRunbook(database.pool, 'partition-missing')
      // The oldest; the gateway's own follow.
      expect(holders?.[0]).toMatchObject({
        state: 'idle in transaction',
        relation: `${table.name}_rest`,
        mode: 'AccessShareLock',
      })
      await session.query('COMMIT')
      await given.stage.firesExactly()
    }
    await own.close()
  })

  test('RestoreUnfinished: the schedules are held', async () => {
    const restore = async (word: string) => {
      const { code } = await admin({ DATABASE_URL: given.stage.app.database.url }, 'restore', word)
      expect([word, code]).toEqual([word, 0])
    }
    await given.stage.restart(() => restore('begin'))
    await given.stage.firesExactly('RestoreUnfinished')
    await given.stage.restart(() => restore('release'))
    await given.stage.firesExactly()
  })

  test('IntegrityViolated, NeedsAttention: somebody has changed an amount by hand', async () => {
    const { pool } = given.stage.app.database
    const { id } = await charge(given.stage.world, given.agreementId, 1_000n)
    await until('the charge to be captured', async () => {
      const { rowCount } = await pool.query(`SELECT FROM charges WHERE id = $1 AND status = 'CAPTURED'`, [id])
      return rowCount === 1
    })
    const setTo = (amount: number) =>
      pool.query(`UPDATE charge_operations SET amount = ${amount} WHERE charge_id = $1 AND kind = 'CAPTURE'`, [id])
    await setTo(1_001)
    await makePassDue(given.stage.world.deps.database, { full: true })
    await given.stage.firesExactly('IntegrityViolated', 'NeedsAttention')
    expect(await askRunbook(pool, 'integrity-violated')).toEqual([
      [{ check_name: 'no-more-than-authorised', scope: 'charges', object_id: id, found_at: expect.any(Date) }],
    ])
    await setTo(1_000)
    await makePassDue(given.stage.world.deps.database, { full: true })
    // A person still has to say that the charge is right.
    await given.stage.firesExactly('NeedsAttention')
  })
})
