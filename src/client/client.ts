import { errorOf, PerennialError } from './error.ts'
import type { TypedDocumentString } from './generated/graphql.ts'
import { createSocket } from './socket.ts'
import { type EventOf, type WatchOptions, watch } from './watch.ts'

export interface ClientOptions {
  /** The gateway's GraphQL address, e.g. https://billing.example.com/graphql. */
  readonly url: string
  /** A key or token, with or without "Bearer "; a function is asked anew for each request and connection. */
  readonly authorization: string | (() => string | Promise<string>)
  /** Left out: the platform's own. */
  readonly fetch?: typeof globalThis.fetch
  /** Left out: the platform's own, which browsers and Node 22 have. */
  readonly webSocket?: typeof globalThis.WebSocket
}

export interface Client {
  /**
   * Sends a query or mutation once.
   *
   * @throws PerennialError where the gateway answered with an error. Anything else that `fetch` throws says nothing
   *   about what happened: send the same mutation again with the same idempotencyKey.
   */
  request<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result>
  /**
   * Watches a subscription for as long as it is read, through lost connections and restarts: each time from the last
   * cursor on, each event once. `variables.after` is where the first one starts; without it, now. Leave the loop to end
   * it; `options.signal` ends it also while it waits, which `return()` of a generator does not.
   *
   * @throws PerennialError where the gateway refuses (CURSOR_EXPIRED: read the objects anew and watch from their cursors).
   */
  watch<Result extends object, Variables extends { after?: string | null | undefined }>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
    options?: WatchOptions,
  ): AsyncGenerator<EventOf<Result>, void, void>
  /** Closes the connection; what is being watched ends. */
  close(): Promise<void>
}

/** A client of the gateway for browsers and Node: `fetch` for requests, one WebSocket for all that is watched. */
export function createClient(options: ClientOptions): Client {
  const { url, fetch = globalThis.fetch } = options
  const authorization = async () => {
    const value = typeof options.authorization === 'string' ? options.authorization : await options.authorization()
    return value.startsWith('Bearer ') ? value : `Bearer ${value}`
  }
  const socket = createSocket({ url, authorization, webSocket: options.webSocket })
  return {
    async request(document, variables, { signal } = {}) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/graphql-response+json',
          'content-type': 'application/json',
          authorization: await authorization(),
        },
        body: JSON.stringify({ query: document.toString(), variables }),
        signal: signal ?? null,
      })
      const requestId = response.headers.get('x-request-id') ?? undefined
      const result = await readResult(response)
      if (result === undefined)
        throw new PerennialError(`The answer is no GraphQL (HTTP ${response.status}).`, 'UNKNOWN', requestId)
      if (result.errors || result.data == null) throw errorOf(result.errors ?? [], requestId)
      return result.data as never
    },
    watch: (document, variables, watchOptions) => watch(socket, document, variables, watchOptions),
    close: () => socket.close(),
  }
}

interface GraphQLResult {
  readonly data?: unknown
  readonly errors?: Parameters<typeof errorOf>[0]
}

async function readResult(response: Response): Promise<GraphQLResult | undefined> {
  const type = response.headers.get('content-type') ?? ''
  if (!/\bjson\b/.test(type)) return undefined // a proxy's page, for example
  const value: unknown = await response.json()
  return typeof value === 'object' && value !== null ? value : undefined
}
