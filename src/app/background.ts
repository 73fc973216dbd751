import type { Log } from '../base/log/log.ts'
import type { Background } from '../operations/command/deps.ts'

interface DrainableBackground extends Background {
  /** Waits until no work runs, at most `timeoutMs`. @returns The number of pieces of work that still run. */
  drain(timeoutMs: number): Promise<number>
  /** Waits for the work that runs now, not for later work. @returns The number of those pieces of work. */
  settled(): Promise<number>
}

/** Work that continues after the response was sent. */
export function createBackground({ log }: { log: Log }): DrainableBackground {
  const running = new Set<Promise<void>>()
  return {
    run(name, work) {
      const done = Promise.resolve()
        .then(work)
        .catch(error => log.error({ work: name, err: error }, 'background work failed'))
        .finally(() => running.delete(done))
      running.add(done)
    },
    async drain(timeoutMs) {
      let timer: NodeJS.Timeout | undefined
      const timeout = new Promise<void>(resolve => {
        timer = setTimeout(resolve, timeoutMs)
      })
      const late = Symbol('late')
      // Work can start more work.
      while (running.size > 0) {
        const first = await Promise.race([Promise.allSettled(running), timeout.then(() => late)])
        if (first === late) break
      }
      clearTimeout(timer)
      return running.size
    },
    settled: async () => (await Promise.all(running)).length,
  }
}
