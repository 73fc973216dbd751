import type { Log } from '../base/log/log.ts'
import type { Background } from '../operations/command/deps.ts'

interface DrainableBackground extends Background {
  /** Waits until nothing runs, at most `timeoutMs`. @returns How much was still running then. */
  drain(timeoutMs: number): Promise<number>
  /** Waits for what runs now, and not for what comes meanwhile. @returns How much that was. */
  settled(): Promise<number>
}

/** Work that goes on after its answer was given. */
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
      // Work may start more work: until none is left.
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
