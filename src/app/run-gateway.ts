import { parseArgs } from 'node:util'
import { StartupError } from '../base/log/startup-error.ts'
import { checkStart } from '../config/check-start.ts'
import { createApp } from './create-app.ts'

/**
 * The gateway as a program. It reads its configuration from the environment, and its role also from `--role`. It prints
 * one JSON line `{"event":"listening","url":…}` once it serves. If it cannot start, it prints the reason on standard error and exits
 * with code 1. SIGTERM, SIGINT and the end of the parent (IPC) stop it gracefully; a second signal stops it at once.
 */
export async function runGateway(): Promise<void> {
  const stopRequested = new Promise<void>(resolve => {
    let signaled = false
    const ask = () => {
      if (signaled) process.exit(1)
      signaled = true
      resolve()
    }
    process.on('SIGTERM', ask)
    process.on('SIGINT', ask)
    process.once('disconnect', resolve)
  })
  // The reader of the output can end before this process.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const result = await checkStart(withArguments(process.env))
  if (!result.ok) return refuse(result.problems.map(({ name, message }) => `${name} ${message}.`).join('\n'))
  try {
    const app = await createApp(result.config)
    process.stdout.write(`${JSON.stringify({ event: 'listening', url: app.url })}\n`)
    await stopRequested
    await app.stop()
    process.exit(0)
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    refuse(error.message)
  }
}

/** `--role` wins over the variable ROLE. */
function withArguments(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  try {
    const { role } = parseArgs({ options: { role: { type: 'string' } } }).values
    return role === undefined ? environment : { ...environment, ROLE: role }
  } catch (error) {
    return refuse(`${(error as Error).message}. Usage: npm run start:gateway -- [--role api|worker|all]`)
  }
}

function refuse(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
