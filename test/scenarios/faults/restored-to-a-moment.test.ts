import { execFile } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openInstallation } from '../../../src/app/installation.ts'
import { masterKeys } from '../../../src/base/encryption/keys.ts'
import { beginRestore } from '../../../src/store/merchant/restore.ts'
import { migrate } from '../../../src/store/migrations/migrate.ts'
import { type Database, openDatabase, type Sql, statement } from '../../../src/store/sql/database.ts'
import { backUp } from '../../support/database/backup.ts'
import { startCluster, type TestCluster } from '../../support/database/cluster.ts'
import { full } from '../../support/full.ts'
import { until } from '../../support/until.ts'

let archive: string
let cluster: TestCluster
let database: Database
beforeEach(async () => {
  archive = await mkdtemp(path.join(os.tmpdir(), 'perennial-wal-'))
  cluster = await startCluster({
    ...{ archive_mode: 'on', archive_timeout: '60', archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f` },
  })
  await promisify(execFile)('chown', [`--reference=${cluster.dataFolder}`, archive])
  await migrate(cluster.url())
  database = openDatabase({ url: cluster.url() })
})
afterEach(async () => {
  await database.close()
  await cluster.stop()
  await rm(archive, { recursive: true, force: true })
})

const names = statement<{ name: string }>('test-names', 'SELECT name FROM merchants ORDER BY name')
const add = (name: string) =>
  database.pool.query('INSERT INTO merchants (id, name, created_at) VALUES ($1, $1, now())', [name])
const one = async <T>(sql: Sql, name: string, text: string) =>
  (await sql.row(statement<{ value: T }>(name, text)))?.value
const masters = masterKeys([Buffer.alloc(32, 7)])

test.runIf(full)(
  'a base backup and the archived log restore the database to a moment, for "admin restore begin"',
  async () => {
    await openInstallation(database, masters, new Date())
    await add('in the backup')
    const backup = await backUp(cluster)
    await add('later')
    const moment = await one<string>(database, 'test-moment', 'SELECT clock_timestamp()::text AS value')
    await add('too late')
    const last = await one<string>(database, 'test-switch', 'SELECT pg_walfile_name(pg_switch_wal()) AS value')
    await until('the log to be archived', async () => (await readdir(archive)).includes(String(last)))
    // As docs/runbooks/restore.md says.
    await promisify(execFile)('rm', ['-rf', `${backup}/pg_wal/${last}`])
    await writeFile(`${backup}/recovery.signal`, '')
    const restored = await startCluster(
      {
        ...{ restore_command: `cp ${archive}/%f %p`, recovery_target_time: String(moment) },
        recovery_target_action: 'promote',
      },
      { backup },
    )
    const now = new Date()
    const after = openDatabase({ url: restored.url() })
    try {
      // A connection to a server in recovery is refused.
      const isOver = () =>
        after.rows(names).then(
          () => true,
          () => false,
        )
      await until('the end of recovery', isOver)
      expect(await after.rows(names)).toEqual([{ name: 'in the backup' }, { name: 'later' }])
      const times = { now, asksFirstUntil: now, compareSince: now }
      expect(await beginRestore(after, { logEpoch: 'restored', ...times })).toMatchObject({ renumbered: false })
    } finally {
      await after.close()
      await restored.stop()
    }
  },
)
