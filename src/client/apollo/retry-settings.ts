import { CombinedGraphQLErrors, ServerError } from '@apollo/client'
import type { RetryLink } from '@apollo/client/link/retry'
import { textOf } from '../document/document.ts'
import { isRepeatable } from '../document/keys.ts'

/** The pauses grow to ten seconds, half of that on average: together more than five minutes. */
const TRIES = 70
const PASSING_STATUS = [429, 502, 503, 504]

/**
 * For `new RetryLink(retrySettings)` in front of an HttpLink of your own: requests outlive a gateway that is down for
 * minutes. A mutation is sent again only if each of its inputs has an idempotencyKey. PerennialLink needs no RetryLink.
 */
export const retrySettings: RetryLink.Options = {
  delay: { initial: 250, max: 10_000, jitter: true },
  attempts: (count, { query, variables }, error) =>
    count < TRIES && passes(error) && isRepeatable(textOf(query), variables),
}

/** Whether the request may not have arrived, or its response was lost. */
function passes(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error)) return false
  return !ServerError.is(error) || PASSING_STATUS.includes(error.statusCode)
}
