// Started beside a run's PostgreSQL: `node guardian.ts <its data folder>`. When the run's process dies without ending
// it, also by SIGKILL, the standard input of this one ends, and it ends the server. The files of the run stay.
import { runningPostmaster } from '../src/supervisor/postgres/postmaster.ts'

const dataFolder = process.argv[2] ?? ''
process.on('SIGINT', () => {}).on('SIGTERM', () => {}) // a Ctrl-C is meant for the run; this process waits for the run's end
process.stdin.resume().on('close', async () => {
  const server = await runningPostmaster(dataFolder)
  if (server) process.kill(server.pid, 'SIGQUIT')
})
