import type { Ports } from '../../ports.ts'

interface Watch {
  readonly credential: string
  readonly authenticate: Ports['authenticate']
  readonly everyMs: number
  /** Called once, when the credential stands for nobody any longer. */
  readonly onEnd: () => void
}

/**
 * Asks again and again whether a credential still holds, for as long as something is served on it: a revoked key must
 * not go on watching. @returns Ends the watch.
 */
export function watchCredential({ credential, authenticate, everyMs, onEnd }: Watch): () => void {
  let stopped = false
  const timer = setInterval(async () => {
    // Where it cannot be found out the stream goes on: a database that restarts is no reason to drop everyone.
    const caller = await authenticate(credential).catch(() => 'unknown' as const)
    if (caller !== undefined || stopped) return
    stop()
    onEnd()
  }, everyMs)
  timer.unref()
  const stop = () => {
    stopped = true
    clearInterval(timer)
  }
  return stop
}
