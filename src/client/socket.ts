import { createClient, type ExecutionResult } from 'graphql-ws'

export interface Socket {
  /** One subscription on one connection: its results until it is complete or the connection is lost. */
  results(payload: {
    readonly query: string
    readonly variables: Record<string, unknown>
  }): AsyncGenerator<ExecutionResult, void, void>
  readonly closed: boolean
  close(): Promise<void>
}

interface SocketOptions {
  readonly url: string
  readonly authorization: () => Promise<string>
  readonly webSocket: typeof globalThis.WebSocket | undefined
}

const PING_EVERY_MS = 12_000
const PONG_WITHIN_MS = 5_000

/** One WebSocket for all subscriptions, made when the first begins and closed after the last. */
export function createSocket({ url, authorization, webSocket }: SocketOptions): Socket {
  let closed = false
  let pongTimeout: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: async () => ({ authorization: await authorization() }),
    webSocketImpl: webSocket ?? globalThis.WebSocket,
    // It would send a subscription again as it was first sent, from its first cursor on: watch.ts resumes instead.
    retryAttempts: 0,
    keepAlive: PING_EVERY_MS,
    on: {
      // A connection that is dead without having been closed shows only in that nothing comes back.
      ping: received => {
        if (!received) pongTimeout = setTimeout(() => client.terminate(), PONG_WITHIN_MS)
      },
      pong: received => {
        if (received) clearTimeout(pongTimeout)
      },
      closed: () => clearTimeout(pongTimeout),
    },
  })
  return {
    results: ({ query, variables }) =>
      client.iterate({ query, variables }) as AsyncGenerator<ExecutionResult, void, void>,
    get closed() {
      return closed
    },
    async close() {
      closed = true
      await client.dispose()
    },
  }
}
