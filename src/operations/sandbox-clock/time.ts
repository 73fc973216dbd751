import type { Clock } from '../../base/time/clock.ts'
import { pause, type RealTime } from '../../base/time/real-time.ts'

/** The means to move time forward. The app supplies them in sandbox mode. */
export interface SandboxTime {
  /**
   * Moves the gateway's clock, for all its processes; never back. If the database is killed right after it, the move
   * can be lost, together with everything that was done since.
   */
  moveClock(to: Date): Promise<void>
  /** Makes the moves up to now durable. */
  keepClock(): Promise<void>
  /** The simulators' programs, each with its own clock. Empty if no provider is simulated. */
  readonly simulators: readonly SimulatorClock[]
  /**
   * Does some of the work that is due by the gateway's clock, the earliest first. When it resolves, this process has
   * finished all work that it has begun.
   */
  runDue(patience: Patience): Promise<DueRun>
}

export interface DueRun {
  /** The number of pieces of work that were done; 0 if nothing was due. */
  readonly done: number
  /** If nothing was due, when the next work is due; null if nothing is planned. */
  readonly nextDue: Date | null
}

/** The control interface of one program of simulators. Its functions resolve to undefined if it cannot be reached. */
export interface SimulatorClock {
  read(): Promise<SimulatorTime | undefined>
  /**
   * Moves the simulators' clock to this time. Resolves after all work that is due by then has run and its webhooks have
   * been sent.
   */
  advance(to: Date): Promise<SimulatorTime | undefined>
}

export interface SimulatorTime {
  readonly now: Date
  readonly nextDue: Date | null
  /** The number of requests that it has not answered yet and of deliveries in progress. */
  readonly inFlight: number
}

/** The total real time for which an advance waits for what this process cannot influence. */
export interface Patience {
  /** Waits this many milliseconds. Returns false at once if the time is used up. */
  wait(ms: number): Promise<boolean>
}

export function createPatience(time: RealTime, milliseconds: number): Patience {
  let leftMs = milliseconds
  return {
    async wait(ms) {
      if (leftMs <= 0) return false
      const waitMs = Math.min(ms, leftMs)
      leftMs -= waitMs
      await pause(time, waitMs)
      return true
    },
  }
}

/**
 * Converts an instant of real time (when a circuit lets requests through again) to the gateway's clock, for callers.
 */
export function onClock(
  { clock, realTime }: { readonly clock: Clock; readonly realTime: Pick<RealTime, 'nowMs'> },
  instant: Date,
): Date {
  return new Date(Math.round(clock.now().getTime() + instant.getTime() - realTime.nowMs()))
}
