import { type OperationDocument, textOf } from './document.ts'
import { errorOf, PerennialError } from './error.ts'
import type { Heartbeat } from './heartbeat.ts'
import { type Answer, isRepeatable, sendAgain } from './send.ts'
import { createSocket } from './socket.ts'
import { type EventOf, type WatchOptions, watch } from './watch.ts'
import { within } from './within.ts'

export interface ClientOptions {
  /** The gateway's GraphQL address, e.g. https://billing.example.com/graphql. */
  readonly url: string
  /**
   * A key or client token, with or without "Bearer ". A function is called for each try of a request and for each
   * connection, and before a client token expires on an open connection: it should then return a new token for the same
   * objects. If it throws, that counts as a lost connection, because most such functions use the network; a PerennialError
   * counts as a refusal. Default: none, for pages of the gateway itself, whose session is a cookie.
   */
  readonly authorization?: string | (() => string | Promise<string>)
  /** Further headers of each request. */
  readonly headers?: Readonly<Record<string, string>>
  /** Further connection parameters of the WebSocket. */
  readonly connectionParams?: Readonly<Record<string, unknown>>
  /** Timeout of one try of a request in milliseconds, including `authorization`. Default: 30,000. */
  readonly timeoutMs?: number
  /** When subscriptions reconnect because of silence. Default: after at most 17 seconds. */
  readonly heartbeat?: Heartbeat
  /** Default: the platform's own. */
  readonly fetch?: typeof globalThis.fetch
  /** Default: the platform's own, which browsers and Node 22 have. */
  readonly webSocket?: typeof globalThis.WebSocket
}

export interface RequestOptions {
  /** Aborts it, also during a pause. */
  readonly signal?: AbortSignal
  /** Overrides the client's. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 30_000

export interface Client {
  /**
   * Sends a query or mutation. The outcome is unknown if the connection is lost, no response comes within `timeoutMs`,
   * the JSON of the response is truncated, or the gateway answers 503 because its database is unavailable. Then
   * queries, and mutations with an idempotencyKey in every input of their variables, are resent unchanged, up to four
   * times in all, with pauses of some seconds. Anything else is sent once. * @throws PerennialError if the gateway
   * answered with an error; with several mutations in one document, its `data` has the results of those that succeeded.
   * After an error of `fetch`, a DOMException named TimeoutError, INTERNAL_SERVER_ERROR and UNKNOWN (an unreadable
   * response) the outcome is unknown: send the same mutation again with the same idempotencyKey.
   */
  request<Result = unknown, Variables = Readonly<Record<string, unknown>>>(
    document: OperationDocument<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<Result>
  /**
   * Reads a subscription and resumes it after lost connections, silent networks, restarts and errors of the gateway
   * (INTERNAL_SERVER_ERROR, e.g. while its database is unavailable). It resumes after the last cursor and returns each
   * event once. The pause before a reconnect grows from 0.1 to 10 seconds; it never gives up. `options.onReconnect` is
   * called each time. `variables.after` is the start; without it, each connection starts with new events until the
   * first event has arrived, so pass a cursor if no event may be missed. Leave the loop to end it. `options.signal`
   * ends it also while it waits, which `return()` of a generator does not. * @throws PerennialError at once if the
   * gateway refuses with UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT, CURSOR_INVALID or CURSOR_EXPIRED (then
   * read the objects again and watch from their cursors), or if `authorization` throws one.
   */
  watch<
    Result extends object = Readonly<Record<string, unknown>>,
    Variables extends From = From & Readonly<Record<string, unknown>>,
  >(
    document: OperationDocument<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: WatchOptions,
  ): AsyncGenerator<EventOf<Result>, void, void>
  /** Closes the connection and ends all subscriptions. */
  close(): Promise<void>
}

/** Where a subscription starts. */
interface From {
  readonly after?: string | null | undefined
}

/** A client of the gateway for browsers and Node: `fetch` for requests, one WebSocket for all subscriptions. */
export function createClient(options: ClientOptions): Client {
  const { url, fetch = globalThis.fetch } = options
  const authorization = async () => {
    if (options.authorization === undefined) return undefined
    const value = typeof options.authorization === 'string' ? options.authorization : await options.authorization()
    return value.startsWith('Bearer ') ? value : `Bearer ${value}`
  }
  const post = async (body: string, { signal, timeoutMs = options.timeoutMs ?? TIMEOUT_MS }: RequestOptions) => {
    try {
      return await within({ timeoutMs, signal }, async (signal): Promise<Answer> => {
        const credential = await authorization()
        const headers = {
          accept: 'application/graphql-response+json',
          'content-type': 'application/json',
          ...options.headers,
          ...(credential !== undefined && { authorization: credential }),
        }
        return read(await fetch(url, { method: 'POST', headers, body, signal }))
      })
    } catch (lost) {
      if (lost instanceof PerennialError) throw lost
      return { lost }
    }
  }
  const { webSocket, heartbeat, connectionParams } = options
  const renews = typeof options.authorization === 'function'
  const socket = createSocket({ url, authorization, renews, connectionParams, webSocket, heartbeat })
  return {
    async request(document, variables, requestOptions = {}) {
      const query = await textOf(document)
      const send = () => post(JSON.stringify({ query, variables }), requestOptions)
      const answer = isRepeatable(query, variables) ? await sendAgain(send, requestOptions.signal) : await send()
      if ('lost' in answer) throw answer.lost
      const { status, headers, json } = answer
      const requestId = requestIdOf(headers)
      if (!isResult(json))
        throw new PerennialError(
          `The response is no GraphQL result (HTTP ${status}): check the url.`,
          'UNKNOWN',
          requestId,
        )
      if (json.errors || json.data == null) throw errorOf(json.errors ?? [], requestId, json.data)
      return json.data as never
    },
    watch: (document, variables, watchOptions) => watch(socket, document, variables, watchOptions),
    close: () => socket.close(),
  }
}

interface GraphQLResult {
  readonly data?: unknown
  readonly errors?: Parameters<typeof errorOf>[0]
}

function isResult(json: unknown): json is GraphQLResult {
  return typeof json === 'object' && json !== null
}

async function read(response: Response): Promise<Answer> {
  const { status, headers } = response
  const text = await response.text()
  if (!/\bjson\b/.test(headers.get('content-type') ?? '')) return { status, headers, json: undefined } // a proxy's page
  try {
    return { status, headers, json: JSON.parse(text) }
  } catch {
    const message =
      `The JSON of the response is truncated or invalid (HTTP ${status}), so the outcome is unknown: ` +
      'send the same request again, a mutation with the same idempotencyKey.'
    return { lost: new PerennialError(message, 'UNKNOWN', requestIdOf(headers)) }
  }
}

function requestIdOf(headers: Headers): string | undefined {
  return headers.get('x-request-id') ?? undefined
}
