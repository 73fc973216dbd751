import {
  type Client,
  type ClientOptions,
  createClient,
  type ExecutionResult,
  TerminatedCloseEvent,
} from 'graphql-ws/client'
import { PerennialError } from '../error.ts'
import { createQueue } from '../queue.ts'
import { type Heartbeat, listenForSilence } from './heartbeat.ts'
import { createRenewal } from './renewal.ts'

interface Payload {
  readonly query: string
  readonly variables: Record<string, unknown>
}

export interface Socket {
  /**
   * The results of one subscription until it is complete, the connection is lost or `close` is called.
   *
   * @param onLive Called once, when the subscription is sent on an acknowledged connection.
   */
  results(payload: Payload, onLive: () => void): AsyncGenerator<ExecutionResult, void, void>
  /** Aborted by `close`. */
  readonly closing: AbortSignal
  close(): Promise<void>
}

interface SocketOptions {
  readonly url: string
  readonly authorization: () => Promise<string | undefined>
  /** True if `authorization` can give another credential than before. */
  readonly renews: boolean
  readonly connectionParams: Readonly<Record<string, unknown>> | undefined
  readonly webSocket: typeof globalThis.WebSocket | undefined
  readonly heartbeat: Heartbeat | undefined
}

/** How a connection ended. A CloseEvent has this form. */
export interface Closed {
  readonly code: number
  readonly reason: string
}

export function isClosed(error: unknown): error is Closed {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'number'
}

const NORMAL_CLOSURE = 1000
const FORBIDDEN = 4403
const NO_WEBSOCKET = 'This platform has no WebSocket: pass one as `webSocket`, for example that of the package ws.'
/** graphql-ws's code for a connection that the client terminates. */
const TERMINATED = 4499

interface Subscription {
  readonly results: AsyncGenerator<ExecutionResult, void, void>
  onNormalClosure(event: Closed): void
  onLive(): void
}

/** One WebSocket for all subscriptions, opened with the first and closed after the last. */
export function createSocket({ url, authorization, renews, ...settings }: SocketOptions): Socket {
  const { webSocket, heartbeat = {} } = settings
  const closing = new AbortController()
  const subscriptions = new Set<Subscription>()
  let current: WebSocket | undefined
  /** Subscriptions that started while the current connection was closing: graphql-ws opens a new one for them. */
  let early = new Set<Subscription>()
  let connections = 0
  let whyTerminated: unknown
  // Unlike a close, this does not wait for the gateway.
  const terminate = (why: unknown) => {
    whyTerminated = why
    client?.terminate()
  }
  const silence = listenForSilence(heartbeat, reason => terminate({ code: TERMINATED, reason }))
  const renewal = createRenewal({ authorization, send: message => current?.send(JSON.stringify(message)) })
  // Must not throw: graphql-ws would report the error for the connection that exists by then.
  const connectionParams = async () => {
    connections += 1
    const mine = connections
    try {
      const credential = await authorization()
      return { ...settings.connectionParams, ...(credential !== undefined && { authorization: credential }) }
    } catch (error) {
      const why = error instanceof PerennialError ? error : { code: TERMINATED, reason: `authorization: ${error}` }
      if (mine === connections) terminate(why)
      return {}
    }
  }
  let client: Client | undefined
  const options: ClientOptions = {
    url: url.replace(/^http/, 'ws'),
    connectionParams,
    webSocketImpl: webSocket ?? globalThis.WebSocket,
    // A retry by graphql-ws would start from the first cursor again; watch.ts resumes from the last one.
    retryAttempts: 0,
    keepAlive: silence.pingEveryMs,
    on: {
      ...silence.listeners,
      connecting() {
        silence.listeners.connecting()
        renewal.listeners.connecting()
      },
      connected(_socket, payload) {
        silence.listeners.connected()
        for (const subscription of subscriptions) subscription.onLive()
        if (renews) renewal.listeners.connected(payload)
      },
      pong(_received, payload) {
        renewal.listeners.pong(payload)
      },
      opened(socket) {
        current = socket as WebSocket
      },
      error(error) {
        silence.listeners.error()
        // An error of graphql-ws itself; those of a WebSocket are events.
        if (error instanceof Error) terminate({ code: TERMINATED, reason: `unreadable message: ${error.message}` })
      },
      closed(event) {
        silence.listeners.closed()
        renewal.listeners.closed()
        const lost = [...subscriptions].filter(subscription => !early.has(subscription))
        current = undefined
        early = new Set()
        if (!isClosed(event) || event.code !== NORMAL_CLOSURE) return
        for (const subscription of lost) subscription.onNormalClosure(event)
      },
    },
  }
  return {
    results(payload, onLive) {
      if (options.webSocketImpl === undefined) throw new TypeError(NO_WEBSOCKET)
      client ??= createClient(options)
      const onLeave = () => subscriptions.delete(subscription)
      const subscription = subscribe(client, payload, {
        onLeave,
        onLive,
        whyTerminated: () => whyTerminated,
        // This credential was valid when the connection was opened, but a newer one can exist by now.
        hasExpired: error => isClosed(error) && error.code === FORBIDDEN && renewal.expires(),
      })
      subscriptions.add(subscription)
      if (current && current.readyState === current.CLOSING) early.add(subscription)
      else if (silence.isAcknowledged()) onLive()
      return subscription.results
    },
    closing: closing.signal,
    async close() {
      closing.abort()
      for (const { results } of subscriptions) void results.return()
      if (silence.isAcknowledged()) await client?.dispose()
      else client?.terminate()
    },
  }
}

interface SubscribeOptions {
  readonly onLeave: () => void
  readonly onLive: () => void
  /** Replaces graphql-ws's own error. */
  readonly whyTerminated: () => unknown
  /** True for a close because the credential expired, after which a new connection gets another one. */
  readonly hasExpired: (error: unknown) => boolean
}

function subscribe(
  client: Client,
  payload: Payload,
  { onLeave, onLive, whyTerminated, hasExpired }: SubscribeOptions,
): Subscription {
  const queue = createQueue<ExecutionResult>(() => {
    onLeave()
    unsubscribe()
  })
  const unsubscribe = client.subscribe<Record<string, unknown>>(payload, {
    next: result => queue.push(result as ExecutionResult),
    error(error) {
      if (error instanceof TerminatedCloseEvent) queue.end({ error: whyTerminated() })
      else if (hasExpired(error)) queue.end({ error: { code: TERMINATED, reason: 'the credential expired' } })
      else queue.end({ error })
    },
    complete: () => queue.end(),
  })
  return {
    results: queue.values,
    onLive,
    // graphql-ws would now resubscribe from the first cursor, despite `retryAttempts`.
    onNormalClosure(event) {
      queue.end({ error: event })
      unsubscribe()
    },
  }
}
