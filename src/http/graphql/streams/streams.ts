import { type ExecutionResult, GraphQLError } from 'graphql'
import { createBudget } from '../../connections/budget.ts'
import { closeInTurn } from '../../connections/close-in-turn.ts'
import type { Exchange } from '../../exchange.ts'
import type { Metrics } from '../../metrics.ts'
import type { Ports } from '../../ports.ts'
import { respondError, retryLater } from '../../respond.ts'
import type { Engine } from '../engine.ts'
import type { Execution, Request } from '../execution.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { respondResult } from '../respond-result.ts'
import { withWarnings } from '../warnings.ts'
import type { CredentialWatches } from './credential-watch.ts'
import { EVENT_STREAM, writeEvents } from './event-stream.ts'
import { eventOf } from './live-results.ts'

interface StreamsOptions {
  readonly credentials: CredentialWatches
  readonly cursorOf: Ports['cursorOf']
  readonly engine: Engine
  readonly execution: Execution
  readonly metrics: Metrics
  /** A stream whose client reads nothing for this long is disconnected, within twice the time. */
  readonly streamStallMs: number
  readonly streamPingMs: number
  /** Limits what all streams buffer together; beyond it, the oldest waiting ones are disconnected. */
  readonly maxUnreadStreamBytes: number
}

export interface Streams {
  /**
   * Responds with a subscription's events until the client disconnects, its credential ends or the process stops.
   */
  serve(exchange: Exchange, credential: string, asked: Request): Promise<void>
  /** Disconnects the streams in turn, without "complete", so that their clients resume elsewhere. */
  stop(): void
  /** Bytes that all streams buffer because their clients do not read. */
  unsentBytes(): number
}

/** Subscriptions over server-sent events. */
export function createStreams(options: StreamsOptions): Streams {
  const { credentials, cursorOf, engine, execution, metrics, streamStallMs, streamPingMs } = options
  const unread = createBudget(options.maxUnreadStreamBytes)
  const open = new Set<Exchange>()
  let stopped = false

  return {
    async serve(exchange, credential, asked) {
      const { request, response } = exchange
      const { socket } = request
      // The client has disconnected, or the streams were stopped while its request arrived.
      if (stopped || socket.destroyed) return void socket.destroy()
      const count = (outcome: Outcome) => metrics.operations.inc({ transport: 'sse', kind: 'subscription', outcome })
      if (engine.isFull()) {
        count('refused')
        return respondError(
          response,
          503,
          { code: 'INTERNAL_SERVER_ERROR', message: 'The gateway has too many open subscriptions. Try again later.' },
          retryLater,
        )
      }
      const end = new AbortController()
      const onClose = () => end.abort()
      // Uses the socket's 'close', because a response that waits behind another one on its connection emits none.
      socket.once('close', onClose)
      const watch = credentials.watch(credential, asked.transport.caller, () => end.abort(credentialEnded()))
      open.add(exchange)
      const share = unread.share(() => socket.destroy())
      // A quiet stream sends comments, so only a client that does not read reaches this timeout.
      response.setTimeout(streamStallMs, () => socket.destroy())
      try {
        const results = await execution.subscribe({
          ...asked,
          transport: { ...asked.transport, streamSignal: end.signal, callerNow: watch.caller },
        })
        count(outcomeOf(results))
        if (!(Symbol.asyncIterator in results))
          return respondResult(response, EVENT_STREAM, withWarnings(results, asked.warnings))
        const idOf = (result: ExecutionResult) => cursorOf(eventOf(result), asked.transport.caller)
        const onChange = () => share.set(response.writableLength)
        await writeEvents(exchange, results, { idOf, warnings: asked.warnings, pingEveryMs: streamPingMs, onChange })
      } finally {
        socket.off('close', onClose)
        watch.end()
        open.delete(exchange)
        share.end()
      }
    },
    stop() {
      stopped = true
      closeInTurn(open, ({ request }) => request.socket.destroy())
    },
    unsentBytes: () => [...open].reduce((sum, { response }) => sum + response.writableLength, 0),
  }
}

function credentialEnded(): GraphQLError {
  return new GraphQLError(
    'The credential expired, was revoked or lost a scope. Subscribe again with a valid credential.',
    {
      extensions: { code: 'UNAUTHENTICATED' },
    },
  )
}
