/** A rate: up to `quota` points at once, and `perSecond` more each second. */
export interface Policy {
  /** Its name in the RateLimit headers and in metrics. */
  readonly name: string
  readonly quota: number
  readonly perSecond: number
}

export interface Verdict {
  readonly ok: boolean
  readonly policy: Policy
  /** Points that are left. */
  readonly remaining: number
  /** Until the points would be there; 0 if they were. */
  readonly retryAfterMs: number
}

/**
 * Counts points by policy and key. Its methods are asynchronous so that a store outside of this process, which several
 * processes share, can take the place of the one in memory.
 */
export interface Limiter {
  /** Takes points. If there are not enough, it takes none. */
  take(policy: Policy, key: string, points: number): Promise<Verdict>
  /** Returns points of something that did not happen. */
  giveBack(policy: Policy, key: string, points: number): Promise<void>
}
