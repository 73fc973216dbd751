import { StartupError } from '../base/log/startup-error.ts'
import { checkStart } from '../config/check-start.ts'
import { stopRequestsOfProcess } from './stop-requests.ts'
import { realPrograms, supervise } from './supervise.ts'
import type { SuperviseOptions } from './supervision.ts'

/**
 * `npm start` as a function: reads the configuration from the environment and runs everything until SIGINT or SIGTERM.
 *
 * @returns The exit code: 0 after a requested stop, 1 otherwise.
 */
export async function runSupervisor(
  options: Partial<Pick<SuperviseOptions, 'programs' | 'shared'>> = {},
): Promise<number> {
  const result = await checkStart(process.env)
  if (!result.ok) {
    for (const { name, message } of result.problems) process.stderr.write(`${name} ${message}.\n`)
    return 1
  }
  // A terminal that is closed must not end the supervisor before its children.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  try {
    await supervise(result.config, {
      environment: process.env,
      output: process,
      stopRequests: stopRequestsOfProcess(),
      programs: realPrograms,
      ...options,
    })
    return 0
  } catch (error) {
    if (!(error instanceof StartupError)) throw error
    if (error.message) process.stderr.write(`${error.message}\n`)
    return 1
  }
}
