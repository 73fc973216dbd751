import { brokenRules } from '../checks/broken-rules.ts'
import type { Connections } from '../database/connections.ts'
import type { Chance } from './chance.ts'
import { type ProcessWorkers, readDue } from './workers.ts'

const DAY_MS = 86_400_000
/** With nothing to do for so long everything ought to be in order. */
const QUIET_MS = DAY_MS / 4
/** Each look costs as much as a dozen steps. */
const QUIET_LOOKS_MAX = 5

export interface IdleWorld {
  readonly connections: Connections
  readonly chance: Chance
  /** Of the processes that run. */
  readonly workers: () => readonly ProcessWorkers[]
  /** What the standing checks find in the middle of a run. */
  readonly onBroken: (rule: string) => void
}

/** What happens when nothing can go on by itself: the workers look for what has come due, as they would within a second. */
export class IdleWork {
  readonly #world: IdleWorld
  #lastWorkMs = Number.POSITIVE_INFINITY
  #lastOccurrenceMs = Number.POSITIVE_INFINITY
  #quietLooks = 0

  constructor(world: IdleWorld) {
    this.#world = world
  }

  /** Until when occurrences are charged. */
  get lastOccurrenceMs(): number {
    return this.#lastOccurrenceMs
  }

  /** Occurrences that fall due later are not charged; all else goes on for a day, so that what was begun comes to its end. */
  endAt(lastOccurrenceMs: number): void {
    this.#lastOccurrenceMs = lastOccurrenceMs
    this.#lastWorkMs = lastOccurrenceMs + DAY_MS
  }

  /** Returns when something is due next; undefined where nothing is planned. */
  async begin(nowMs: number): Promise<number | undefined> {
    if (nowMs > this.#lastWorkMs) return undefined
    const { connections, chance, workers } = this.#world
    const { due: all, heldUntilMs } = await readDue(connections.observer, nowMs)
    const due = all.filter(({ worker, atMs }) => worker !== 'scheduler' || atMs <= this.#lastOccurrenceMs)
    for (const { worker, atMs } of due) {
      if (atMs > nowMs) continue
      const free = workers().filter(one => !one.isLooking(worker))
      if (free.length > 0) chance.pick(free).look(worker)
    }
    // A lease lasts to its last millisecond; here its time and the gateway's are the same.
    const instants = [...due.map(({ atMs }) => atMs), heldUntilMs + 1]
    const next = Math.min(...instants.filter(ms => ms > nowMs && ms <= this.#lastWorkMs))
    if (next > nowMs + QUIET_MS && due.every(({ atMs }) => atMs > nowMs)) await this.#lookAround(nowMs)
    return Number.isFinite(next) ? next : undefined
  }

  async #lookAround(nowMs: number): Promise<void> {
    if (this.#quietLooks >= QUIET_LOOKS_MAX || nowMs > this.#lastOccurrenceMs) return
    this.#quietLooks += 1
    const { connections, onBroken } = this.#world
    for (const rule of await brokenRules(connections, new Date(nowMs), new Set())) onBroken(rule)
  }
}
