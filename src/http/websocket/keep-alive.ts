import type { WebSocket } from 'ws'

/** Pings, and ends a socket whose client has not answered by the next ping. @returns Stops it. */
export function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) return socket.terminate()
    if (socket.readyState !== socket.OPEN) return
    answered = false
    socket.ping()
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
