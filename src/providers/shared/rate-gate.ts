import { setTimeout as sleep } from 'node:timers/promises'

/** The state of the provider's token bucket, from response headers. */
export interface BucketReading {
  readonly remaining: number
  readonly perSecond: number
  readonly capacity: number
}

export type Admission = { readonly admitted: true } | { readonly admitted: false; readonly retryAfterMs: number }

/** Holds calls back, so that the provider does not refuse them. */
export interface Gate {
  /**
   * Waits up to `maxWaitMs` for a token and takes it. If that is too short, takes none and returns `retryAfterMs`, the
   * time until one is available.
   */
  admit(maxWaitMs: number): Promise<Admission>
  /** Call this for every response with the bucket's state. */
  observe(reading: BucketReading): void
  /** Call this for a 429: the bucket is empty. Returns the milliseconds until the next token. */
  refused(): number
}

/** The retry rate after a 429 without details: the slowest limit that PPRO documents (sandbox, 5 per second). */
const FALLBACK_PER_SECOND = 5

/**
 * The gateway's copy of a provider's token bucket: in a burst, calls wait here for a moment, so that the provider does
 * not refuse them. Before the first response it allows everything. Other users of the account take tokens too: the
 * provider's readings lower the count at once, and only time raises it. Rate limit packages cannot follow such
 * readings.
 */
export class RateGate implements Gate {
  readonly #nowMs: () => number
  readonly #wait: (ms: number) => Promise<unknown>
  #bucket: { perSecond: number; capacity: number } | undefined
  /** Negative: tokens reserved for waiting calls. */
  #tokens = 0
  #filledAtMs = 0

  constructor(nowMs: () => number = () => performance.now(), wait: (ms: number) => Promise<unknown> = ms => sleep(ms)) {
    this.#nowMs = nowMs
    this.#wait = wait
  }

  async admit(maxWaitMs: number): Promise<Admission> {
    if (!this.#bucket) return { admitted: true }
    this.#fill()
    const waitMs = this.#waitMs(this.#bucket.perSecond)
    if (waitMs > maxWaitMs) return { admitted: false, retryAfterMs: waitMs }
    this.#tokens -= 1
    if (waitMs > 0) await this.#wait(waitMs)
    return { admitted: true }
  }

  observe({ remaining, perSecond, capacity }: BucketReading): void {
    if (!this.#bucket) {
      this.#tokens = remaining
      this.#filledAtMs = this.#nowMs()
    }
    this.#bucket = { perSecond, capacity }
    this.#fill()
    this.#tokens = Math.min(this.#tokens, remaining)
  }

  refused(): number {
    if (!this.#bucket) return Math.ceil(1000 / FALLBACK_PER_SECOND)
    this.#fill()
    this.#tokens = Math.min(this.#tokens, 0)
    return this.#waitMs(this.#bucket.perSecond)
  }

  /** Milliseconds until the next token that is not reserved. */
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
