/**
 * The progress of the load. Disruptions depend on it and not on the clock, so that all of them happen during the load.
 */
export class Progress {
  #begun = 0
  readonly #waiting: { readonly at: number; readonly resolve: () => void }[] = []

  get begun(): number {
    return this.#begun
  }

  advance(): void {
    this.#begun += 1
    for (const waiting of this.#waiting.filter(({ at }) => at === this.#begun)) waiting.resolve()
  }

  /** Resolves when this number of charges has started; rejects when `signal` aborts. */
  async reached(at: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#begun >= at) return
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    this.#waiting.push({ at, resolve })
    await promise.finally(() => signal.removeEventListener('abort', stop))
  }
}
