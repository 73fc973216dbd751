import { type OperationDocument, textOf } from './document/document.ts'
import type { Keyless } from './document/keys.ts'
import { list, type NodeOf } from './list.ts'
import { execute, type GraphQLResponse, type RequestOptions, request } from './request.ts'
import type { Heartbeat } from './transport/heartbeat.ts'
import type { HttpOptions } from './transport/http.ts'
import { createSocket } from './transport/socket.ts'
import { type EventOf, type WatchOptions, watch } from './watch.ts'

export interface ClientOptions extends Pick<RequestOptions, 'timeoutMs' | 'retryForMs'> {
  /** The gateway's GraphQL address, e.g. https://billing.example.com/graphql. */
  readonly url: string
  /**
   * A key or client token, with or without "Bearer ". A function is called for each try of a request and for each
   * connection, and before a client token expires on an open connection: it should then return a new token for the same
   * objects. If it throws, that counts as a lost connection, because most such functions use the network; a PerennialError
   * counts as a refusal. Default: none, for pages of the gateway itself, whose session is a cookie.
   */
  readonly authorization?: string | (() => string | Promise<string>) | undefined
  /** Sent with each WebSocket besides the credential. */
  readonly connectionParams?: Readonly<Record<string, unknown>> | undefined
  /** When subscriptions reconnect because of silence. Default: after at most 17 seconds. */
  readonly heartbeat?: Heartbeat | undefined
  /** Default: the platform's own. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Default: the platform's own, which browsers and Node 22 have. For Node 20 pass that of the package `ws`. */
  readonly webSocket?: typeof globalThis.WebSocket | undefined
}

export interface Client {
  /**
   * Sends a query or mutation and returns its data. An input without its idempotencyKey gets a new one. The outcome is
   * unknown if the connection is lost, no response comes within `timeoutMs`, the JSON of the response is truncated, or
   * the gateway answers 503 because its database is unavailable. Then queries, and mutations with an idempotencyKey in
   * every input of their variables, are sent again unchanged, with pauses of up to 10 seconds. Anything else is sent
   * once.
   *
   * @throws PerennialError if the gateway answered with an error; with several mutations in one document, its `data` has
   * the results of those that succeeded.
   * @throws OutcomeUnknownError if a mutation may have been executed: send it again with the error's `variables`.
   * @throws the reason of an aborted `options.signal`.
   */
  request<Result = unknown, Variables = Readonly<Record<string, unknown>>>(
    document: OperationDocument<Result, Variables>,
    variables: Keyless<NoInfer<Variables>>,
    options?: RequestOptions,
  ): Promise<Result>
  /**
   * Reads all nodes of a list, page after page, each page when it is needed: leave the loop, and no further page is
   * read. The document takes the variable `after` and selects `pageInfo { hasNextPage endCursor }` and `nodes` (or
   * `edges { node }`); the variable `first`, if it has one, is the size of a page. With several lists in one document,
   * the first counts.
   *
   * @throws as `request`; @throws TypeError if the document does not select these fields.
   */
  list<Result = unknown, Variables = Readonly<Record<string, unknown>>>(
    document: OperationDocument<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): AsyncGenerator<NodeOf<Result>, void, void>
  /**
   * Reads a subscription and resumes it after lost connections, silent networks, restarts and passing errors of the
   * gateway (e.g. while its database is unavailable, or over a quota). It resumes after the last cursor and returns each
   * event once. What resuming requires, the variable `after` and the selection of `eventCursor`, is added to a document
   * without it. The pause before a reconnect grows from 0.1 to 10 seconds; it never gives up. `options.onState` is
   * called with what it is doing. `variables.after` is the start; without it, each connection starts with new events
   * until the first event has arrived, so pass a cursor if no event may be missed. Leave the loop to end it.
   * `options.signal` ends it even while it waits; `return()` of a generator does not.
   *
   * @throws PerennialError at once if the gateway refuses with UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT,
   * CURSOR_INVALID or CURSOR_EXPIRED (then read the objects again and watch from their cursors), or if `authorization`
   * throws one.
   */
  watch<
    Result extends object = Readonly<Record<string, unknown>>,
    Variables extends object = From & Readonly<Record<string, unknown>>,
  >(
    document: OperationDocument<Result, Variables>,
    variables: NoInfer<Variables> & From,
    options?: WatchOptions,
  ): AsyncGenerator<EventOf<Result>, void, void>
  /** As `request`, but returns the whole response, with its errors: for other GraphQL libraries. */
  execute(
    document: OperationDocument<unknown, never>,
    variables: object,
    options?: RequestOptions,
  ): Promise<GraphQLResponse>
  /** As `watch`, but yields the whole data of each result: for other GraphQL libraries. */
  watchData(
    document: OperationDocument<unknown, never>,
    variables: object,
    options?: WatchOptions,
  ): AsyncGenerator<object, void, void>
  /** Closes the connection and ends all subscriptions. */
  close(): Promise<void>
}

/** Where a subscription starts. */
interface From {
  readonly after?: string | null | undefined
}

/** A client of the gateway for browsers and Node: `fetch` for requests, one WebSocket for all subscriptions. */
export function createClient(options: ClientOptions): Client {
  const { url, webSocket, heartbeat, timeoutMs, retryForMs, connectionParams } = options
  const authorization = async () => {
    if (options.authorization === undefined) return undefined
    const value = typeof options.authorization === 'string' ? options.authorization : await options.authorization()
    return value.startsWith('Bearer ') ? value : `Bearer ${value}`
  }
  const http: HttpOptions = { url, fetch: options.fetch ?? globalThis.fetch, authorization }
  const defaults: RequestOptions = { timeoutMs, retryForMs }
  const renews = typeof options.authorization === 'function'
  const socket = createSocket({ url, authorization, renews, connectionParams, webSocket, heartbeat })
  const read = (query: string, variables: object, own?: RequestOptions) =>
    request(query, variables, http, { ...defaults, ...own })
  return {
    async request(document, variables, own) {
      return (await read(textOf(document), variables, own)) as never
    },
    list(document, variables, own) {
      const query = textOf(document)
      const { after } = variables as From
      return list(cursor => read(query, { ...(variables as object), after: cursor }, own), after ?? undefined) as never
    },
    async *watch(document, variables, own) {
      for await (const data of watch(socket, document, variables, own)) yield Object.values(data)[0]
    },
    async execute(document, variables, own) {
      const { response } = await execute(textOf(document), variables, http, { ...defaults, ...own })
      return response
    },
    watchData: (document, variables, own) => watch<object, object>(socket, document as string, variables, own),
    close: () => socket.close(),
  }
}
