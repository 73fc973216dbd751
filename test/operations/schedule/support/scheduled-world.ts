import { createLog } from '../../../../src/base/log/log.ts'
import { systemTime } from '../../../../src/base/time/real-time.ts'
import type { Deps } from '../../../../src/operations/command/deps.ts'
import { createPatience } from '../../../../src/operations/sandbox-clock/time.ts'
import { createWorkers } from '../../../../src/workers/due-work.ts'
import { until } from '../../../support/until.ts'
import { simulatorClock } from '../../../support/world/simulator-clock.ts'
import { control } from '../../../support/world/story.ts'
import { createWorld, type World } from '../../../support/world/world.ts'

/** A world whose clock stands still until a test moves it, with all workers that depend on it. */
export interface ScheduledWorld extends World {
  now(): Date
  /** Sets the clock and does nothing else. */
  setClock(to: string): void
  /** Moves from one due time to the next, and runs the gateway's own workers at each. */
  goTo(to: string, deps?: Deps): Promise<void>
  /** The same by this number of milliseconds. */
  pass(milliseconds: number, deps?: Deps): Promise<void>
  /** Moves the simulators' clock, and waits for the notifications that they send then. */
  passAtProviders(milliseconds: number): Promise<void>
  /** Warnings and errors from the log, oldest first. */
  readonly complaints: readonly string[]
}

const PATIENCE_MS = 5_000

export async function createScheduledWorld(
  begin: string,
  settings: Partial<Deps['settings']> = {},
): Promise<ScheduledWorld> {
  let now = new Date(begin)
  const bare = await createWorld(settings, {
    clock: { now: () => now },
    // On the simulators' clock, which runs in real time: what is pending stays so, however slow the machine is.
    pproInferences: { providerConfirmationDelayMs: 3_600_000 },
  })
  const complaints: string[] = []
  const log = createLog({ level: 'warn', program: 'test' }, { write: line => void complaints.push(line) })
  const world: World = { ...bare, deps: { ...bare.deps, log } }
  const simulators = () => simulatorClock(world)
  const workUntil = async (end: Date, deps: Deps = world.deps) => {
    const workers = createWorkers(deps, { settled: () => world.settled() })
    const patience = createPatience(systemTime, PATIENCE_MS)
    for (;;) {
      const { done, nextDue } = await workers.runDue(patience)
      if (done > 0) continue
      if ((await simulators()).inFlight > 0) {
        await until('the providers to have sent their notifications', async () => (await simulators()).inFlight === 0)
        continue
      }
      if (nextDue !== null && nextDue <= now) continue
      if (now >= end) return
      now = nextDue !== null && nextDue < end ? nextDue : end
    }
  }
  return {
    ...world,
    complaints,
    now: () => now,
    setClock: to => {
      now = new Date(to)
    },
    goTo: (to, deps) => workUntil(new Date(to), deps),
    pass: (milliseconds, deps) => workUntil(new Date(now.getTime() + milliseconds), deps),
    async passAtProviders(milliseconds) {
      const to = new Date(Date.parse((await simulators()).now) + milliseconds).toISOString()
      await control(world, 'clock', { to })
      await workUntil(now)
    },
  }
}
