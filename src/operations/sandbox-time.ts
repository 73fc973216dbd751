import { pause, type RealTime } from '../base/real-time.ts'

/** What it takes to move time forward. The app fills it in, in sandbox mode. */
export interface SandboxTime {
  /** Moves the gateway's clock, for all its processes; never back. */
  moveClock(to: Date): Promise<void>
  /** The simulators' programs, each with a clock of its own; none where every provider is somebody else's. */
  readonly simulators: readonly SimulatorClock[]
  /**
   * Does all that is due by the gateway's clock, what is due first before the rest, until nothing of it is left and
   * nothing that this process has begun is under way.
   */
  runDue(patience: Patience): Promise<DueRun>
}

export interface DueRun {
  /** How many pieces of work there were. */
  readonly done: number
  /** When something is due next; null where nothing is planned. */
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
