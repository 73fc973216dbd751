import { ErrorReply } from 'redis'
import type { Log } from '../base/log/log.ts'

const LOG_GAP_MS = 60_000

/** Whether Redis can be used. A change is logged; if it comes and goes, once in a minute. */
export function createHealth(log: Log) {
  let isUp = false
  let isKnownDown = false
  let quietUntilMs = 0
  return {
    get isUp() {
      return isUp
    },
    up() {
      if (isKnownDown) log.info('Redis can be used again')
      isUp = true
      isKnownDown = false
    },
    down(error: unknown) {
      isUp = false
      if (isKnownDown || performance.now() < quietUntilMs) return
      isKnownDown = true
      quietUntilMs = performance.now() + LOG_GAP_MS
      log.warn(
        { reason: reasonOf(error) },
        'Redis cannot be used: each process limits rates alone, and polls for the events of others',
      )
    },
  }
}

/** Not the error itself: it can hold the URL, which contains the password. */
function reasonOf(error: unknown): string {
  if (error instanceof ErrorReply) return error.message.split(' ', 1).join('')
  const { code, name } = error as { code?: unknown; name?: unknown }
  return String(code ?? name)
}
