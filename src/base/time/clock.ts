/** The time by which the gateway decides and stamps. Real-time matters (leases, deadlines, sockets) do not use it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands ahead of the machine's. */
interface OffsetClock extends Clock {
  /** Milliseconds by which it is ahead. */
  readonly offsetMs: number
  /** Sets it that far ahead; it is never set back. */
  raise(offsetMs: number): void
  /** How far ahead it would have to be for it to be this instant now; negative for one that has passed in real time. */
  offsetTo(instant: Date): number
}

/**
 * It never goes back, also where the machine's clock is set back: it then stands still until that has caught up.
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
