// Started together with a run's PostgreSQL: `node guardian.ts <its data folder>`. If the run's process ends without
// stopping PostgreSQL, also by SIGKILL, this program's standard input closes, and it stops the server. The files of the
// run are kept.
import { runningPostmaster } from '../src/supervisor/postgres/postmaster.ts'

const dataFolder = process.argv[2] ?? ''
process.on('SIGINT', () => {}).on('SIGTERM', () => {}) // a Ctrl-C is meant for the run; this process waits for the run's end
process.stdin.resume().on('close', async () => {
  const server = await runningPostmaster(dataFolder)
  if (server) process.kill(server.pid, 'SIGQUIT')
})
