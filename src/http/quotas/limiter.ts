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
  /** Milliseconds until there are enough points; 0 if there are enough now. */
  readonly retryAfterMs: number
}

/**
 * Counts points by policy and key. Its methods are asynchronous, so that a store outside this process, which several
 * processes share, can replace the one in memory.
 */
export interface Limiter {
  /** Takes points. If there are not enough, it takes none. */
  take(policy: Policy, key: string, points: number): Promise<Verdict>
  /** Returns points of something that did not happen. */
  giveBack(policy: Policy, key: string, points: number): Promise<void>
}
