import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** The behavior of the gate towards a client of PostgreSQL. */
export type GateState = 'open' | 'cut' | 'starting' | 'closed'

/** A connection to a PostgreSQL that can be lost and restored. */
export interface DatabaseGate {
  readonly url: string
  /**
   * Ends all connections unless it is `open`. New ones are then cut at once, or told that the server is starting up
   * (57P03), or (closed, and permanently) refused.
   */
  become(state: GateState): Promise<void>
  close(): Promise<void>
}

/** Passes everything on to the database of `targetUrl`. */
export async function openDatabaseGate(targetUrl: string): Promise<DatabaseGate> {
  const target = new URL(targetUrl)
  const sockets = new Set<Socket>()
  let state: GateState = 'open'
  const server = createServer(client => {
    keep(client)
    if (state === 'starting') return void client.once('data', () => client.end(startingUp()))
    if (state !== 'open') return void client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    keep(upstream)
    client.once('close', () => upstream.destroy())
    upstream.once('close', () => client.destroy())
    client.pipe(upstream).pipe(client)
  })
  const keep = (socket: Socket) => {
    sockets.add(socket.setNoDelay(true))
    socket.on('error', () => {}) // 'close' follows
    socket.once('close', () => sockets.delete(socket))
  }
  const endAll = () => Promise.all([...sockets].map(socket => once(socket.destroy(), 'close')))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = async () => {
    if (!server.listening) return
    server.close()
    await Promise.all([once(server, 'close'), endAll()])
  }
  return {
    url: Object.assign(new URL(targetUrl), { host: `127.0.0.1:${port}` }).href,
    async become(next) {
      state = next
      if (next === 'closed') await stop()
      else if (next !== 'open') await endAll()
    },
    close: stop,
  }
}

/** PostgreSQL's ErrorResponse while it recovers. */
function startingUp(): Buffer {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0')
  const head = Buffer.alloc(5)
  head.write('E')
  head.writeInt32BE(fields.byteLength + 4, 1)
  return Buffer.concat([head, fields])
}
