import { backoffMs, pause } from './pause.ts'

/**
 * The result of one try: a complete response and its JSON (undefined if it has none), or why the outcome is unknown.
 */
export type Answer = Readonly<{ status: number; headers: Headers; json: unknown }> | { readonly lost: unknown }

interface Repeats {
  readonly signal: AbortSignal | undefined
  /** No try begins later than this after the first; undefined: four tries. */
  readonly retryForMs: number | undefined
}

/** Nothing was executed: the gateway is restarting, or the caller has sent too much. */
const RETRY_LATER = [429, 503]
/** A proxy lost the gateway, if the response is the proxy's own page. */
const LOST_BEHIND_PROXY = [502, 504]
/** Covers a restart, which takes seconds. */
const TRIES = 4
const FIRST_WAIT_MS = 250
const LONGEST_RETRY_AFTER_MS = 10_000

/**
 * Sends a request. Sends it again if its outcome is unknown or the gateway asks for a later try. Returns the last
 * answer.
 *
 * @throws if the signal is aborted.
 */
export async function sendAgain(send: () => Promise<Answer>, { signal, retryForMs }: Repeats): Promise<Answer> {
  const began = performance.now()
  for (let failures = 0; ; failures++) {
    const answer = await send()
    signal?.throwIfAborted()
    const again = 'lost' in answer || isPassing(answer)
    const waitMs = retryAfterMs(answer) + backoffMs(failures, FIRST_WAIT_MS)
    const isLast = retryForMs === undefined ? failures + 1 === TRIES : performance.now() - began + waitMs > retryForMs
    if (!again || isLast) return answer
    await pause(waitMs, signal)
    signal?.throwIfAborted()
  }
}

function isPassing({ status, json }: { readonly status: number; readonly json: unknown }): boolean {
  return RETRY_LATER.includes(status) || (json === undefined && LOST_BEHIND_PROXY.includes(status))
}

function retryAfterMs(answer: Answer): number {
  const seconds = 'lost' in answer ? 0 : Number(answer.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1_000, LONGEST_RETRY_AFTER_MS) : 0
}
