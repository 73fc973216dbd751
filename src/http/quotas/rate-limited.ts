import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { type ExecutionResult, GraphQLError } from 'graphql'
import type { Route } from '../exchange.ts'
import { respondError } from '../respond.ts'
import type { Verdict } from './limiter.ts'
import { rateHeader } from './rate-headers.ts'

export const RATE_LIMITED_STATUS = 429

/** Refuses something because of a rate or a quota, before anything was done. */
export class RateLimitedError extends GraphQLError {
  readonly headers: OutgoingHttpHeaders
  readonly status: number

  /**
   * @param what The limit that was reached, as a sentence. @param verdict The rate's verdict, if a rate was the reason.
   */
  constructor(what: string, retryAfterMs: number, verdict?: Verdict, status = RATE_LIMITED_STATUS) {
    const retryAfter = Math.max(1, Math.ceil(retryAfterMs / 1_000))
    super(`${what} Nothing was done. Send the same request again in ${retryAfter} s.`, {
      extensions: { code: 'RATE_LIMITED', retryAfter },
    })
    this.status = status
    this.headers = { 'retry-after': String(retryAfter), ...(verdict && { ratelimit: rateHeader(verdict) }) }
  }
}

/** The refusal that is a whole result; undefined if the result is anything else. */
export function rateLimitOf({ data, errors }: ExecutionResult): RateLimitedError | undefined {
  const [first] = errors ?? []
  return data === undefined && first instanceof RateLimitedError ? first : undefined
}

/** Refuses a request before its operation is known. */
export function respondRateLimited(response: ServerResponse, error: RateLimitedError): void {
  const { status, message, extensions, headers } = error
  respondError(response, status, { code: 'RATE_LIMITED', message, ...extensions }, headers)
}

/** A route's handler that answers if a rate or a quota refuses the request. */
export function answeringRateLimits(handle: Route['handle']): Route['handle'] {
  return async exchange => {
    try {
      await handle(exchange)
    } catch (error) {
      if (!(error instanceof RateLimitedError)) throw error
      respondRateLimited(exchange.response, error)
    }
  }
}
