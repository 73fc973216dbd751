/** A third of its time is left for further tries. */
const RENEW_AFTER = 2 / 3
const SHORTEST_WAIT_MS = 1_000

interface RenewalOptions {
  readonly authorization: () => Promise<string | undefined>
  /** Sends a message of the subprotocol on the current connection. */
  readonly send: (message: object) => void
}

interface Renewal {
  /** True if the last connection's credential expires. The next connection can use another kind of credential. */
  expires(): boolean
  readonly listeners: {
    connecting(): void
    connected(payload: unknown): void
    pong(payload: unknown): void
    closed(): void
  }
}

/**
 * Replaces a credential on the open connection before it expires: a ping carries the next credential, and the gateway
 * answers when that one expires. A failed try is repeated until the first credential has expired. The listeners are for
 * graphql-ws.
 */
export function createRenewal({ authorization, send }: RenewalOptions): Renewal {
  let expires = false
  let connection = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)

  const renewBefore = (expiresAtMs: number) => {
    stop()
    const leftMs = expiresAtMs - performance.now()
    if (leftMs < SHORTEST_WAIT_MS) return
    const mine = connection
    timer = setTimeout(async () => {
      try {
        const next = await authorization()
        if (mine === connection) send({ type: 'ping', payload: { authorization: next } })
      } catch {
        if (mine === connection) renewBefore(expiresAtMs)
      }
    }, leftMs * RENEW_AFTER)
  }
  const read = (payload: unknown) => {
    const seconds = secondsIn(payload)
    if (seconds === undefined) return
    expires = true
    renewBefore(performance.now() + seconds * 1_000)
  }
  return {
    expires: () => expires,
    listeners: {
      connecting() {
        expires = false
      },
      connected(payload: unknown) {
        connection += 1
        read(payload)
      },
      pong: read,
      closed() {
        connection += 1
        stop()
      },
    },
  }
}

function secondsIn(payload: unknown): number | undefined {
  if (typeof payload !== 'object' || payload === null || !('expiresInSeconds' in payload)) return undefined
  return typeof payload.expiresInSeconds === 'number' ? payload.expiresInSeconds : undefined
}
