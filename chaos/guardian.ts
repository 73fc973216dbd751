// Started beside a run's PostgreSQL: `node guardian.ts <its data folder>`. When the run's process dies without ending it,
// also by SIGKILL, this one's standard input ends, and it ends the server. What the run had written stays.
import { runningPostmaster } from '../src/supervisor/postgres/postmaster.ts'

const dataFolder = process.argv[2] ?? ''
process.on('SIGINT', () => {}).on('SIGTERM', () => {}) // a Ctrl-C is meant for the run, whose end this waits for
process.stdin.resume().on('close', async () => {
  const server = await runningPostmaster(dataFolder)
  if (server) process.kill(server.pid, 'SIGQUIT')
})
