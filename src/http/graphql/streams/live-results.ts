import type { ExecutionResult, GraphQLError } from 'graphql'

const events = new WeakMap<ExecutionResult, unknown>()

/** The event that a subscription's result tells of; undefined for one that tells how it ended. */
export function eventOf(result: ExecutionResult): unknown {
  return events.get(result)
}

interface LiveResultsOptions {
  /** Executes the subscription's selection on one event. Never rejects. */
  readonly execute: (event: unknown) => ExecutionResult | Promise<ExecutionResult>
  /** What a caller sees of an error that the events ended with. */
  readonly toPublic: (error: unknown) => GraphQLError
  /** Ends the results. A GraphQLError as its reason is told as the last result. */
  readonly signal?: AbortSignal | undefined
  /** Called once, whatever the end was. */
  readonly onEnd: () => void
}

/**
 * Results of a subscription, one per event, made only when asked for: a slow reader slows down its events and nothing
 * else. Not an async generator: that one answers `return()` only after the event that it waits for, which may never
 * come, and until then a closed socket would keep its subscription.
 */
export function liveResults(
  from: AsyncIterable<unknown>,
  { execute, toPublic, signal, onEnd }: LiveResultsOptions,
): AsyncGenerator<ExecutionResult, void, void> {
  const source = from[Symbol.asyncIterator]()
  let ended = false
  /** Answers the `next()` that waits for an event. */
  let waiting: ((result: IteratorResult<ExecutionResult, void>) => void) | undefined
  /** Told by the next `next()`, where none waits. */
  let last: ExecutionResult | undefined

  const end = (lastResult?: ExecutionResult) => {
    if (ended) return
    ended = true
    signal?.removeEventListener('abort', onAbort)
    // Not waited for: the source may be deep in a wait of its own.
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
      pull().then(
        value => {
          if (waiting !== resolve) return // ended meanwhile, and answered
          if (value === undefined) return end()
          waiting = undefined
          resolve({ done: false, value })
        },
        error => end({ errors: [toPublic(error)] }),
      )
    })
  }
  const pull = async (): Promise<ExecutionResult | undefined> => {
    const event = await source.next()
    if (event.done) return undefined
    const result = await execute(event.value)
    events.set(result, event.value)
    return result
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
