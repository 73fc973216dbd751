/** After what silence a WebSocket counts as lost, in milliseconds. */
export interface Heartbeat {
  /** Until the gateway acknowledges a new connection, `authorization` included. Left out: 10,000. */
  readonly connectWithinMs?: number
  /** Between two pings. Left out: 12,000. */
  readonly pingEveryMs?: number
  /** From a ping until its answer. Left out: 5,000. */
  readonly pongWithinMs?: number
}

/** Tells of a connection on which nothing comes. Its listeners are for graphql-ws, which sends the pings. */
export function listenForSilence(
  { connectWithinMs = 10_000, pingEveryMs = 12_000, pongWithinMs = 5_000 }: Heartbeat,
  onSilence: (reason: string) => void,
) {
  const silenceMs = pingEveryMs + pongWithinMs
  let acknowledged = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const expectWithin = (ms: number, reason: string) => {
    clearTimeout(timer)
    timer = setTimeout(() => onSilence(reason), ms)
  }
  // Any message will do: an answer to a ping may wait behind many events on a slow line.
  const expectMessage = () => expectWithin(silenceMs, `nothing came for ${silenceMs} ms`)
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
