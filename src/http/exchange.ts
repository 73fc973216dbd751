import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** What comes after the first "?"; empty if nothing does. */
  readonly query: string
  readonly requestId: string
}

export interface Route {
  /** Names the route in metrics: never holds what a caller wrote. */
  readonly name: string
  readonly methods: readonly string[]
  /** Exact, or with a "/" at the end a prefix. */
  readonly path: string
  /** Also go with what the router answers in this route's name, e.g. 405. */
  readonly headers?: OutgoingHttpHeaders
  handle(exchange: Exchange): void | Promise<void>
  /** Tells of an unexpected error, without its words. Left out: in JSON. */
  respondFailure?(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): void
}
