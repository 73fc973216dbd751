import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { partitionedTables } from '../../src/store/partitions/tables.ts'
import { openDatabase } from '../../src/store/sql/database.ts'
import { admin } from '../admin/support/admin.ts'
import { makePassDue } from '../support/database/integrity.ts'
import { narrow } from '../support/database/partitions.ts'
import { full } from '../support/full.ts'
import { until } from '../support/until.ts'
import { charge, control, givenActiveAgreement } from '../support/world/story.ts'
import { skipsPrometheusTests } from './support/prometheus.ts'
import { askRunbook } from './support/runbook-sql.ts'
import { type Stage, settleUnknown, startStage } from './support/stage.ts'

describe.skipIf(!full || skipsPrometheusTests(5))('what no process does fires its own alerts, and no others', () => {
  let stage: Stage
  let agreementId: string
  beforeAll(async () => {
    stage = await startStage()
    agreementId = (await givenActiveAgreement(stage.world)).id
    await stage.firesExactly()
  })
  afterAll(() => stage.close())

  test('NoLeader: a session that hangs holds the lock', async () => {
    const session = await stage.app.database.pool.connect()
    onTestFinished(async () => session.release(true)) // closes it
    await session.query(`SET application_name = 'somebody'`)
    await stage.restart(() => session.query('SELECT pg_advisory_lock(70736938, 1)'))
    await stage.firesExactly('NoLeader')
    expect(await askRunbook(stage.app.database.pool, 'no-leader')).toEqual([
      [expect.objectContaining({ application_name: 'somebody', state: 'idle' })],
    ])
    await session.query('SELECT pg_advisory_unlock(70736938, 1)')
    await stage.firesExactly()
  })

  test('QueueOld, NoLeader, UnknownOld: no process with workers runs', async () => {
    await control(stage.world, 'faults', { rates: { dropAfterEffect: 1, dropWebhook: 1 } })
    await stage.restart(async () => {}, { role: 'api' })
    expect((await charge(stage.world, agreementId, 700n)).status).toBe('UNKNOWN')
    await stage.firesExactly('NoLeader', 'QueueOld', 'UnknownOld')
    await control(stage.world, 'faults', {})
    await stage.restart(async () => {})
    await settleUnknown(stage)
    await stage.firesExactly()
  })

  test('PartitionMissing: a long transaction has read the table, and the next partition waits for its lock', async () => {
    const { database } = stage.app
    const own = openDatabase({ url: database.url })
    for (const table of partitionedTables) {
      const session = await database.pool.connect()
      await stage.restart(async () => {
        await narrow(own, table)
        await session.query('BEGIN')
        await session.query(`SELECT count(*) FROM ${table.name}_rest`)
      })
      await stage.firesExactly('PartitionMissing')
      const [holders] = await askRunbook(database.pool, 'partition-missing')
      // The oldest; the gateway's own follow.
      expect(holders?.[0]).toMatchObject({
        state: 'idle in transaction',
        relation: `${table.name}_rest`,
        mode: 'AccessShareLock',
      })
      await session.query('COMMIT')
      session.release()
      await stage.firesExactly()
    }
    await own.close()
  })

  test('RestoreUnfinished: the schedules are held', async () => {
    const restore = async (word: string) => {
      const { code } = await admin({ DATABASE_URL: stage.app.database.url }, 'restore', word)
      expect([word, code]).toEqual([word, 0])
    }
    await stage.restart(() => restore('begin'))
    await stage.firesExactly('RestoreUnfinished')
    await stage.restart(() => restore('release'))
    await stage.firesExactly()
  })

  test('IntegrityViolated, NeedsAttention: somebody has changed an amount by hand', async () => {
    const { pool } = stage.app.database
    const { id } = await charge(stage.world, agreementId, 1_000n)
    await until('the charge to be captured', async () => {
      const { rowCount } = await pool.query(`SELECT FROM charges WHERE id = $1 AND status = 'CAPTURED'`, [id])
      return rowCount === 1
    })
    const setTo = (amount: number) =>
      pool.query(`UPDATE charge_operations SET amount = ${amount} WHERE charge_id = $1 AND kind = 'CAPTURE'`, [id])
    await setTo(1_001)
    await makePassDue(stage.world.deps.database, { full: true })
    await stage.firesExactly('IntegrityViolated', 'NeedsAttention')
    expect(await askRunbook(pool, 'integrity-violated')).toEqual([
      [{ check_name: 'no-more-than-authorised', scope: 'charges', object_id: id, found_at: expect.any(Date) }],
    ])
    await setTo(1_000)
    await makePassDue(stage.world.deps.database, { full: true })
    // A person still has to say that the charge is right.
    await stage.firesExactly('NeedsAttention')
  })
})
