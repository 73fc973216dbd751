import type { Server, ServerResponse } from 'node:http'

/** How a server that stops takes leave of its clients. */
export interface Departure {
  /** True once the process is about to stop. */
  readonly begun: boolean
  begin(): void
  /** Called with each response before its headers are sent. */
  watch(response: ServerResponse): void
  /** Accepts no new connections. Resolves when the last one is closed; `cut` is called if that takes too long. */
  close(graceMs: number, cut: () => void): Promise<void>
}

/**
 * Once it has begun, each response says `Connection: close`: a client that keeps its connection would send its next
 * request to a process that is gone.
 */
export function createDeparture(server: Server): Departure {
  const open = new Set<ServerResponse>()
  let begun = false
  const bidFarewell = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  return {
    get begun() {
      return begun
    },
    begin() {
      begun = true
      for (const response of open) bidFarewell(response)
    },
    watch(response) {
      open.add(response)
      if (begun) bidFarewell(response)
      response.once('close', () => {
        open.delete(response)
        if (begun && !server.listening) server.closeIdleConnections()
      })
    },
    async close(graceMs, cut) {
      const closed = new Promise<void>(resolve => server.close(() => resolve()))
      const late = setTimeout(() => {
        cut()
        server.closeAllConnections()
      }, graceMs)
      await closed
      clearTimeout(late)
    },
  }
}
