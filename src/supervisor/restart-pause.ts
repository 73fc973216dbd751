const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 30_000
/** Who served this long was well: the next death is a first one. */
const SERVED_WELL_MS = 60_000

/**
 * How long to wait before something that has ended is started again: each time longer, from the beginning once it
 * served a minute.
 */
export class RestartPause {
  #deaths = 0

  /** @param servedMs How long it had served when it ended. */
  next(servedMs: number): number {
    if (servedMs >= SERVED_WELL_MS) this.#deaths = 0
    this.#deaths += 1
    return Math.min(FIRST_PAUSE_MS * 2 ** (this.#deaths - 1), LONGEST_PAUSE_MS)
  }
}
