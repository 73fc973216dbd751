import { onTestFinished } from 'vitest'

/** Begins this work every so often, whatever comes of it. Returns what stops it, once none runs; the test's end does too. */
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
  const stop = async () => {
    clearInterval(timer)
    await Promise.all(running)
  }
  onTestFinished(stop)
  return stop
}
