import type { ExecutionResult, GraphQLError } from 'graphql'

const events = new WeakMap<ExecutionResult, unknown>()

/** The event of a subscription's result; undefined for a final error. */
export function eventOf(result: ExecutionResult): unknown {
  return events.get(result)
}

interface LiveResultsOptions {
  /** Executes the subscription's selection on one event. Never rejects. */
  readonly execute: (event: unknown) => ExecutionResult | Promise<ExecutionResult>
  /** The public form of an error that ended the events. */
  readonly toPublic: (error: unknown) => GraphQLError
  /** Ends the results. If its reason is a GraphQLError, the error is the last result. */
  readonly signal?: AbortSignal | undefined
  /** Called once, for any kind of end. */
  readonly onEnd: () => void
}

/**
 * Results of a subscription, one per event, produced on demand, so that a slow client slows down only itself. Not an
 * async generator, because the `return()` of a generator waits for the pending event, which may never come; a closed
 * socket would keep its subscription until then.
 */
export function liveResults(
  from: AsyncIterable<unknown>,
  { execute, toPublic, signal, onEnd }: LiveResultsOptions,
): AsyncGenerator<ExecutionResult, void, void> {
  const source = from[Symbol.asyncIterator]()
  let ended = false
  /** Resolves the pending `next()`. */
  let waiting: ((result: IteratorResult<ExecutionResult, void>) => void) | undefined
  /** Returned by the next `next()` if none is pending. */
  let last: ExecutionResult | undefined

  const end = (lastResult?: ExecutionResult) => {
    if (ended) return
    ended = true
    signal?.removeEventListener('abort', onAbort)
    // Not awaited: the source itself can be waiting.
    void (async () => source.return?.())().catch(() => {})
    onEnd()
    const answer = waiting
    waiting = undefined
    if (answer) answer(lastResult ? { done: false, value: lastResult } : { done: true, value: undefined })
    else last = lastResult
  }
  const onAbort = () => end(signal?.reason?.name === 'GraphQLError' ? { errors: [signal.reason] } : undefined)
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })

  const next = (): Promise<IteratorResult<ExecutionResult, void>> => {
    if (last) {
      const value = last
      last = undefined
      return Promise.resolve({ done: false, value })
    }
    if (ended) return Promise.resolve({ done: true, value: undefined })
    return new Promise(resolve => {
      waiting = resolve
      void pull(resolve)
    })
  }
  /** Answers the `next()` with this resolver, unless the results have ended in between. */
  const pull = async (resolve: NonNullable<typeof waiting>): Promise<void> => {
    try {
      const event = await source.next()
      const result = event.done ? undefined : await execute(event.value)
      if (waiting !== resolve) return
      if (result === undefined) return end()
      events.set(result, event.value)
      waiting = undefined
      resolve({ done: false, value: result })
    } catch (error) {
      end({ errors: [toPublic(error)] })
    }
  }
  const finish = async (): Promise<IteratorResult<ExecutionResult, void>> => {
    end()
    return { done: true, value: undefined }
  }
  return {
    next,
    return: finish,
    throw: finish,
    [Symbol.asyncIterator]() {
      return this
    },
    async [Symbol.asyncDispose]() {
      end()
    },
  }
}
