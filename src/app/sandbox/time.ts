import type { Log } from '../../base/log/log.ts'
import type { Config } from '../../config/config.ts'
import type { SandboxTime } from '../../operations/sandbox-clock/time.ts'
import type { Workers } from '../../workers/due-work.ts'
import type { SandboxClock } from './clock.ts'
import { createSimulatorClock } from './simulator-clock.ts'

interface SandboxTimeParts {
  readonly log: Log
  /** Receives what must be closed at the end. */
  readonly closing: (() => Promise<unknown>)[]
  /** A function, because the workers are created later. */
  readonly workers: () => Workers
}

/** Moves the clocks of gateway and simulators together. Without simulators, only the gateway's clock moves. */
export function sandboxTimeFrom(
  { sandbox, providers }: Config,
  clock: SandboxClock,
  { log, closing, workers }: SandboxTimeParts,
): SandboxTime {
  const simulated = Object.values(providers).some(provider => provider?.simulated)
  const simulators = sandbox && simulated ? [createSimulatorClock(sandbox.url, { log })] : []
  closing.push(() => Promise.all(simulators.map(simulator => simulator.close())))
  return {
    moveClock: to => clock.moveTo(to),
    keepClock: () => clock.keep(),
    simulators,
    runDue: patience => workers().runDue(patience),
  }
}
