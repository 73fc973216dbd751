import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { StartupError } from '../base/log/startup-error.ts'

export interface HttpServer {
  /**
   * @param at Port 0 is any free port. @returns The URL and port on which it listens. @throws StartupError if it cannot
   * listen.
   */
  listen(at: { port: number; host: string }): Promise<{ url: string; port: number }>
  /**
   * From now on /readyz answers 503, and each response asks its client to open another connection for the next request.
   * Everything is still served.
   */
  drain(): void
  /**
   * Accepts no new requests, closes sockets with 1001 and disconnects streams, spread over some seconds, so that their
   * clients resume elsewhere, and lets requests in flight finish, for `graceMs` at most.
   */
  stop(options: { graceMs: number }): Promise<void>
}

export function listen(server: Server, { port, host }: { port: number; host: string }) {
  return new Promise<{ url: string; port: number }>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, port, host)))
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
      resolve({ url: `http://${name}:${address.port}`, port: address.port })
    })
  })
}

function cannotListen(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const reason = { EADDRINUSE: 'another program listens there', EACCES: 'this needs privileges' }[error.code ?? '']
  return new StartupError(
    `The gateway cannot listen on ${host}:${port}: ${reason ?? error.code}; check PORT and HOST.`,
    {
      cause: error,
    },
  )
}
