import type { WebSocket } from 'ws'

export interface KeepAlive {
  /** Pings a socket and terminates it if its client has not answered by the next ping. */
  add(socket: WebSocket): void
}

/** Sockets are pinged in groups, so that thousands of pings are spread over the time between two of them. */
const GROUPS = 30

/** @param everyMs The time between two pings of a socket. */
export function createKeepAlive(everyMs: number): KeepAlive {
  const groups = Array.from({ length: GROUPS }, () => new Set<WebSocket>())
  const unanswered = new WeakSet<WebSocket>()
  let next = 0
  let open = 0
  let timer: NodeJS.Timeout | undefined

  const ping = (socket: WebSocket) => {
    if (unanswered.has(socket)) return socket.terminate()
    if (socket.readyState !== socket.OPEN) return
    unanswered.add(socket)
    socket.ping()
  }
  const pingNextGroup = () => {
    const group = groups[next]
    next = (next + 1) % GROUPS
    group?.forEach(ping)
  }
  // One function for all sockets.
  function onPong(this: WebSocket): void {
    unanswered.delete(this)
  }
  return {
    add(socket) {
      // The group whose turn has just been: the first ping is after the whole time.
      const group = groups[(next + GROUPS - 1) % GROUPS]
      group?.add(socket)
      open += 1
      timer ??= setInterval(pingNextGroup, everyMs / GROUPS).unref()
      socket.on('pong', onPong)
      socket.once('close', () => {
        group?.delete(socket)
        open -= 1
        if (open > 0) return
        clearInterval(timer)
        timer = undefined
      })
    },
  }
}
