import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import type { TestCluster } from './cluster.ts'

const run = promisify(execFile)

/**
 * A base backup of a running cluster by PostgreSQL's own interface, in the same steps as `pg_basebackup -X fetch`: start,
 * copy the data, stop, then copy the write-ahead log. Returns its folder, which is removed with the cluster unless
 * `startCluster` took it.
 */
export async function backUp(cluster: TestCluster): Promise<string> {
  const folder = path.join(path.dirname(cluster.dataFolder), 'backup')
  const client = new pg.Client(cluster.url())
  await client.connect()
  try {
    await client.query(`SELECT pg_backup_start('test', fast => true)`)
    await run('cp', ['-a', cluster.dataFolder, folder])
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)')
    await run('rm', ['-rf', `${folder}/pg_wal`, `${folder}/postmaster.pid`])
    await run('cp', ['-a', `${cluster.dataFolder}/pg_wal`, `${folder}/pg_wal`])
    await writeFile(`${folder}/backup_label`, rows[0].labelfile)
    await run('chown', [`--reference=${folder}/PG_VERSION`, `${folder}/backup_label`])
  } finally {
    await client.end()
  }
  return folder
}
