const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** After serving this long, the next death counts as the first. */
const SERVED_WELL_MS = 60_000

/** The pause before a restart. It doubles with each death and starts over once the program has served for a minute. */
export class RestartPause {
  #deaths = 0

  /** @param servedMs How long it had served when it ended. */
  next(servedMs: number): number {
    if (servedMs >= SERVED_WELL_MS) this.#deaths = 0
    this.#deaths += 1
    return Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MS)
  }
}
