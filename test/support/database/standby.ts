import { appendFile, writeFile } from 'node:fs/promises'
import { backUp } from './backup.ts'
import { startCluster, type TestCluster } from './cluster.ts'

/** Starts a hot standby that streams from a running cluster. */
export async function startStandby(primary: TestCluster): Promise<TestCluster> {
  const backup = await backUp(primary)
  const connection = primary.url().replace(/\/postgres$/, '')
  await appendFile(`${backup}/postgresql.auto.conf`, `primary_conninfo = '${connection}'\n`)
  await writeFile(`${backup}/standby.signal`, '')
  return startCluster({}, { backup })
}
