import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute } from 'graphql'
import type { Log } from '../../base/log.ts'
import type { Caller } from '../../operations/caller.ts'
import type { Metrics } from '../metrics.ts'
import type { Ports } from '../ports.ts'
import type { Documents } from './documents.ts'
import { liveResults } from './live-results.ts'
import { publicError } from './public-error.ts'

/** What every transport gives to an operation, and what is in the context besides what the schema puts there. */
export interface Transport {
  readonly caller: Caller
  readonly requestId: string
  /** Ends a subscription, e.g. where the credential is revoked. */
  readonly streamSignal?: AbortSignal | undefined
  /** The cursor of the last event that a client got before it lost its stream: counts for more than the field's `after`. */
  readonly resumeAfter?: string | undefined
}

/**
 * graphql-js as HTTP, event streams and the WebSocket all use it, through Yoga, so that limits, masking, request ids and
 * fresh contexts are the same on every way in.
 */
export interface Engine {
  execute(args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult>
  subscribe(args: ExecutionArgs): Promise<ExecutionResult | AsyncGenerator<ExecutionResult, void, void>>
  /** True where this process serves as many subscriptions as it takes: transports then refuse new ones in their own way. */
  isFull(): boolean
}

/** Each holds a place in the tail's fan-out and up to its bound of events. */
const MOST_SUBSCRIPTIONS = 20_000

interface EngineOptions {
  readonly documents: Documents
  readonly contextFor: Ports['contextFor']
  readonly metrics: Metrics
  readonly log: Log
}

export function createEngine({ documents, contextFor, metrics, log }: EngineOptions): Engine {
  let open = 0
  const shown = (result: ExecutionResult, { requestId }: Transport): ExecutionResult =>
    result.errors === undefined
      ? result
      : { ...result, errors: result.errors.map(error => publicError(error, { requestId, log })) }
  const run = (args: ExecutionArgs): ExecutionResult | Promise<ExecutionResult> => {
    const transport = transportOf(args)
    try {
      const result = execute(args)
      return result instanceof Promise ? result.then(value => shown(value, transport)) : shown(result, transport)
    } catch (error) {
      // graphql-js throws where arguments are not what it takes, e.g. variables that are no object.
      return { errors: [publicError(error, { requestId: transport.requestId, log })] }
    }
  }
  const refusal = ({ document, operationName, variableValues }: ExecutionArgs): ExecutionResult | undefined => {
    const error = documents.refuse(document, operationName, variableValues)
    return error && { errors: [error] }
  }
  return {
    execute: args => refusal(args) ?? run(args),
    isFull: () => open >= MOST_SUBSCRIPTIONS,
    async subscribe(args) {
      const refused = refusal(args)
      if (refused) return refused
      const transport = transportOf(args)
      const { requestId, caller, streamSignal } = transport
      let events: AsyncIterable<unknown> | ExecutionResult
      try {
        events = await createSourceEventStream(args)
      } catch (error) {
        return { errors: [publicError(error, { requestId, log })] }
      }
      if (!isAsyncIterable(events)) return shown(events, transport)
      open += 1
      metrics.subscriptionsOpen.inc()
      return liveResults(events, {
        execute: event =>
          run({
            ...args,
            rootValue: event,
            contextValue: { ...transport, ...contextFor(caller, requestId) },
          }),
        toPublic: error => publicError(error, { requestId, log }),
        signal: streamSignal,
        onEnd: () => {
          open -= 1
          metrics.subscriptionsOpen.dec()
        },
      })
    },
  }
}

function transportOf({ contextValue }: ExecutionArgs): Transport {
  const { caller, requestId, streamSignal } = contextValue as Transport
  return { caller, requestId, streamSignal }
}

function isAsyncIterable(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value
}
