interface Queue<T> {
  push(value: T): void
  /** Ends the queue. The reader gets the pushed values, then the error if there is one. */
  end(why?: { readonly error: unknown }): void
  /** For one reader. Unlike that of a plain generator, its `return()` also ends a pending `next()`. */
  readonly values: AsyncGenerator<T, void, void>
}

/** @param onLeave Called when the reader calls `return()`. */
export function createQueue<T extends object>(onLeave: () => void): Queue<T> {
  const pushed: T[] = []
  let ended: { readonly error?: unknown } | undefined
  let wake = () => {}
  const end = (why: { readonly error?: unknown } = {}) => {
    ended ??= why
    wake()
  }
  async function* read(): AsyncGenerator<T, void, void> {
    for (;;) {
      const value = pushed.shift()
      if (value !== undefined) yield value
      else if (ended === undefined) await new Promise<void>(resolve => (wake = resolve))
      else if ('error' in ended) throw ended.error
      else return
    }
  }
  const values = read()
  values.return = async () => {
    pushed.length = 0
    end()
    onLeave()
    return { done: true, value: undefined }
  }
  return {
    push(value) {
      if (ended === undefined) pushed.push(value)
      wake()
    },
    end,
    values,
  }
}
