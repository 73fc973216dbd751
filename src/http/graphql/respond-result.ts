import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { ExecutionResult } from 'graphql'
import { comeAgain, respond } from '../respond.ts'
import { textOf } from './engine.ts'
import { isOutage, OUTAGE_STATUS, withoutData } from './errors/outage.ts'
import { badRequest } from './errors/public-error.ts'
import type { AnswerType } from './media-type.ts'
import { completeEvent, EVENT_STREAM, eventStreamHeaders, nextEvent } from './streams/event-stream.ts'

/**
 * The status says whether the request was executed (a result has `data`) only in application/graphql-response+json;
 * application/json is the older convention, where every result is 200, and so is every event of a stream. An outage is
 * 503 in all: what stands between us and the caller understands that too.
 */
export function respondResult(
  response: ServerResponse,
  type: AnswerType | typeof EVENT_STREAM,
  result: ExecutionResult,
): void {
  const outage = isOutage(result)
  const shown = outage ? withoutData(result) : result
  const status = outage ? OUTAGE_STATUS : type === 'application/graphql-response+json' ? statusOf(result) : 200
  const headers = outage ? comeAgain : {}
  if (type === EVENT_STREAM)
    respond(response, status, type, nextEvent(shown) + completeEvent, { ...eventStreamHeaders, ...headers })
  else respond(response, status, `${type}; charset=utf-8`, textOf(shown), headers)
}

export interface Refusal {
  readonly status: number
  readonly message: string
}

/** Refuses a request before anything is executed, with a status that holds in either type. */
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
