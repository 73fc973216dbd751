import type { CircuitState, ProviderHealth } from '../port/provider.ts'
import { RollingCalls } from './rolling-calls.ts'

export interface CircuitOptions {
  /** Consecutive failures that open the circuit. */
  readonly consecutiveFailures: number
  /** The share of failed calls within the window that opens the circuit, if the window has at least `minimumCalls`. */
  readonly failureRate: number
  readonly minimumCalls: number
  readonly windowMs: number
  /** How long the circuit stays open before it allows one trial. */
  readonly openMs: number
  /** Milliseconds since the epoch: real time that never goes back. */
  readonly now: () => number
}

/**
 * High thresholds on purpose: an open circuit refuses new charges, so it must mean that the provider is down, not that
 * a fifth of the calls fail.
 */
const defaultCircuitOptions: CircuitOptions = {
  consecutiveFailures: 12,
  failureRate: 0.9,
  minimumCalls: 30,
  windowMs: 30_000,
  openMs: 5_000,
  now: () => performance.timeOrigin + performance.now(),
}

/** Permission for one call. Exactly one of the two functions must be called at its end. */
interface Permit {
  /**
   * `healthy` is false only for transport failures and 5xx: a provider that declines or rejects a request is healthy.
   */
  report(healthy: boolean, latencyMs: number): void
  /** The call was not made. */
  giveBack(): void
}

/** How long to wait while a trial is running. */
const TRIAL_WAIT_MS = 500

/**
 * Stops calls to a provider that does not respond. CLOSED allows all calls, OPEN none; then one trial at a time
 * (HALF_OPEN), whose success closes the circuit and whose failure opens it again.
 *
 * Written by hand: cockatiel queues callers behind the trial and opossum counts no failures in a row; both read
 * `Date.now()`, do not report when to retry, and would need more code around them than this file has.
 */
export class CircuitBreaker {
  readonly #options: CircuitOptions
  readonly #calls = new RollingCalls()
  #openedAtMs: number | undefined
  #trialUnderWay = false
  #failuresInARow = 0
  /** Rises when the circuit opens or closes. A call that started before does not affect the state after it. */
  #era = 0

  constructor(options: Partial<CircuitOptions> = {}) {
    this.#options = { ...defaultCircuitOptions, ...options }
  }

  enter(): Permit | { readonly retryAfterMs: number } {
    if (this.#openedAtMs === undefined) return this.#permit(false)
    const leftMs = this.#openedAtMs + this.#options.openMs - this.#options.now()
    if (leftMs > 0) return { retryAfterMs: Math.ceil(leftMs) }
    if (this.#trialUnderWay) return { retryAfterMs: TRIAL_WAIT_MS }
    this.#trialUnderWay = true
    return this.#permit(true)
  }

  health(): ProviderHealth {
    const state = this.#state()
    const retryAtMs = (this.#openedAtMs ?? 0) + this.#options.openMs
    const { successRate, p95LatencyMs, lastFailureAtMs } = this.#calls.summary()
    return {
      circuit: state,
      retryAfter: state === 'OPEN' ? new Date(Math.ceil(retryAtMs)) : null,
      successRate,
      p95LatencyMs,
      lastFailureAt: lastFailureAtMs === null ? null : new Date(lastFailureAtMs),
    }
  }

  #state(): CircuitState {
    if (this.#openedAtMs === undefined) return 'CLOSED'
    return this.#options.now() < this.#openedAtMs + this.#options.openMs ? 'OPEN' : 'HALF_OPEN'
  }

  #permit(trial: boolean): Permit {
    const era = this.#era
    return {
      report: (healthy, latencyMs) => {
        this.#calls.add({ atMs: this.#options.now(), healthy, latencyMs })
        if (era !== this.#era) return
        this.#failuresInARow = healthy ? 0 : this.#failuresInARow + 1
        if (trial) this.#endTrial(healthy)
        else if (!healthy && this.#openedAtMs === undefined && this.#isTooMuch()) this.#open()
      },
      giveBack: () => {
        if (trial && era === this.#era) this.#trialUnderWay = false
      },
    }
  }

  #endTrial(healthy: boolean): void {
    if (!healthy) {
      this.#open()
      return
    }
    this.#era++
    this.#openedAtMs = undefined
    this.#trialUnderWay = false
    this.#failuresInARow = 0
    this.#calls.startWindow()
  }

  #open(): void {
    this.#era++
    this.#openedAtMs = this.#options.now()
    this.#trialUnderWay = false
  }

  #isTooMuch(): boolean {
    const { consecutiveFailures, failureRate, minimumCalls, windowMs, now } = this.#options
    if (this.#failuresInARow >= consecutiveFailures) return true
    const { total, failed } = this.#calls.since(now() - windowMs)
    return total >= minimumCalls && failed >= failureRate * total
  }
}
