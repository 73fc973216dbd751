import type { RateLimit } from '../../faults/settings.ts'
import { TokenBucket } from '../../faults/token-bucket.ts'

type Admission = { readonly allowed: boolean; readonly headers: Readonly<Record<string, string>> }

type Buckets = { readonly reads: TokenBucket; readonly writes: TokenBucket }

/**
 * PPRO's limits: one bucket for reads and one for writes, each with a capacity of twice its rate (at least one token),
 * and the headers that show them.
 */
export class RateLimits {
  #buckets: Buckets | null

  constructor(limit: RateLimit) {
    this.#buckets = bucketsOf(limit)
  }

  /** Starts again with full buckets. Null removes the limit and its headers. */
  set(limit: RateLimit): void {
    this.#buckets = bucketsOf(limit)
  }

  take(kind: 'reads' | 'writes'): Admission {
    const bucket = this.#buckets?.[kind]
    if (!bucket) return { allowed: true, headers: {} }
    const { allowed, remaining } = bucket.take()
    return {
      allowed,
      headers: {
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-requested-tokens': '1',
        'x-ratelimit-burst-capacity': String(bucket.capacity),
        'x-ratelimit-replenish-rate': String(bucket.perSecond),
      },
    }
  }
}

function bucketsOf(limit: RateLimit): Buckets | null {
  if (limit === null) return null
  const capacity = Math.max(1, 2 * limit)
  return { reads: new TokenBucket(limit, capacity), writes: new TokenBucket(limit, capacity) }
}
