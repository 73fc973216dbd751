import { createFairPlaces, NoPlaceError } from '../../base/fair-places.ts'
import type { Caller } from '../../operations/command/caller.ts'
import type { MerchantMetrics } from './merchant-metrics.ts'
import { RateLimitedError } from './rate-limited.ts'
import type { QuotaSettings } from './settings.ts'

export interface Places {
  /**
   * Runs an operation as soon as fewer operations of its merchant run than are allowed.
   *
   * @param work Its place is free again when it has settled.
   * @returns The refusal if it waited too long, or too many wait.
   */
  forOperation<Result>(
    caller: Caller,
    kind: 'query' | 'mutation',
    work: () => Promise<Result>,
  ): Promise<Result | RateLimitedError>
  /**
   * Runs a subscription's selection on an event in the same way. It waits as long as it has to: no event is left out.
   */
  forEvent<Result>(caller: Caller, work: () => Promise<Result>): Promise<Result>
}

/**
 * Fair shares of what a process executes. Queries, mutations and events do not wait for each other: mutations wait for
 * providers, and thousands of subscribers get one event at once.
 */
export function createPlaces(settings: QuotaSettings, metrics: MerchantMetrics): Places {
  const { queriesAtOnce, mutationsAtOnce, mostWaiting, waitMs } = settings
  const operations = {
    query: createFairPlaces({ mostOfKey: () => queriesAtOnce, mostWaiting }),
    mutation: createFairPlaces({ mostOfKey: () => mutationsAtOnce, mostWaiting }),
  }
  const events = createFairPlaces({ mostOfKey: () => queriesAtOnce })
  return {
    async forOperation({ tenant: { merchantId } }, kind, work) {
      const places = operations[kind]
      try {
        const leave = places.tryTake(merchantId) ?? (await places.take(merchantId, waitMs))
        return await work().finally(leave)
      } catch (error) {
        if (!(error instanceof NoPlaceError)) throw error
        metrics.refused(merchantId, `${kind}-at-once`)
        const [what, most] = kind === 'query' ? ['queries', queriesAtOnce] : ['mutations', mutationsAtOnce]
        return new RateLimitedError(
          `Too many ${what} of this merchant are running. At most ${most} can run and ${mostWaiting} can wait at once.`,
          waitMs,
        )
      }
    },
    async forEvent({ tenant: { merchantId } }, work) {
      const leave = events.tryTake(merchantId) ?? (await events.take(merchantId, Number.POSITIVE_INFINITY))
      return work().finally(leave)
    },
  }
}
