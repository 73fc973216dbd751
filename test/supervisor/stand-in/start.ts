import { fileURLToPath } from 'node:url'
import {
  launchPerennial,
  type Perennial,
  type PerennialOptions,
  startPerennial,
} from '../../support/programs/processes.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

/** The supervisor with stand-ins for its programs, ready. */
export function startStandIn(options: PerennialOptions = {}): Promise<Perennial> {
  return startPerennial({ ...options, main })
}

/** The same, expected to end before it is ready. */
export async function refusedStandIn(
  options: PerennialOptions = {},
): Promise<{ perennial: Perennial; code: number | null }> {
  const { perennial } = await launchPerennial({ ...options, main })
  return { perennial, code: await perennial.exited }
}

export function launchStandIn(options: PerennialOptions = {}): ReturnType<typeof launchPerennial> {
  return launchPerennial({ ...options, main })
}

export type StandInAnswer = { readonly pid: number; readonly starts: number | null }

/** The response of the gateway's stand-in. */
export async function askGateway(perennial: Perennial): Promise<StandInAnswer> {
  return (await fetch(perennial.url)).json() as Promise<StandInAnswer>
}

/** The response of the simulators' stand-in. */
export async function askSandbox(
  perennial: Perennial,
): Promise<{ pid: number; environment: Record<string, string | undefined> }> {
  return (await fetch(perennial.sandboxUrl)).json() as Promise<{ pid: number; environment: Record<string, string> }>
}
