// Started beside a test cluster: `node cluster-guardian.ts <pid of PostgreSQL> <its folder>`. When the test process
// dies, even by SIGKILL, the standard input of this one ends, and it stops the cluster and removes its folder.
import { rm } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { isRunning } from '../../../src/supervisor/process-identity.ts'

const [pid, folder] = [Number(process.argv[2]), process.argv[3]]
process.on('SIGINT', () => {}).on('SIGTERM', () => {}) // a Ctrl-C is meant for the test run; this process waits for its end
process.stdin.resume().on('close', async () => {
  if (isRunning(pid)) process.kill(pid, 'SIGQUIT')
  while (isRunning(pid)) await delay(20)
  if (folder) await rm(folder, { recursive: true, force: true })
})
