interface Keeping {
  /** How long a result is reused after the call has ended. Default: not at all. */
  readonly keepMs?: number
  readonly now?: () => number
}

/**
 * Shares one running call among all callers: the routes that use it need no key, and each call costs database or CPU
 * time.
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
    // A failure is not cached.
    result.catch(() => {
      fresh.until = 0
    })
    shared = fresh
    return result
  }
}
