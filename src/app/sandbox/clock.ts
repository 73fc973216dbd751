import type { Log } from '../../base/log/log.ts'
import { type Clock, createOffsetClock } from '../../base/time/clock.ts'
import type { SandboxTime } from '../../operations/sandbox-clock/time.ts'
import { raiseClockOffset, readClockOffset } from '../../store/sandbox-clock/clock.ts'
import type { Database } from '../../store/sql/database.ts'
import { poll } from '../poll.ts'

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
  const failure = 'the offset of the sandbox clock could not be read; retrying'
  const polling = poll({ everyMs: POLL_MS, log, failure }, async () => clock.raise(await readClockOffset(database)))
  return {
    now: () => clock.now(),
    async moveTo(instant) {
      const offsetMs = clock.offsetTo(instant)
      if (offsetMs > clock.offsetMs) clock.raise(await raiseClockOffset(database, offsetMs, 'soon'))
    },
    keep: async () => clock.raise(await raiseClockOffset(database, clock.offsetMs, 'now')),
    stop: polling.stop,
  }
}
