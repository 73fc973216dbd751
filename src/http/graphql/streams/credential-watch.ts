import type { Ports } from '../../ports.ts'

interface Watch {
  readonly credential: string
  readonly authenticate: Ports['authenticate']
  readonly everyMs: number
  /** Called once, when the credential is no longer valid. */
  readonly onEnd: () => void
}

/**
 * Checks a credential repeatedly while a socket or stream uses it: a revoked key must not keep receiving events.
 * @returns Ends the watch.
 */
export function watchCredential({ credential, authenticate, everyMs, onEnd }: Watch): () => void {
  let stopped = false
  const timer = setInterval(async () => {
    // If the check fails, the stream continues, because a restarting database must not disconnect every client.
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
