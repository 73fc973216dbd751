/** Real time, which the sandbox clock does not move: for deadlines, pauses and leases. Simulations pass their own. */
export interface RealTime {
  /** Milliseconds since the epoch, never going back. */
  nowMs(): number
  /** Calls `wake` once after `ms`. @returns Cancels it. */
  after(ms: number, wake: () => void): () => void
}

export const systemTime: RealTime = {
  nowMs: () => performance.timeOrigin + performance.now(),
  after(ms, wake) {
    const timer = setTimeout(wake, ms)
    return () => clearTimeout(timer)
  },
}

export function pause(time: RealTime, ms: number): Promise<void> {
  return new Promise(resolve => {
    time.after(ms, resolve)
  })
}
