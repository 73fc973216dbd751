// npm run admin -- COMMAND …: the commands of an operator, run on the machine of the database. Uses DATABASE_URL, or
// the embedded PostgreSQL under DATA_DIR, whether it is running or not. Secrets come from the environment or standard
// input, never from the command line.
import module from 'node:module'
import { StartupError } from '../base/log/startup-error.ts'

module.enableCompileCache?.()

// After that line, so that everything below is compiled once and cached.
const { runCommand } = await import('./run-command.ts')
try {
  await runCommand(process.argv.slice(2))
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
