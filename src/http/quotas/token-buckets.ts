import { type Limiter, type Policy, tightest } from './limiter.ts'

interface Bucket {
  points: number
  /** When `points` was computed, in milliseconds. */
  atMs: number
}

interface TokenBucketsOptions {
  /** Keys in memory; beyond it the one that was used least recently is forgotten, and has its whole quota again. */
  readonly mostKeys?: number
  readonly now?: () => number
}

/**
 * Token buckets in memory. rate-limiter-flexible, the usual package, keeps a timer for each key, does not limit the
 * number of keys in memory, and counts in fixed windows, so that twice the quota is possible at the border of two
 * windows.
 */
export function createTokenBuckets(options: TokenBucketsOptions = {}): Limiter {
  const { mostKeys = 50_000, now = () => performance.now() } = options
  const buckets = new Map<string, Bucket>()

  const bucketOf = ({ name, quota, perSecond }: Policy, key: string): Bucket => {
    const id = `${name} ${key}`
    const known = buckets.get(id)
    const atMs = now()
    const bucket = known ?? { points: quota, atMs }
    bucket.points = Math.min(quota, bucket.points + ((atMs - bucket.atMs) / 1_000) * perSecond)
    bucket.atMs = atMs
    // Moves the key to the end: the first key is the least recently used one.
    if (known) buckets.delete(id)
    buckets.set(id, bucket)
    const [oldest] = buckets.keys()
    if (buckets.size > mostKeys && oldest !== undefined) buckets.delete(oldest)
    return bucket
  }

  return {
    async take(takings, points) {
      // There can never be more points than the whole quota.
      const parts = takings.map(({ policy, key }) => ({
        policy,
        bucket: bucketOf(policy, key),
        wanted: Math.min(points, policy.quota),
      }))
      const short = parts.find(({ bucket, wanted }) => bucket.points < wanted)
      if (short !== undefined) {
        const { policy, bucket, wanted } = short
        const retryAfterMs = ((wanted - bucket.points) / policy.perSecond) * 1_000
        return { ok: false, policy, remaining: Math.floor(bucket.points), retryAfterMs }
      }
      for (const { bucket, wanted } of parts) bucket.points -= wanted
      return tightest(
        parts.map(({ policy, bucket }) => ({
          ok: true,
          policy,
          remaining: Math.floor(bucket.points),
          retryAfterMs: 0,
        })),
      )
    },
    async giveBack({ policy, key }, points) {
      const bucket = bucketOf(policy, key)
      bucket.points = Math.min(policy.quota, bucket.points + Math.min(points, policy.quota))
    },
  }
}
