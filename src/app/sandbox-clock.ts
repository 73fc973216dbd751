import type { Log } from '../base/log/log.ts'
import { type Clock, createOffsetClock } from '../base/time/clock.ts'
import type { SandboxTime } from '../operations/sandbox-clock/time.ts'
import { raiseClockOffset, readClockOffset } from '../store/sandbox-clock/clock.ts'
import type { Database } from '../store/sql/database.ts'

/** The clock of sandbox mode: real time and an offset that every process of this deployment has from the database. */
export interface SandboxClock extends Clock {
  /** Moves it to an instant, for all processes: this one at once, others within half a second. Never back. */
  moveTo: SandboxTime['moveClock']
  keep: SandboxTime['keepClock']
  /** Ends looking for what others move. */
  stop(): Promise<void>
}

/** How soon a process learns that another has moved the clock. */
const LOOK_EVERY_MS = 500

interface SandboxClockOptions {
  readonly database: Database
  readonly log: Log
  /** The machine's clock, in milliseconds since the epoch. */
  readonly machineMs?: () => number
}

/** Opens the clock where it was left. */
export async function openSandboxClock({ database, log, machineMs }: SandboxClockOptions): Promise<SandboxClock> {
  const clock = createOffsetClock(machineMs)
  clock.raise(await readClockOffset(database))
  let looking: Promise<void> | undefined
  let failing = false
  const look = async () => {
    try {
      clock.raise(await readClockOffset(database))
      failing = false
    } catch (error) {
      if (!failing) log.warn({ err: error }, 'cannot see whether the clock was moved; it is looked again')
      failing = true
    }
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, LOOK_EVERY_MS)
  return {
    now: () => clock.now(),
    async moveTo(instant) {
      const offsetMs = clock.offsetTo(instant)
      if (offsetMs > clock.offsetMs) clock.raise(await raiseClockOffset(database, offsetMs, 'soon'))
    },
    keep: async () => clock.raise(await raiseClockOffset(database, clock.offsetMs, 'now')),
    async stop() {
      clearInterval(timer)
      await looking
    },
  }
}
