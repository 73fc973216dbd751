import { type ExecutionResult, GraphQLError } from 'graphql'
import { createBudget } from '../../budget.ts'
import type { Exchange } from '../../exchange.ts'
import type { Metrics } from '../../metrics.ts'
import type { Ports } from '../../ports.ts'
import { comeAgain, respondError } from '../../respond.ts'
import type { Engine } from '../engine.ts'
import type { Execution, Request } from '../execution.ts'
import { type Outcome, outcomeOf } from '../outcome.ts'
import { respondResult } from '../respond-result.ts'
import { watchCredential } from './credential-watch.ts'
import { EVENT_STREAM, writeEvents } from './event-stream.ts'
import { eventOf } from './live-results.ts'

interface StreamsOptions {
  readonly authenticate: Ports['authenticate']
  readonly cursorOf: Ports['cursorOf']
  readonly engine: Engine
  readonly execution: Execution
  readonly metrics: Metrics
  readonly credentialRecheckMs: number
  /** A stream whose reader takes nothing for this long is cut, within twice the time: it would keep its place forever. */
  readonly streamStallMs: number
  readonly streamPingMs: number
  /** What all streams may hold together because their readers do not read; then those who have waited longest are cut. */
  readonly maxUnreadStreamBytes: number
}

export interface Streams {
  /** Answers with a subscription's events for as long as its reader stays, its credential holds and the process runs. */
  serve(exchange: Exchange, credential: string, asked: Request): Promise<void>
  /** Cuts the streams: a client that is told "complete" would not come back, one that is cut resumes elsewhere. */
  stop(): void
  /** What all streams hold in this process because their readers do not read. */
  unsentBytes(): number
}

/** Subscriptions over server-sent events, however they were asked for. */
export function createStreams(options: StreamsOptions): Streams {
  const { authenticate, cursorOf, engine, execution, metrics, credentialRecheckMs, streamStallMs, streamPingMs } =
    options
  const unread = createBudget(options.maxUnreadStreamBytes)
  const open = new Set<Exchange>()
  let stopped = false

  return {
    async serve(exchange, credential, asked) {
      const { request, response } = exchange
      const { socket } = request
      // The reader has gone, or its request was still coming in when the others were cut.
      if (stopped || socket.destroyed) return void socket.destroy()
      const count = (outcome: Outcome) => metrics.operations.inc({ transport: 'sse', kind: 'subscription', outcome })
      if (engine.isFull()) {
        count('refused')
        return respondError(
          response,
          503,
          { code: 'INTERNAL_SERVER_ERROR', message: 'The gateway has too many open subscriptions. Try again later.' },
          comeAgain,
        )
      }
      const end = new AbortController()
      const onClose = () => end.abort()
      // The connection's end, not the answer's: an answer that waits behind another on its connection is not told.
      socket.once('close', onClose)
      const unwatch = watchCredential({
        credential,
        authenticate,
        everyMs: credentialRecheckMs,
        onEnd: () => end.abort(credentialEnded()),
      })
      open.add(exchange)
      const share = unread.share(() => socket.destroy())
      // On a quiet stream comments go out between events, so that only a reader who takes nothing is silent.
      response.setTimeout(streamStallMs, () => socket.destroy())
      try {
        const results = await execution.subscribe({
          ...asked,
          transport: { ...asked.transport, streamSignal: end.signal },
        })
        count(outcomeOf(results))
        if (!(Symbol.asyncIterator in results)) return respondResult(response, EVENT_STREAM, results)
        const idOf = (result: ExecutionResult) => cursorOf(eventOf(result), asked.transport.caller)
        const onChange = () => share.set(response.writableLength)
        await writeEvents(exchange, results, { idOf, pingEveryMs: streamPingMs, onChange })
      } finally {
        socket.off('close', onClose)
        unwatch()
        open.delete(exchange)
        share.end()
      }
    },
    stop() {
      stopped = true
      for (const { request } of open) request.socket.destroy()
    },
    unsentBytes: () => [...open].reduce((sum, { response }) => sum + response.writableLength, 0),
  }
}

function credentialEnded(): GraphQLError {
  return new GraphQLError('The credential expired or was revoked. Subscribe again with a valid credential.', {
    extensions: { code: 'UNAUTHENTICATED' },
  })
}
