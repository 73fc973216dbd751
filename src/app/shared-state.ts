import type { Vault } from '../base/encryption.ts'
import type { Log } from '../base/log/log.ts'
import type { Metrics } from '../http/metrics.ts'
import { createNames } from '../redis/names.ts'
import { createProviderBucket } from '../redis/provider-bucket.ts'
import { createQuotaBuckets } from '../redis/quota-buckets.ts'
import { openRedis, type Redis } from '../redis/redis.ts'
import { redisWakeUps } from '../redis/wake-ups.ts'
import { meterRedis } from './gauges/redis.ts'

interface SharedStateOptions {
  readonly url: string
  readonly vault: Vault
  readonly log: Log
  readonly metrics: Metrics
  /** See openRedis. */
  readonly patienceMs?: number | undefined
}

/**
 * What the processes on one database share over Redis: wake-ups, whose `start` connects, and the buckets of rate limits.
 */
export function openSharedState({ url, vault, log, metrics, patienceMs }: SharedStateOptions) {
  // A key that a rotation of the master key does not change, so that old and new processes share their names.
  const names = createNames(vault.mac('fingerprint', 'names in Redis'))
  const redis: Redis = openRedis({
    url,
    log,
    probeKey: names('probe'),
    ...(patienceMs !== undefined && { patienceMs }),
    onFallback: meterRedis(metrics, () => redis.up),
  })
  return {
    wakeUps: (onUpdate: () => void) => redisWakeUps(redis, names('log'), onUpdate),
    quotas: createQuotaBuckets(redis, names),
    providerBucket: (...account: readonly string[]) => createProviderBucket(redis, names('provider', ...account)),
    stop: redis.stop,
  }
}
