import { connect, createServer, type Socket } from 'node:net'
import { portOf } from './port-of.ts'

/** One address before several gateways, for the providers' notifications and for browsers. */
export interface Balancer {
  readonly port: number
  close(): Promise<void>
}

/**
 * Listens on 127.0.0.1 and forwards each connection to the next of these ports. If nobody listens there, the connection
 * is closed, and its opener must come again, as in a network that has not noticed yet that a process is dead.
 */
export async function startBalancer(ports: readonly [number, ...number[]]): Promise<Balancer> {
  const sockets = new Set<Socket>()
  let turn = 0
  const server = createServer(client => {
    const upstream = connect(ports[turn++ % ports.length] ?? ports[0], '127.0.0.1')
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: portOf(server),
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise<void>(resolve => server.close(() => resolve()))
    },
  }
}
