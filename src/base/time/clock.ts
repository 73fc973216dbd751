/** The time of decisions and timestamps. Leases, deadlines and sockets use RealTime instead. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock ahead of the machine's. */
interface OffsetClock extends Clock {
  readonly offsetMs: number
  /** Sets the offset if it is larger than the present one. */
  raise(offsetMs: number): void
  /** The offset with which the clock shows this instant now. Negative if the instant is in the past in real time. */
  offsetTo(instant: Date): number
}

/**
 * A clock that never goes back. If the machine's clock is set back, this clock stops until that one has caught up.
 *
 * @param machineMs The machine's clock, in milliseconds since the epoch.
 */
export function createOffsetClock(machineMs: () => number = Date.now): OffsetClock {
  let offsetMs = 0
  let latestMs = 0
  return {
    now() {
      latestMs = Math.max(latestMs, machineMs() + offsetMs)
      return new Date(latestMs)
    },
    get offsetMs() {
      return offsetMs
    },
    raise(toMs) {
      offsetMs = Math.max(offsetMs, toMs)
    },
    offsetTo: instant => instant.getTime() - machineMs(),
  }
}
