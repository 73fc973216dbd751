interface Keeping {
  /** How long a result is given to those who ask after the call has ended. Left out: not at all. */
  readonly keepMs?: number
  readonly now?: () => number
}

/**
 * One call for all who ask while it runs: without a key anybody may ask, and each call would take the database's or
 * everybody's time.
 */
export function shareWhileRunning<Result>(
  call: () => Promise<Result>,
  { keepMs = 0, now = () => performance.now() }: Keeping = {},
): () => Promise<Result> {
  let shared: { readonly result: Promise<Result>; until: number } | undefined
  return () => {
    if (shared && now() < shared.until) return shared.result
    const result = call().finally(() => {
      fresh.until = now() + keepMs
    })
    const fresh = { result, until: Number.POSITIVE_INFINITY }
    // A failure is told to those who wait for it, and not kept.
    result.catch(() => {
      fresh.until = 0
    })
    shared = fresh
    return result
  }
}
