import { newIdempotencyKey, PerennialError } from '../../client/index.ts'

/** A request that may have reached the gateway, with the idempotency key under which it can be sent again. */
export interface Pending<Input> {
  readonly idempotencyKey: string
  readonly input: Input
}

interface Answer {
  readonly __typename: string
}

const PREFIX = 'perennial-pending:'
/** The gateway did not run the request. */
const REFUSALS = new Set(['BAD_USER_INPUT', 'FORBIDDEN', 'UNAUTHENTICATED', 'RATE_LIMITED'])

/** The request of this name whose outcome is not known; kept in this tab, also when the page is loaded again. */
export function pendingOf<Input>(name: string): Pending<Input> | undefined {
  const text = sessionStorage.getItem(PREFIX + name)
  return text === null ? undefined : JSON.parse(text)
}

/**
 * Sends a request under an idempotency key, which is kept until the gateway says what came of it. While one of the same
 * name is pending, that one is sent again, unchanged, whatever `input` is: so a mutation with an idempotency key is never done twice.
 *
 * @param name E.g. `refund:chg_…`. @throws what `request` throws; the outcome is then unknown if `pendingOf(name)` is set.
 */
export async function sendOnce<Input, Result extends Answer>(
  name: string,
  input: Input,
  request: (pending: Pending<Input>) => Promise<Result>,
): Promise<Result> {
  const earlier = pendingOf<Input>(name)
  const pending = earlier ?? { idempotencyKey: newIdempotencyKey(), input }
  // Before it is sent: the page can be closed at any moment.
  sessionStorage.setItem(PREFIX + name, JSON.stringify(pending))
  try {
    const answer = await request(pending)
    if (answer.__typename !== 'IdempotencyInProgress') sessionStorage.removeItem(PREFIX + name)
    return answer
  } catch (error) {
    const isRefused = error instanceof PerennialError && REFUSALS.has(error.code)
    if (isRefused && earlier === undefined) sessionStorage.removeItem(PREFIX + name)
    throw error
  }
}
