import type { Log } from '../../base/log/log.ts'
import { type Clock, createOffsetClock } from '../../base/time/clock.ts'
import type { SandboxTime } from '../../operations/sandbox-clock/time.ts'
import { raiseClockOffset, readClockOffset } from '../../store/sandbox-clock/clock.ts'
import type { Database } from '../../store/sql/database.ts'

/**
 * The clock of sandbox mode: real time plus an offset from the database, shared by all processes of this deployment.
 */
export interface SandboxClock extends Clock {
  /** Moves the clock forward for all processes: for this one at once, for others within half a second. */
  moveTo: SandboxTime['moveClock']
  keep: SandboxTime['keepClock']
  /** Stops polling the offset. */
  stop(): Promise<void>
}

/** How often a process checks whether another process has moved the clock. */
const POLL_MS = 500

interface SandboxClockOptions {
  readonly database: Database
  readonly log: Log
  /** The machine's clock, in milliseconds since the epoch. */
  readonly machineMs?: () => number
}

/** Opens the clock with its stored offset. */
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
      if (!failing) log.warn({ err: error }, 'the offset of the sandbox clock could not be read; it is polled again')
      failing = true
    }
  }
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined
    })
  }, POLL_MS)
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
