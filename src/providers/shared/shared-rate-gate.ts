import { setTimeout as sleep } from 'node:timers/promises'
import type { Admission, BucketReading, Gate } from './rate-gate.ts'

/** An account's token bucket in a store that all processes share. Its methods never reject. */
export interface SharedBucket {
  /**
   * Takes a token that will be there in `waitMs`, at most `maxWaitMs`. Undefined if the store does not answer in time,
   * or does not know the bucket yet.
   */
  reserve(maxWaitMs: number): Promise<{ readonly admitted: boolean; readonly waitMs: number } | undefined>
  observe(reading: BucketReading): Promise<void>
}

/**
 * Holds a provider's rate over all processes. If the shared bucket cannot be read, this process's own gate decides, from
 * the readings that it has seen: several processes can then send too much, and the provider's 429 stops them.
 */
export function sharedRateGate(own: Gate, shared: SharedBucket): Gate {
  return {
    async admit(maxWaitMs): Promise<Admission> {
      const reserved = await shared.reserve(maxWaitMs)
      if (reserved === undefined) return own.admit(maxWaitMs)
      if (!reserved.admitted) return { admitted: false, retryAfterMs: reserved.waitMs }
      // A timer can be a millisecond early.
      if (reserved.waitMs > 0) await sleep(reserved.waitMs + 1)
      return { admitted: true }
    },
    observe(reading) {
      own.observe(reading)
      // No caller waits for it.
      void shared.observe(reading)
    },
    refused: () => own.refused(),
  }
}
