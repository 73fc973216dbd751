/** Events that a test sends, and the state of their reader. */
export interface Source<Event> extends AsyncIterableIterator<Event> {
  emit(event: Event): void
  fail(error: Error): void
  readonly returned: Promise<void>
}

export function createSource<Event>(): Source<Event> {
  const events: Event[] = []
  let waiting: PromiseWithResolvers<IteratorResult<Event>> | undefined
  let failure: Error | undefined
  const returned = Promise.withResolvers<void>()
  return {
    emit(event) {
      if (waiting) waiting.resolve({ done: false, value: event })
      else events.push(event)
      waiting = undefined
    },
    fail(error) {
      failure = error
      waiting?.reject(error)
    },
    returned: returned.promise,
    next() {
      const event = events.shift()
      if (event !== undefined) return Promise.resolve({ done: false, value: event })
      if (failure) return Promise.reject(failure)
      waiting = Promise.withResolvers()
      return waiting.promise
    },
    // As the log's reader does: ends a waiting `next()`.
    async return() {
      waiting?.resolve({ done: true, value: undefined })
      returned.resolve()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]() {
      return this
    },
  }
}
