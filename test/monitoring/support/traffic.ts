/** Begins this work every so often, whatever comes of it. Returns what stops it, once none runs. */
export function traffic(work: () => Promise<unknown>, everyMs = 500): () => Promise<void> {
  const running = new Set<Promise<unknown>>()
  const begin = () => {
    const piece = work()
      .catch(() => {})
      .finally(() => running.delete(piece))
    running.add(piece)
  }
  begin()
  const timer = setInterval(begin, everyMs)
  return async () => {
    clearInterval(timer)
    await Promise.all(running)
  }
}
