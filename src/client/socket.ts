import { type Client, createClient, type ExecutionResult, TerminatedCloseEvent } from 'graphql-ws/client'
import { PerennialError } from './error.ts'
import { type Heartbeat, listenForSilence } from './heartbeat.ts'
import { createQueue } from './queue.ts'

interface Payload {
  readonly query: string
  readonly variables: Record<string, unknown>
}

export interface Socket {
  /**
   * One subscription on one connection: its results until it is complete, the connection is lost or `close` is called.
   */
  results(payload: Payload): AsyncGenerator<ExecutionResult, void, void>
  /** Aborted by `close`. */
  readonly closing: AbortSignal
  close(): Promise<void>
}

interface SocketOptions {
  readonly url: string
  readonly authorization: () => Promise<string>
  readonly webSocket: typeof globalThis.WebSocket | undefined
  readonly heartbeat: Heartbeat | undefined
}

/** How a connection ended: a CloseEvent has this form. */
export interface Closed {
  readonly code: number
  readonly reason: string
}

export function isClosed(error: unknown): error is Closed {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
}

const NORMAL_CLOSURE = 1000
/** The code of graphql-ws for a connection that the client gives up. */
const TERMINATED = 4499

interface Subscription {
  readonly results: AsyncGenerator<ExecutionResult, void, void>
  onNormalClosure(event: Closed): void
}

/** One WebSocket for all subscriptions, made when the first begins and closed after the last. */
export function createSocket({ url, authorization, webSocket, heartbeat = {} }: SocketOptions): Socket {
  const closing = new AbortController()
  const subscriptions = new Set<Subscription>()
  let current: WebSocket | undefined
  /** Subscriptions that began while the current connection was closing: graphql-ws opens the next one for them. */
  let early = new Set<Subscription>()
  let connections = 0
  let whyTerminated: unknown
  // Unlike a close, this does not wait for the gateway's answer.
  const terminate = (why: unknown) => {
    whyTerminated = why
    client.terminate()
  }
  const silence = listenForSilence(heartbeat, reason => terminate({ code: TERMINATED, reason }))
  // Never throws: graphql-ws would report that as an error of whichever connection is there by then.
  const connectionParams = async () => {
    connections += 1
    const mine = connections
    try {
      return { authorization: await authorization() }
    } catch (error) {
      const why = error instanceof PerennialError ? error : { code: TERMINATED, reason: `authorization: ${error}` }
      if (mine === connections) terminate(why)
      return {}
    }
  }
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams,
    webSocketImpl: webSocket ?? globalThis.WebSocket,
    // It would send a subscription again as it was first sent, from its first cursor on: watch.ts resumes instead.
    retryAttempts: 0,
    keepAlive: silence.pingEveryMs,
    on: {
      ...silence.listeners,
      opened(socket) {
        current = socket as WebSocket
      },
      error(error) {
        silence.listeners.error()
        // Of graphql-ws's own: a WebSocket's errors are events.
        if (error instanceof Error)
          terminate({ code: TERMINATED, reason: `a message that cannot be read: ${error.message}` })
      },
      closed(event) {
        silence.listeners.closed()
        const lost = [...subscriptions].filter(subscription => !early.has(subscription))
        current = undefined
        early = new Set()
        if (!isClosed(event) || event.code !== NORMAL_CLOSURE) return
        for (const subscription of lost) subscription.onNormalClosure(event)
      },
    },
  })
  return {
    results(payload) {
      const onLeave = () => subscriptions.delete(subscription)
      const subscription = subscribe(client, payload, { onLeave, whyTerminated: () => whyTerminated })
      subscriptions.add(subscription)
      if (current && current.readyState === current.CLOSING) early.add(subscription)
      return subscription.results
    },
    closing: closing.signal,
    async close() {
      closing.abort()
      for (const { results } of subscriptions) void results.return()
      if (silence.isAcknowledged()) await client.dispose()
      else client.terminate()
    },
  }
}

interface SubscribeOptions {
  readonly onLeave: () => void
  /** Instead of graphql-ws's own error. */
  readonly whyTerminated: () => unknown
}

function subscribe(client: Client, payload: Payload, { onLeave, whyTerminated }: SubscribeOptions): Subscription {
  const queue = createQueue<ExecutionResult>(() => {
    onLeave()
    unsubscribe()
  })
  const unsubscribe = client.subscribe<Record<string, unknown>>(payload, {
    next: result => queue.push(result as ExecutionResult),
    error: error => queue.end({ error: error instanceof TerminatedCloseEvent ? whyTerminated() : error }),
    complete: () => queue.end(),
  })
  return {
    results: queue.values,
    // Whatever retryAttempts says, graphql-ws would now subscribe again, at once and from the first cursor on.
    onNormalClosure(event) {
      queue.end({ error: event })
      unsubscribe()
    },
  }
}
