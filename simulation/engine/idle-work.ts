import { brokenRules } from '../checks/broken-rules.ts'
import type { Connections } from '../database/connections.ts'
import type { Chance } from './chance.ts'
import { type ProcessWorkers, readDue } from './workers.ts'

const DAY_MS = 86_400_000
/** After this time without work, everything should be final. */
const QUIET_MS = DAY_MS / 4
/** Each check costs as much as a dozen steps. */
const QUIET_LOOKS_MAX = 5

export interface IdleWorld {
  readonly connections: Connections
  readonly chance: Chance
  /** The workers of the running processes. */
  readonly workers: () => readonly ProcessWorkers[]
  /** Receives the violations that the invariant checks find during a run. */
  readonly onBroken: (rule: string) => void
}

/** Used when nothing else can continue: the workers look for due work, as they would within a second. */
export class IdleWork {
  readonly #world: IdleWorld
  #lastWorkMs = Number.POSITIVE_INFINITY
  #lastOccurrenceMs = Number.POSITIVE_INFINITY
  #quietLooks = 0

  constructor(world: IdleWorld) {
    this.#world = world
  }

  /** The end of charging occurrences. */
  get lastOccurrenceMs(): number {
    return this.#lastOccurrenceMs
  }

  /** Occurrences with a later due time are not charged. All other work continues for a day, so that open work ends. */
  endAt(lastOccurrenceMs: number): void {
    this.#lastOccurrenceMs = lastOccurrenceMs
    this.#lastWorkMs = lastOccurrenceMs + DAY_MS
  }

  /** Returns the next due time; undefined if nothing is planned. */
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
    // A lease lasts until its last millisecond. In the simulation, its time and the gateway's are the same.
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
