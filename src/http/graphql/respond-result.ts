import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import { RATE_LIMITED_STATUS, rateLimitOf } from '../quotas/rate-limited.ts'
import { respond, retryLater } from '../respond.ts'
import { textOf } from './engine.ts'
import { isOutage, OUTAGE_STATUS, withoutData } from './errors/outage.ts'
import { badRequest } from './errors/public-error.ts'
import type { AnswerType } from './media-type.ts'
import { completeEvent, EVENT_STREAM, eventStreamHeaders, nextEvent } from './streams/event-stream.ts'

/**
 * Only in application/graphql-response+json does the status show whether the request was executed (the result has
 * `data`). In the older application/json, and in a stream, every result is 200. An outage is 503 and a rate that was
 * exceeded 429 in all of them, because proxies and clients of HTTP understand that too.
 */
export function respondResult(
  response: ServerResponse,
  type: AnswerType | typeof EVENT_STREAM,
  result: ExecutionResult,
): void {
  const outage = isOutage(result)
  const limited = rateLimitOf(result)
  const shown = outage ? withoutData(result) : result
  const ofType = type === 'application/graphql-response+json' ? statusOf(result) : 200
  const status = outage ? OUTAGE_STATUS : limited ? RATE_LIMITED_STATUS : ofType
  const headers = outage ? retryLater : (limited?.headers ?? {})
  if (type === EVENT_STREAM)
    respond(response, status, type, nextEvent(shown) + completeEvent, { ...eventStreamHeaders, ...headers })
  else respond(response, status, `${type}; charset=utf-8`, textOf(shown), headers)
}

export interface Refusal {
  readonly status: number
  readonly message: string
}

/** Refuses a request before execution, with the same status in either type. */
export function respondRefusal(
  response: ServerResponse,
  type: AnswerType,
  { status, message }: Refusal,
  headers: OutgoingHttpHeaders = {},
): void {
  respond(response, status, `${type}; charset=utf-8`, JSON.stringify({ errors: [badRequest(message)] }), headers)
}

function statusOf({ data, errors = [] }: ExecutionResult): number {
  if (data !== undefined) return 200
  const codes = errors.map(({ extensions }) => extensions['code'])
  if (codes.includes('INTERNAL_SERVER_ERROR')) return 500
  return codes.includes('OPERATION_TIMEOUT') ? 504 : 400
}
