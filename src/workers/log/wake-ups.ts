/**
 * Tells other processes of commits, and hears of theirs. Only a wake-up: the tail's poll finds the events whose wake-up
 * was lost.
 */
export interface WakeUps {
  /** True while wake-ups of other processes arrive. */
  readonly listening: boolean
  start(): void
  /** Wakes other processes soon. Never throws. */
  notify(): void
  stop(): Promise<void>
}
