import type { IncomingMessage, ServerResponse } from 'node:http'

/** One request and its answer. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly requestId: string
}

export interface Route {
  /** Names the route in metrics: never holds what a caller wrote. */
  readonly name: string
  readonly methods: readonly string[]
  /** Exact, or with a "/" at the end a prefix. */
  readonly path: string
  handle(exchange: Exchange): void | Promise<void>
}
