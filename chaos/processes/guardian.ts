// A run starts this program together with its PostgreSQL: `node guardian.ts <its data folder>`. If the run's process
// ends without stopping PostgreSQL (even by SIGKILL), the standard input of this program closes, and this program stops
// the server. It keeps the files of the run.
import { runningPostmaster } from '../../src/supervisor/postgres/postmaster.ts'

const dataFolder = process.argv[2] ?? ''
process.on('SIGINT', () => {}).on('SIGTERM', () => {}) // a Ctrl-C is meant for the run; this process waits for the run's end
process.stdin.resume().on('close', async () => {
  const server = await runningPostmaster(dataFolder)
  if (server) process.kill(server.pid, 'SIGQUIT')
})
