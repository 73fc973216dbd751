import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on this machine that counts its connections. */
export interface Listener {
  readonly port: number
  readonly url: string
  connections(): number
  close(): Promise<void>
}

export async function listen(answer: RequestListener = (_request, response) => response.end()): Promise<Listener> {
  const server = createServer(answer)
  let connections = 0
  server.on('connection', () => {
    connections += 1
  })
  // All addresses of this machine, of both families where it has them.
  await new Promise<void>(resolve => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
