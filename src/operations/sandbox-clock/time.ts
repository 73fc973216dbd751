import type { Clock } from '../../base/time/clock.ts'
import { pause, type RealTime } from '../../base/time/real-time.ts'

/** What it takes to move time forward. The app fills it in, in sandbox mode. */
export interface SandboxTime {
  /**
   * Moves the gateway's clock, for all its processes; never back. Where the database is killed right after it this may be
   * forgotten, together with all that was done since.
   */
  moveClock(to: Date): Promise<void>
  /** From then on it is never forgotten how far it was moved. */
  keepClock(): Promise<void>
  /** The simulators' programs, each with a clock of its own; none where every provider is somebody else's. */
  readonly simulators: readonly SimulatorClock[]
  /** Does some of what is due by the gateway's clock, the earliest first. Nothing that this process has begun is under way then. */
  runDue(patience: Patience): Promise<DueRun>
}

export interface DueRun {
  /** How many pieces of work were done; 0 where nothing was due. */
  readonly done: number
  /** Where nothing was due: when something will be; null where nothing is planned. */
  readonly nextDue: Date | null
}

/** One program of simulators, by its control interface. Undefined is answered where it cannot be reached. */
export interface SimulatorClock {
  read(): Promise<SimulatorTime | undefined>
  /** Moves its clock: all that is due there on the way has happened, and been told, when it answers. */
  advance(to: Date): Promise<SimulatorTime | undefined>
}

export interface SimulatorTime {
  readonly now: Date
  readonly nextDue: Date | null
  /** Requests that it has not answered and deliveries under way. */
  readonly inFlight: number
}

/** How long is waited, in real time and in all, for what this process cannot hurry. */
export interface Patience {
  /** Waits so many milliseconds. False, at once, where it is used up. */
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

/** What goes by real time (a circuit that lets requests through again) as it is shown to those who go by the clock. */
export function onClock(
  { clock, realTime }: { readonly clock: Clock; readonly realTime: Pick<RealTime, 'nowMs'> },
  instant: Date,
): Date {
  return new Date(Math.round(clock.now().getTime() + instant.getTime() - realTime.nowMs()))
}
