const LONGEST_WAIT_MS = 10_000

/**
 * The pause after a failure that follows `before` others. It doubles, up to 10 s, with random jitter of up to half, so
 * that clients do not reconnect at the same time.
 */
export function backoffMs(before: number, firstMs: number): number {
  return Math.min(firstMs * 2 ** before, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2)
}

/** Waits; an aborted signal ends the wait without an error. */
export function pause(ms: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer)
      for (const signal of signals) signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    for (const signal of signals) signal?.addEventListener('abort', done)
    if (signals.some(signal => signal?.aborted)) done()
  })
}
