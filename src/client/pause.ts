const LONGEST_WAIT_MS = 10_000

/**
 * How long to wait after a failure, of which there were `before` in a row: doubling, 10 s at most, and spread over the
 * half below that, so that a crowd that was lost together does not come back together.
 */
export function backoffMs(before: number, firstMs: number): number {
  return Math.min(firstMs * 2 ** before, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2)
}

/** Waits; an aborted signal ends it, without an error. */
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
