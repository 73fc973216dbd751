const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** If a program served at least this long, its next end counts as the first. */
const SERVED_WELL_MS = 60_000

/**
 * The pause before a restart. It doubles each time the program ends and starts over once the program has served for a
 * minute.
 */
export class RestartPause {
  #deaths = 0

  /** @param servedMs How long the program had served when it ended. */
  next(servedMs: number): number {
    if (servedMs >= SERVED_WELL_MS) this.#deaths = 0
    this.#deaths += 1
    return Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MS)
  }
}
