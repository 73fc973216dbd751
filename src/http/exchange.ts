import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** One request and its response. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** The path without the query. */
  readonly path: string
  /** The part after the first "?"; empty if there is none. */
  readonly query: string
  readonly requestId: string
}

export interface Route {
  /** The route's label in metrics: never a caller's text. */
  readonly name: string
  readonly methods: readonly string[]
  /** An exact path, or a prefix if it ends with "/". */
  readonly path: string
  /** Also sent with the router's own responses for this route, e.g. 405. */
  readonly headers?: OutgoingHttpHeaders
  handle(exchange: Exchange): void | Promise<void>
  /** Responds to an unexpected error, without its message. Default: in JSON. */
  respondFailure?(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): void
}
