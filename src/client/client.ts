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
   * A key or token, with or without "Bearer ". A function is called again for each try of a request and for each
   * connection. If it throws, that counts as a lost connection, since most ask the network; a PerennialError counts as
   * a refusal.
   */
  readonly authorization: string | (() => string | Promise<string>)
  /** How long one try of a request may take, in milliseconds, `authorization` included. Left out: 30,000. */
  readonly timeoutMs?: number
  /** When what is watched connects again because nothing comes. Left out: within 17 seconds. */
  readonly heartbeat?: Heartbeat
  /** Left out: the platform's own. */
  readonly fetch?: typeof globalThis.fetch
  /** Left out: the platform's own, which browsers and Node 22 have. */
  readonly webSocket?: typeof globalThis.WebSocket
}

export interface RequestOptions {
  /** Ends it, also while it waits. */
  readonly signal?: AbortSignal
  /** Instead of the client's. */
  readonly timeoutMs?: number
}

const TIMEOUT_MS = 30_000

export interface Client {
  /**
   * Sends a query or mutation. Where the connection is lost, no answer comes within `timeoutMs`, an answer's JSON is
   * cut short, or the gateway answers 503 because its database is away, nobody knows what became of it: then queries,
   * and mutations each of whose variables' inputs has an idempotencyKey, are sent again, the very same, up to four
   * times in all, with pauses of some seconds. Anything else is sent once.
   *
   * @throws PerennialError if the gateway answered with an error; of several mutations in one document, its `data` has
   *   the answers of those that succeeded. What `fetch` throws, a DOMException named TimeoutError,
   *   INTERNAL_SERVER_ERROR and UNKNOWN (an answer that cannot be read) say nothing about what happened: send the same
   *   mutation again with the same idempotencyKey.
   */
  request<Result = unknown, Variables = Readonly<Record<string, unknown>>>(
    document: OperationDocument<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: RequestOptions,
  ): Promise<Result>
  /**
   * Watches a subscription for as long as it is read, through lost connections, silent networks, restarts and failures
   * of the gateway's own (INTERNAL_SERVER_ERROR, as while its database is away): each time from the last cursor on,
   * each event once, after a wait that grows from a tenth of a second to ten seconds; never given up.
   * `options.onReconnect` is told of each time. `variables.after` is where the first one starts; without it, each
   * connection starts from now until the first event has come: give a cursor where nothing may be missed. Leave the
   * loop to end it; `options.signal` ends it also while it waits, which `return()` of a generator does not.
   *
   * @throws PerennialError at once where the gateway refuses, by UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, BAD_USER_INPUT,
   *   CURSOR_INVALID or CURSOR_EXPIRED (then read the objects again and watch from their cursors), or where
   *   `authorization` throws one.
   */
  watch<
    Result extends object = Readonly<Record<string, unknown>>,
    Variables extends From = From & Readonly<Record<string, unknown>>,
  >(
    document: OperationDocument<Result, Variables>,
    variables: NoInfer<Variables>,
    options?: WatchOptions,
  ): AsyncGenerator<EventOf<Result>, void, void>
  /** Closes the connection; what is being watched ends. */
  close(): Promise<void>
}

/** Where a subscription starts. */
interface From {
  readonly after?: string | null | undefined
}

/** A client of the gateway for browsers and Node: `fetch` for requests, one WebSocket for all that is watched. */
export function createClient(options: ClientOptions): Client {
  const { url, fetch = globalThis.fetch } = options
  const authorization = async () => {
    const value = typeof options.authorization === 'string' ? options.authorization : await options.authorization()
    return value.startsWith('Bearer ') ? value : `Bearer ${value}`
  }
  const post = async (body: string, { signal, timeoutMs = options.timeoutMs ?? TIMEOUT_MS }: RequestOptions) => {
    try {
      return await within({ timeoutMs, signal }, async (signal): Promise<Answer> => {
        const headers = {
          accept: 'application/graphql-response+json',
          'content-type': 'application/json',
          authorization: await authorization(),
        }
        return read(await fetch(url, { method: 'POST', headers, body, signal }))
      })
    } catch (lost) {
      if (lost instanceof PerennialError) throw lost
      return { lost }
    }
  }
  const { webSocket, heartbeat } = options
  const socket = createSocket({ url, authorization, webSocket, heartbeat })
  return {
    async request(document, variables, requestOptions = {}) {
      const query = await textOf(document)
      const send = () => post(JSON.stringify({ query, variables }), requestOptions)
      const answer = isRepeatable(query, variables) ? await sendAgain(send, requestOptions.signal) : await send()
      if ('lost' in answer) throw answer.lost
      const { status, headers, json } = answer
      const requestId = requestIdOf(headers)
      if (!isResult(json)) throw new PerennialError(`The answer is no GraphQL (HTTP ${status}).`, 'UNKNOWN', requestId)
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
      `The answer is cut short or broken: its JSON cannot be read (HTTP ${status}). What it said is not known: ` +
      'send the same request again, a mutation with the same idempotencyKey.'
    return { lost: new PerennialError(message, 'UNKNOWN', requestIdOf(headers)) }
  }
}

function requestIdOf(headers: Headers): string | undefined {
  return headers.get('x-request-id') ?? undefined
}
