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

/** One rate that something counts against. */
export interface Taking {
  readonly policy: Policy
  readonly key: string
}

/**
 * Counts points by policy and key. Its methods are asynchronous, because a store outside this process, which several
 * processes share, can count.
 */
export interface Limiter {
  /**
   * Takes points of each rate, or of none if one of them has too few left. @returns The verdict on that one, or on the
   * one that has the smallest share left.
   */
  take(takings: readonly Taking[], points: number): Promise<Verdict>
  /** Returns points of something that did not happen. */
  giveBack(taking: Taking, points: number): Promise<void>
}

/** The one of which the smallest share of the quota is left. */
export function tightest(verdicts: readonly Verdict[]): Verdict {
  const share = ({ remaining, policy }: Verdict) => remaining / policy.quota
  return verdicts.reduce((least, verdict) => (share(verdict) < share(least) ? verdict : least))
}
