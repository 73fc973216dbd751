/** The longest delay of a timer; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

interface Limits {
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
}

/**
 * Runs the work with a signal that is aborted after `timeoutMs` or with the given `signal`. Does not wait for work that
 * ignores its signal.
 *
 * @throws a DOMException named TimeoutError, or the given signal's reason.
 */
export async function within<T>({ timeoutMs, signal }: Limits, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  const abort = () => controller.abort(signal?.reason)
  const expire = () => controller.abort(new DOMException(`No answer within ${timeoutMs} ms.`, 'TimeoutError'))
  const aborted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason))
  })
  const timer = setTimeout(expire, Math.min(timeoutMs, LONGEST_TIMER_MS))
  if (signal?.aborted) abort()
  else signal?.addEventListener('abort', abort)
  try {
    return await Promise.race([aborted, work(controller.signal)])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
