interface CallResult {
  /** When it ended, milliseconds since the epoch. */
  readonly atMs: number
  readonly healthy: boolean
  readonly latencyMs: number
}

/** Number of recent calls: enough for a rate and a percentile, and few enough to scan at every failure. */
const KEPT = 200

/** The latest calls to a provider. */
export class RollingCalls {
  #calls: CallResult[] = []
  #windowStart = 0
  #lastFailureAtMs: number | null = null

  add(call: CallResult): void {
    this.#calls.push(call)
    if (!call.healthy) this.#lastFailureAtMs = call.atMs
    if (this.#calls.length <= KEPT) return
    this.#calls.shift()
    this.#windowStart = Math.max(0, this.#windowStart - 1)
  }

  /** Excludes earlier calls from `since`, but not from `summary`. */
  startWindow(): void {
    this.#windowStart = this.#calls.length
  }

  since(atMs: number): { readonly total: number; readonly failed: number } {
    const calls = this.#calls.slice(this.#windowStart).filter(call => call.atMs >= atMs)
    return { total: calls.length, failed: calls.filter(call => !call.healthy).length }
  }

  /** Rate from 0 to 1 and the 95th percentile (nearest rank) over the calls kept; null before the first. */
  summary(): {
    readonly successRate: number | null
    readonly p95LatencyMs: number | null
    readonly lastFailureAtMs: number | null
  } {
    const total = this.#calls.length
    const healthy = this.#calls.filter(call => call.healthy).length
    const latencies = this.#calls.map(call => call.latencyMs).sort((a, b) => a - b)
    const p95 = latencies[Math.ceil(total * 0.95) - 1]
    return {
      successRate: total === 0 ? null : healthy / total,
      p95LatencyMs: p95 === undefined ? null : Math.round(p95),
      lastFailureAtMs: this.#lastFailureAtMs,
    }
  }
}
