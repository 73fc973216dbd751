import { openSandboxClock } from '../../../src/app/sandbox/clock.ts'
import { createSimulatorClock } from '../../../src/app/sandbox/simulator-clock.ts'
import { type Clock, systemClock } from '../../../src/base/time/clock.ts'
import type { Deps } from '../../../src/operations/command/deps.ts'
import { sandboxClockAdvance } from '../../../src/operations/sandbox-clock/advance.ts'
import type { SandboxTime } from '../../../src/operations/sandbox-clock/time.ts'
import { createWorkers } from '../../../src/workers/due-work.ts'
import { simulatorClock } from './simulator-clock.ts'
import { createWorld, type World } from './world.ts'

/** A world in sandbox mode, as the app builds it: its clock and the simulators' are moved together. */
export interface MovableWorld extends World {
  readonly deps: Deps & { readonly sandboxTime: SandboxTime }
  /** Moves the clock forward; returns the mutation's result. */
  advance(milliseconds: number): ReturnType<typeof sandboxClockAdvance>
  /** The simulators' clock, from their control interface. */
  simulators(): Promise<{ now: string; nextDue: string | null; inFlight: number }>
}

export async function createMovableWorld(settings: Partial<Deps['settings']> = {}): Promise<MovableWorld> {
  let present: Clock = systemClock
  const world = await createWorld(settings, { clock: { now: () => present.now() } })
  const { log } = world.deps
  const clock = await openSandboxClock({ database: world.database, log })
  present = clock
  const simulator = createSimulatorClock(world.sandbox.url, { log })
  const sandboxTime: SandboxTime = {
    moveClock: to => clock.moveTo(to),
    keepClock: () => clock.keep(),
    simulators: [simulator],
    runDue: patience => workers.runDue(patience),
  }
  const deps = { ...world.deps, sandboxTime }
  const workers = createWorkers(deps, { settled: () => world.settled() })
  return {
    ...world,
    deps,
    advance: milliseconds =>
      sandboxClockAdvance(deps, world.caller, { to: new Date(clock.now().getTime() + milliseconds) }),
    simulators: () => simulatorClock(world),
    async close() {
      await workers.stop({ graceMs: 10_000 })
      await clock.stop()
      await simulator.close()
      await world.close()
    },
  }
}
