import type { SandboxClock } from './clock.ts'

/** The work of an entry. A returned promise counts as in flight until it settles. */
type Task = () => Promise<void> | void

type Entry = { readonly key: string; readonly dueAtMs: number; readonly sequence: number; readonly run: Task }

/** setTimeout fires at once for delays beyond 2^31-1 ms, so a longer wait is split. */
const LONGEST_TIMEOUT_MS = 2_147_483_647

/**
 * The tasks of the sandbox clock, ordered by due time and then by scheduling. In memory only: the caller records each
 * task and schedules it again after a restart. Schedulers from npm run on real time only.
 */
export class Agenda {
  readonly #clock: SandboxClock
  readonly #onError: (error: unknown) => void
  readonly #entries = new Map<string, Entry>()
  readonly #inFlight = new Set<Promise<void>>()
  #heap: Entry[] = []
  #sequence = 0
  #timeout: NodeJS.Timeout | undefined
  #stopped = false

  constructor(clock: SandboxClock, onError: (error: unknown) => void) {
    this.#clock = clock
    this.#onError = onError
  }

  /** Replaces the task of `key`. A time in the past means as soon as possible. */
  schedule(key: string, dueAtMs: number, run: Task): void {
    const entry = { key, dueAtMs, sequence: this.#sequence++, run }
    this.#entries.set(key, entry)
    this.#push(entry)
    this.arm()
  }

  cancel(key: string): void {
    this.#entries.delete(key)
  }

  get inFlight(): number {
    return this.#inFlight.size
  }

  /** Null if nothing is scheduled. Work in flight is not counted: `settled` waits for it. */
  nextDueAtMs(): number | null {
    return this.#earliest()?.dueAtMs ?? null
  }

  /** Starts all due tasks in order, including those that they schedule for now. */
  runDue(): void {
    if (this.#stopped) return
    for (let entry = this.#earliest(); entry && entry.dueAtMs <= this.#clock.now(); entry = this.#earliest()) {
      this.#pop()
      this.#entries.delete(entry.key)
      this.#start(entry)
    }
  }

  /** Resolves once nothing is in flight, including tasks started in the meantime. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled(this.#inFlight)
  }

  /** Counts other work as in flight, so that an advance waits for it too. */
  track(work: Promise<void>): void {
    const tracked = work.catch(this.#onError).finally(() => this.#inFlight.delete(tracked))
    this.#inFlight.add(tracked)
  }

  /** Sets the real timer again. Call it after the clock was released. */
  arm(): void {
    clearTimeout(this.#timeout)
    const next = this.#earliest()
    if (this.#stopped || this.#clock.held || !next) return
    const waitMs = Math.min(Math.max(next.dueAtMs - this.#clock.now(), 0), LONGEST_TIMEOUT_MS)
    this.#timeout = setTimeout(() => {
      if (!this.#clock.held) this.runDue()
      this.arm()
    }, waitMs)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timeout)
  }

  #start(entry: Entry): void {
    try {
      const work = entry.run()
      if (work) this.track(work)
    } catch (error) {
      this.#onError(error)
    }
  }

  #earliest(): Entry | undefined {
    for (let top = this.#heap[0]; top; top = this.#heap[0]) {
      if (this.#entries.get(top.key) === top) return top
      this.#pop()
    }
    return undefined
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let index = heap.push(entry) - 1
    while (index > 0) {
      const above = (index - 1) >> 1
      const parent = heap[above]
      if (!parent || isBefore(parent, entry)) break
      heap[index] = parent
      index = above
    }
    heap[index] = entry
  }

  #pop(): void {
    const heap = this.#heap
    const last = heap.pop()
    if (!last || heap.length === 0) return
    let index = 0
    for (;;) {
      const left = heap[2 * index + 1]
      const right = heap[2 * index + 2]
      const smaller = right && left && isBefore(right, left) ? right : left
      if (!smaller || isBefore(last, smaller)) break
      heap[index] = smaller
      index = smaller === right ? 2 * index + 2 : 2 * index + 1
    }
    heap[index] = last
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.dueAtMs < other.dueAtMs || (one.dueAtMs === other.dueAtMs && one.sequence < other.sequence)
}
