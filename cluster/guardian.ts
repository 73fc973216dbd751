// Started beside a cluster: `node guardian.ts <its folder>`. When the process that started the cluster dies, even by
// SIGKILL, the standard input of this one ends, and it kills the cluster's processes. It keeps the files.
import { killAll } from './processes.ts'

const folder = process.argv[2] ?? ''
process.on('SIGINT', () => {}).on('SIGTERM', () => {}) // a Ctrl-C is for the run; this process waits for its end
process.stdin.resume().on('close', async () => {
  if (folder !== '') await killAll(folder)
})
