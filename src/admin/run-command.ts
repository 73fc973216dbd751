import { StartupError } from '../base/log/startup-error.ts'
import { accountCommands } from './accounts.ts'
import { archiveCommands } from './archive.ts'
import { type Command, WrongUsage } from './command.ts'
import { encryptionCommands } from './encryption.ts'
import { keyCommands } from './keys.ts'
import { restoreCommands } from './restore.ts'
import { returnOriginCommands } from './return-origins.ts'

const commands: Readonly<Record<string, Command>> = {
  ...{ ...keyCommands, ...accountCommands },
  ...{ ...encryptionCommands, ...returnOriginCommands, ...archiveCommands, ...restoreCommands },
}

/** Runs the command that the words name. @throws StartupError if they name none, or it cannot do it. */
export async function runCommand([group = '', verb = '', ...words]: readonly string[]): Promise<void> {
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
