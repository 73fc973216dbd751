import type { Log } from '../base/log/log.ts'

interface PollOptions {
  readonly everyMs: number
  readonly log: Log
  /** Logged with the first failure after a success. */
  readonly failure: string
}

/** Reads again and again, one read at a time. `stop` resolves when none runs. */
export function poll(
  { everyMs, log, failure }: PollOptions,
  read: () => void | Promise<void>,
): { stop(): Promise<void> } {
  let reading: Promise<void> | undefined
  let failing = false
  const readOnce = async () => {
    try {
      await read()
      failing = false
    } catch (error) {
      if (!failing) log.warn({ err: error }, failure)
      failing = true
    }
  }
  const timer = setInterval(() => {
    reading ??= readOnce().finally(() => {
      reading = undefined
    })
  }, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await reading
    },
  }
}
