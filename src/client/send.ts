import { backoffMs, pause } from './pause.ts'

/**
 * The result of one try: a complete response and its JSON (undefined if it has none), or why the outcome is unknown.
 */
export type Answer = Readonly<{ status: number; headers: Headers; json: unknown }> | { readonly lost: unknown }

/** Nothing was executed: the gateway is restarting, or the caller has sent too much. */
const RETRY_LATER = [429, 503]
/** Covers a restart, which takes seconds; longer outages are reported to the caller. */
const TRIES = 4
const FIRST_WAIT_MS = 250
const LONGEST_RETRY_AFTER_MS = 10_000

/**
 * Sends a request. Sends it again if its outcome is unknown or the gateway asks for a later try. Returns the last
 * answer.
 *
 * @throws if the signal is aborted.
 */
export async function sendAgain(send: () => Promise<Answer>, signal: AbortSignal | undefined): Promise<Answer> {
  for (let failures = 0; ; failures++) {
    const answer = await send()
    signal?.throwIfAborted()
    const again = 'lost' in answer || RETRY_LATER.includes(answer.status)
    if (!again || failures + 1 === TRIES) return answer
    await pause(retryAfterMs(answer) + backoffMs(failures, FIRST_WAIT_MS), signal)
    signal?.throwIfAborted()
  }
}

/**
 * Whether sending twice has the same effect as sending once: true for a query, and for a mutation whose inputs all have
 * an idempotencyKey. Only keys in the variables count, not those in the text.
 */
export function isRepeatable(query: string, variables: unknown): boolean {
  if (!/\bmutation\b/.test(query)) return true
  const inputs = Object.values(variables ?? {}).filter(value => typeof value === 'object' && value !== null)
  return inputs.length > 0 && inputs.every(hasKey)
}

function hasKey(input: object): boolean {
  return 'idempotencyKey' in input && typeof input.idempotencyKey === 'string' && input.idempotencyKey !== ''
}

function retryAfterMs(answer: Answer): number {
  const seconds = 'lost' in answer ? 0 : Number(answer.headers.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0) * 1_000, LONGEST_RETRY_AFTER_MS) : 0
}
