import type { WebSocket } from 'ws'

/** Pings a socket and terminates it if its client has not answered by the next ping. @returns Stops pinging. */
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
