import { setTimeout as sleep } from 'node:timers/promises'

/** What an answer's headers say of the provider's token bucket. */
export interface BucketReading {
  readonly remaining: number
  readonly perSecond: number
  readonly capacity: number
}

type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfterMs: number }

/**
 * How fast to come again after a 429 that does not say: the slowest limit that PPRO documents (sandbox, 5 a second).
 */
const FALLBACK_PER_SECOND = 5

/**
 * Our own copy of a provider's token bucket, so that a burst waits here for a moment rather than being refused there.
 * It knows nothing before the first answer and then lets everything through. Other users of the same account take
 * tokens too: the provider's readings lower our count at once, and time alone raises it.
 */
export class RateGate {
  readonly #nowMs: () => number
  readonly #wait: (ms: number) => Promise<unknown>
  #bucket: { perSecond: number; capacity: number } | undefined
  /** Below zero: tokens that are promised to those who wait. */
  #tokens = 0
  #filledAtMs = 0

  constructor(nowMs: () => number = () => performance.now(), wait: (ms: number) => Promise<unknown> = ms => sleep(ms)) {
    this.#nowMs = nowMs
    this.#wait = wait
  }

  /**
   * Takes a token, waiting for it where that takes no longer than `maxWaitMs`; else takes none and says when there is
   * one.
   */
  async admit(maxWaitMs: number): Promise<Admission> {
    if (!this.#bucket) return { admitted: true }
    this.#fill()
    const waitMs = this.#waitMs(this.#bucket.perSecond)
    if (waitMs > maxWaitMs) return { admitted: false, retryAfterMs: waitMs }
    this.#tokens -= 1
    if (waitMs > 0) await this.#wait(waitMs)
    return { admitted: true }
  }

  /** To be told of every answer that carries the bucket's state. */
  observe({ remaining, perSecond, capacity }: BucketReading): void {
    if (!this.#bucket) {
      this.#tokens = remaining
      this.#filledAtMs = this.#nowMs()
    }
    this.#bucket = { perSecond, capacity }
    this.#fill()
    this.#tokens = Math.min(this.#tokens, remaining)
  }

  /**
   * To be told of a 429: the bucket is empty, whatever we believed. Returns how long a token takes, in milliseconds.
   */
  refused(): number {
    if (!this.#bucket) return Math.ceil(1000 / FALLBACK_PER_SECOND)
    this.#fill()
    this.#tokens = Math.min(this.#tokens, 0)
    return this.#waitMs(this.#bucket.perSecond)
  }

  /** Until the next token that nobody waits for. */
  #waitMs(perSecond: number): number {
    return Math.max(0, Math.ceil(((1 - this.#tokens) * 1000) / perSecond))
  }

  #fill(): void {
    if (!this.#bucket) return
    const nowMs = this.#nowMs()
    const gained = ((nowMs - this.#filledAtMs) * this.#bucket.perSecond) / 1000
    this.#tokens = Math.min(this.#bucket.capacity, this.#tokens + gained)
    this.#filledAtMs = nowMs
  }
}
