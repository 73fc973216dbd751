import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import { respond, retryLater } from '../respond.ts'
import { textOf } from './engine.ts'
import { isOutage, OUTAGE_STATUS, withoutData } from './errors/outage.ts'
import { badRequest } from './errors/public-error.ts'
import type { AnswerType } from './media-type.ts'
import { completeEvent, EVENT_STREAM, eventStreamHeaders, nextEvent } from './streams/event-stream.ts'

/**
 * Only in application/graphql-response+json does the status show whether the request was executed (the result has
 * `data`). In the older application/json, and in a stream, every result is 200. An outage is 503 in all of them,
 * because proxies understand that too.
 */
export function respondResult(
  response: ServerResponse,
  type: AnswerType | typeof EVENT_STREAM,
  result: ExecutionResult,
): void {
  const outage = isOutage(result)
  const shown = outage ? withoutData(result) : result
  const status = outage ? OUTAGE_STATUS : type === 'application/graphql-response+json' ? statusOf(result) : 200
  const headers = outage ? retryLater : {}
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
  return errors.some(error => error.extensions['code'] === 'INTERNAL_SERVER_ERROR') ? 500 : 400
}
