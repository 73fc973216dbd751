/** When a silent WebSocket counts as lost, in milliseconds. */
export interface Heartbeat {
  /** Until the gateway acknowledges a new connection, including `authorization`. Default: 10,000. */
  readonly connectWithinMs?: number
  /** Between two pings. Default: 12,000. */
  readonly pingEveryMs?: number
  /** From a ping until its answer. Default: 5,000. */
  readonly pongWithinMs?: number
}

interface SilenceListener {
  readonly pingEveryMs: number
  isAcknowledged(): boolean
  readonly listeners: Readonly<Record<'connecting' | 'connected' | 'message' | 'error' | 'closed', () => void>>
}

/** Detects a silent connection. Its listeners are for graphql-ws, which sends the pings. */
export function listenForSilence(
  { connectWithinMs = 10_000, pingEveryMs = 12_000, pongWithinMs = 5_000 }: Heartbeat,
  onSilence: (reason: string) => void,
): SilenceListener {
  const silenceMs = pingEveryMs + pongWithinMs
  let acknowledged = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const expectWithin = (ms: number, reason: string) => {
    clearTimeout(timer)
    timer = setTimeout(() => onSilence(reason), ms)
  }
  // Any message counts: on a slow line, the answer to a ping can wait behind many events.
  const expectMessage = () => expectWithin(silenceMs, `no message for ${silenceMs} ms`)
  const stop = () => {
    acknowledged = false
    clearTimeout(timer)
  }
  return {
    pingEveryMs,
    isAcknowledged: () => acknowledged,
    listeners: {
      connecting: () => expectWithin(connectWithinMs, `no connection within ${connectWithinMs} ms`),
      connected() {
        acknowledged = true
        expectMessage()
      },
      message() {
        if (acknowledged) expectMessage()
      },
      error: stop,
      closed: stop,
    },
  }
}
