// npm run admin -- COMMAND …: what an operator does on the machine of the database. Uses DATABASE_URL, or the embedded
// PostgreSQL under DATA_DIR, running or not. Secrets come from the environment or standard input, never from the command line.
import { StartupError } from '../base/log/startup-error.ts'
import { accountCommands } from './accounts.ts'
import { type Command, WrongUsage } from './command.ts'
import { encryptionCommands } from './encryption.ts'
import { keyCommands } from './keys.ts'
import { returnOriginCommands } from './return-origins.ts'

const commands: Readonly<Record<string, Command>> = {
  ...{ ...keyCommands, ...accountCommands },
  ...{ ...encryptionCommands, ...returnOriginCommands },
}

async function run([group = '', verb = '', ...words]: readonly string[]): Promise<void> {
  const name = `${group} ${verb}`
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command === undefined) throw new StartupError(usageOf(Object.values(commands)))
  try {
    await command.run(words)
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error
    throw new StartupError(`${error.message}\n${usageOf([command])}`)
  }
}

function usageOf(known: readonly Command[]): string {
  return `Usage:\n${known.map(({ usage }) => `  npm run admin -- ${usage}`).join('\n')}`
}

try {
  await run(process.argv.slice(2))
  process.exit(0)
} catch (error) {
  if (!(error instanceof StartupError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
