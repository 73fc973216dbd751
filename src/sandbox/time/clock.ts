/**
 * The sandbox's time: real time plus an offset that only grows. During an advance the time is held at the instant of
 * the running task, so that everything due then has that exact timestamp. All values are milliseconds since the epoch.
 */
export class SandboxClock {
  #offsetMs: number
  #heldAtMs: number | null = null
  #latestMs = 0
  readonly #remember: (offsetMs: number) => void

  /**
   * `remember` is called with each new offset before it takes effect, so that after a kill the next process does not
   * start earlier.
   */
  constructor(offsetMs: number, remember: (offsetMs: number) => void) {
    this.#offsetMs = offsetMs
    this.#remember = remember
  }

  /** Never earlier than any value it returned before, even if the machine's clock goes back. */
  now(): number {
    this.#latestMs = Math.max(this.#latestMs, this.#heldAtMs ?? Date.now() + this.#offsetMs)
    return this.#latestMs
  }

  get held(): boolean {
    return this.#heldAtMs !== null
  }

  /** Stops the clock at `atMs`, or at the current time if `atMs` is in the past. */
  hold(atMs: number): void {
    const target = Math.max(atMs, this.now())
    this.#move(target)
    this.#heldAtMs = target
  }

  /** Lets the time continue from the instant at which it was held. */
  release(): void {
    if (this.#heldAtMs === null) return
    this.#move(this.#heldAtMs)
    this.#heldAtMs = null
  }

  #move(toMs: number): void {
    const offsetMs = toMs - Date.now()
    this.#remember(offsetMs)
    this.#offsetMs = offsetMs
  }
}

/** The format of every timestamp shown: ISO 8601, UTC, milliseconds. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
