import type { Server } from 'node:http'

const MAKE_ROOM_EVERY_MS = 1_000

/** After a connection was refused, closes idle connections, so that the caller's next try succeeds. */
export function makeRoom(server: Server): void {
  let madeAt = 0
  server.on('drop', () => {
    const now = performance.now()
    if (now - madeAt < MAKE_ROOM_EVERY_MS) return // closing reads every connection
    madeAt = now
    server.closeIdleConnections()
  })
}
