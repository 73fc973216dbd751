type Token = { readonly allowed: boolean; readonly remaining: number }

/** A token bucket on real time: a sandbox clock that stops or jumps must not affect it. */
export class TokenBucket {
  readonly perSecond: number
  readonly capacity: number
  readonly #nowMs: () => number
  #tokens: number
  #filledAtMs: number

  constructor(perSecond: number, capacity: number, nowMs: () => number = () => performance.now()) {
    this.perSecond = perSecond
    this.capacity = capacity
    this.#nowMs = nowMs
    this.#tokens = capacity
    this.#filledAtMs = nowMs()
  }

  /** Takes one token if there is one; `remaining` is the number of whole tokens left. */
  take(): Token {
    const nowMs = this.#nowMs()
    this.#tokens = Math.min(this.capacity, this.#tokens + ((nowMs - this.#filledAtMs) * this.perSecond) / 1000)
    this.#filledAtMs = nowMs
    const allowed = this.#tokens >= 1
    if (allowed) this.#tokens -= 1
    return { allowed, remaining: Math.floor(this.#tokens) }
  }
}
