/** The time by which the gateway decides and stamps. Real-time matters (leases, deadlines, sockets) do not use it. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }
