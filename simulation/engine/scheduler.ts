import { setImmediate as turn } from 'node:timers/promises'
import type { Trace } from './trace.ts'

/** An I/O step or timer that waits to be chosen. */
export interface Gate {
  /** Its owner: killing the owner drops it. */
  readonly owner: string
  readonly label: string
  /** The step cannot run before this simulated time. */
  readonly atMs: number
  /** False while it waits for another step (a lock). Absent: it does not wait. */
  readonly ready?: () => boolean
  /** The time from which it can be chosen although it is not ready: its wait times out. */
  readonly expiresAtMs?: number
  readonly run: () => Promise<void> | void
}

/** Chooses one of the steps that can run. */
export type Choose = (runnable: readonly Gate[]) => Gate

/** Chooses in the order of arrival. */
export const chooseFirst: Choose = ([first]) => {
  if (first === undefined) throw new RangeError('nothing to choose from')
  return first
}

export interface SchedulerOptions {
  readonly startMs: number
  readonly choose: Choose
  readonly trace: Trace
  /** Called before each choice: whether simulated time moves to the next timer although something else could run. */
  readonly timePasses: () => boolean
  /** The longest time for which it moves this way. */
  readonly longestStallMs: number
  /** Called before each choice of a step. */
  readonly beforeStep: () => Promise<void> | void
  /** Called after each step, to resume work elsewhere that the step has made possible. */
  readonly afterStep: () => Promise<void>
  /** Called when nothing can run. Returns when there may be work again, or undefined if nothing is planned. */
  readonly whenIdle: () => Promise<number | undefined>
  readonly maxSteps: number
}

/**
 * Runs tasks, all in this process, with one I/O step in flight at a time. A task that needs I/O parks here; when every
 * task is parked, one of them is chosen, its step runs to its end, and so on. Time is simulated: it does not move while
 * a step can run, and moves to the next timer when none can.
 */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #gates = new Set<Gate>()
  readonly #dead = new Set<string>()
  #nowMs: number
  #steps = 0

  constructor(options: SchedulerOptions) {
    this.#options = options
    this.#nowMs = options.startMs
  }

  get nowMs(): number {
    return this.#nowMs
  }

  get steps(): number {
    return this.#steps
  }

  /**
   * Parks a step of I/O; once it is chosen and has run, it resolves or rejects as `action` does. The step ends when the
   * action ends, or earlier when it calls `detach`: it then waits for another step.
   */
  step<T>(
    { owner, label, atMs = this.#nowMs, ...when }: Omit<Gate, 'run' | 'atMs'> & { readonly atMs?: number },
    action: (detach: () => void) => Promise<T> | T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () =>
        new Promise<void>(detach => {
          Promise.resolve()
            .then(() => action(detach))
            .then(resolve, reject)
            .finally(detach)
        })
      this.add({ owner, label, atMs, ...when, run })
    })
  }

  /** Calls `wake` after `ms` of simulated time. Returns a function that cancels it. */
  after(owner: string, ms: number, label: string, wake: () => void): () => void {
    const gate: Gate = { owner, label, atMs: this.#nowMs + ms, run: wake }
    this.add(gate)
    return () => void this.#gates.delete(gate)
  }

  /** Moves time forward while no step runs. */
  skip(ms: number): void {
    this.#nowMs += ms
  }

  add(gate: Gate): void {
    if (!this.#dead.has(gate.owner)) this.#gates.add(gate)
  }

  /** SIGKILL: the owner's next steps never happen, and nothing reaches it any longer. */
  drop(owner: string): void {
    this.#dead.add(owner)
    for (const gate of this.#gates) if (gate.owner === owner) this.#gates.delete(gate)
  }

  /** Runs until no step is left, or until `done` returns true. */
  async run(done: () => boolean = () => false): Promise<void> {
    for (;;) {
      // Everything that the last step resumed reaches its next step or its end within this turn, because only promises
      // run between two steps.
      await turn()
      if (done()) return
      await this.#options.beforeStep()
      const gate = await this.#next()
      if (gate === undefined) return
      if (++this.#steps > this.#options.maxSteps) throw new Error(`no end after ${this.#options.maxSteps} steps`)
      this.#gates.delete(gate)
      this.#options.trace.add(this.#nowMs, gate.owner, gate.label)
      await gate.run()
      await this.#options.afterStep()
    }
  }

  async #next(): Promise<Gate | undefined> {
    for (;;) {
      const runnable = [...this.#gates].filter(gate => this.#isRunnable(gate))
      const timerMs = this.#nextTimerMs()
      if (runnable.length > 0) {
        const stalls = timerMs !== undefined && timerMs - this.#nowMs <= this.#options.longestStallMs
        if (!stalls || !this.#options.timePasses()) return this.#options.choose(runnable)
        this.#nowMs = timerMs
        continue
      }
      const count = this.#gates.size
      const dueMs = await this.#options.whenIdle()
      // New work reaches its first step within a turn.
      await turn()
      if (this.#gates.size > count || [...this.#gates].some(gate => this.#isRunnable(gate))) continue
      const nextMs = Math.min(timerMs ?? Number.POSITIVE_INFINITY, dueMs ?? Number.POSITIVE_INFINITY)
      if (!Number.isFinite(nextMs)) return undefined
      this.#nowMs = Math.max(this.#nowMs, nextMs)
    }
  }

  #isRunnable({ atMs, ready, expiresAtMs }: Gate): boolean {
    if (atMs > this.#nowMs) return false
    return ready === undefined || ready() || (expiresAtMs !== undefined && expiresAtMs <= this.#nowMs)
  }

  #nextTimerMs(): number | undefined {
    let earliest: number | undefined
    for (const { atMs, ready, expiresAtMs } of this.#gates) {
      const wakeMs = atMs > this.#nowMs ? atMs : ready !== undefined && !ready() ? expiresAtMs : undefined
      if (wakeMs !== undefined && wakeMs > this.#nowMs && (earliest === undefined || wakeMs < earliest))
        earliest = wakeMs
    }
    return earliest
  }
}
